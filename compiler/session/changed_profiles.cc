#include "compiler/session/changed_profiles.h"

#include <algorithm>
#include <filesystem>
#include <set>

#include "compiler/language/check.h"
#include "compiler/session/apparmor.h"

namespace polc {
namespace {

std::string Normal(const std::string& path) {
  return std::filesystem::path(path).lexically_normal().generic_string();
}

bool IncludesAChange(Session& session, const std::string& path,
                     const std::set<std::string>& changed) {
  const ReadResult read = session.world.files.Read(path, kMaxInputBytes);
  if (!read.text) return false;
  DiagnosticSink unheard;  // of a file that did not change
  language::Readers readers = ReadersOf(session);
  bool includes = false;
  const auto file = std::move(readers.file);
  readers.file = [&](const std::string& included, std::string& error) {
    includes = includes || changed.contains(Normal(included));
    return file(included, error);
  };
  language::Library library(std::move(readers), unheard);
  const language::Unit& unit = library.Open(session.sources.Add(path, *read.text), path);
  for (const dsl::Statement& statement : unit.file.statements) {
    const auto* policy = std::get_if<dsl::Policy>(&statement.node);
    if (policy != nullptr && policy->base) (void)library.Find(unit, *policy->base);
  }
  return includes;
}

class Finder {
 public:
  Finder(Session& session, const std::string& revision) : session_(session), revision_(revision) {}

  std::vector<ChangedProfile> Run(const std::vector<git::Change>& changes) {
    for (const git::Change& change : changes) Add(change);
    return std::move(found_);
  }

 private:
  // In git's words. With `./` it is from the working directory.
  [[nodiscard]] std::string Older(const std::string& path) const {
    return revision_ + ":./" + path;
  }

  // The policies of a text that can be compiled; without a name, of what is not in the language.
  // Nothing of what is no profile.
  std::vector<std::string> ProfilesIn(const std::string& path) {
    const ReadResult read = session_.world.files.Read(path, kMaxInputBytes);
    if (!read.text) {
      session_.diagnostics.Error(DiagnosticId::Unreadable, {},
                                 "cannot read `" + path + "`: " + read.error);
      return {};
    }
    switch (KindOf(*read.text)) {
      case InputKind::DockerJson:
        return read.text->find("\"defaultAction\"") != std::string::npos
                   ? std::vector<std::string>{""}
                   : std::vector<std::string>{};
      case InputKind::Policy:
        break;
      case InputKind::AppArmor:
        is_apparmor_ = is_apparmor_ || HoldsAppArmorProfile(*read.text);
        return {};
      default:
        return {};
    }
    DiagnosticSink unheard;  // heard of when it is loaded
    language::Library library(ReadersOf(session_), unheard);
    const language::Unit& unit = library.Open(session_.sources.Add(path, *read.text), path);
    // Many texts begin with a word such as `test`.
    if (!unit.file.complete && !path.ends_with(".polc")) return {};
    std::vector<std::string> names;
    for (const dsl::Statement& statement : unit.file.statements) {
      const auto* policy = std::get_if<dsl::Policy>(&statement.node);
      if (policy != nullptr && language::IsWhole(*policy)) names.push_back(policy->name.value);
    }
    if (names.empty() && !unit.file.complete) names.push_back("");
    return names;
  }

  std::optional<Input> Open(const std::string& path, const std::string& policy) {
    return ReadInput(policy.empty() ? path : path + "#" + policy, session_.world, session_.sources,
                     session_.diagnostics);
  }

  void Add(const git::Change& change) {
    is_apparmor_ = false;
    const std::string before = change.before.empty() ? "" : Older(change.before);
    const std::vector<std::string> old_names =
        before.empty() ? std::vector<std::string>{} : ProfilesIn(before);
    std::vector<std::string> new_names =
        change.after.empty() ? std::vector<std::string>{} : ProfilesIn(change.after);
    // What was a profile and is still there is no profile that was removed: who loads it says what
    // is wrong with it.
    if (old_names == std::vector<std::string>{""} && new_names.empty() && !change.after.empty())
      new_names.emplace_back();
    const std::string& path = change.after.empty() ? change.before : change.after;
    if (is_apparmor_) {
      session_.diagnostics.Warning(
          DiagnosticId::NotExpressible, {},
          "`" + path +
              "` is an AppArmor profile that differs, and diff compares filters of system calls only; `git diff` shows its lines");
    }
    const bool several = std::max(old_names.size(), new_names.size()) > 1;
    const auto has = [](const std::vector<std::string>& names, const std::string& name) {
      return std::find(names.begin(), names.end(), name) != names.end();
    };
    // One policy on each side is the same one under another name, too.
    if (old_names.size() == 1 && new_names.size() == 1) {
      found_.push_back({path, change.before, Open(before, old_names.front()),
                        Open(change.after, new_names.front())});
      return;
    }
    std::vector<std::string> names = new_names;
    for (const std::string& name : old_names) {
      if (!has(names, name)) names.push_back(name);
    }
    for (const std::string& name : names) {
      const std::string policy = several ? "#" + name : "";
      ChangedProfile profile{path + policy, change.before + policy, {}, {}};
      if (has(old_names, name)) profile.before = Open(before, name);
      if (has(new_names, name)) profile.after = Open(change.after, name);
      found_.push_back(std::move(profile));
    }
  }

  Session& session_;
  const std::string& revision_;
  bool is_apparmor_ = false;  // one of the two texts of the change
  std::vector<ChangedProfile> found_;
};

}  // namespace

std::optional<std::vector<git::Change>> TouchedFiles(Session& session, const std::string& revision,
                                                     std::span<const std::string> paths) {
  const auto failed = [&](const std::string& error) {
    session.diagnostics.Error(DiagnosticId::Unreadable, {},
                              "cannot compare with `" + revision + "`: " + error);
    return std::nullopt;
  };
  const auto commit = git::ResolveCommit(revision);
  if (!commit.value) return failed(commit.error);
  auto changes = git::ChangesSince(*commit.value, paths);
  if (!changes.value) return failed(changes.error);
  const auto tracked = git::TrackedFiles(".polc");
  if (!tracked.value) return failed(tracked.error);
  std::set<std::string> changed;
  for (const git::Change& change : *changes.value) {
    for (const std::string& path : {change.before, change.after}) {
      if (!path.empty()) changed.insert(Normal(path));
    }
  }
  for (const std::string& path : *tracked.value) {
    if (!changed.contains(Normal(path)) && IncludesAChange(session, path, changed))
      changes.value->push_back({path, path});
  }
  std::sort(
      changes.value->begin(), changes.value->end(), [](const git::Change& a, const git::Change& b) {
        return (a.after.empty() ? a.before : a.after) < (b.after.empty() ? b.before : b.after);
      });
  return std::move(*changes.value);
}

std::vector<ChangedProfile> ChangedProfiles(Session& session, const std::string& revision,
                                            std::span<const std::string> paths) {
  const auto changes = TouchedFiles(session, revision, paths);
  return changes ? Finder(session, revision).Run(*changes) : std::vector<ChangedProfile>{};
}

}  // namespace polc
