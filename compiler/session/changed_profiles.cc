#include "compiler/session/changed_profiles.h"

#include <algorithm>

#include "compiler/base/revision_path.h"
#include "compiler/language/check.h"
#include "compiler/session/changed_files.h"
#include "grammar/polc/parse.h"

namespace polc {
namespace {

class Finder {
 public:
  Finder(Session& session, const std::string& revision, const ChangedFiles& changed)
      : session_(session), revision_(revision), changed_(changed) {}

  std::vector<ChangedProfile> Run() {
    for (const ChangedFile& file : changed_.files) Add(file);
    return std::move(found_);
  }

 private:
  // A side of a change: where it is read and what it is called.
  struct Side {
    std::string path, name;
  };
  [[nodiscard]] Side Before(const ChangedFile& file) const {
    return {changed_.Older(file.before), revision_ + ":./" + file.before};
  }
  [[nodiscard]] static Side After(const ChangedFile& file) {
    return {TreePath(file.after), file.after};
  }

  // The policies of a text that can be compiled; a text of another language has one profile without
  // a name. Nothing of what is no profile.
  std::vector<std::string> ProfilesIn(const Side& side, std::optional<Recognised> recognised) {
    if (!recognised) return {};
    is_apparmor_ = is_apparmor_ || (recognised->certain && recognised->kind == InputKind::AppArmor);
    if (!IsFoundBy(kDiff, *recognised)) return {};
    if (!IsPolicy(recognised->kind)) return {""};
    DiagnosticSink unheard;  // the mistakes are reported when the policy is loaded
    const auto input = ReadFile(side.path, side.name, session_.world, session_.sources, unheard);
    if (!input) return {};
    const dsl::File file = dsl::ParseFile(session_.sources.Get(input->source), unheard);
    std::vector<std::string> names;
    for (const dsl::Statement& statement : file.statements) {
      const auto* policy = std::get_if<dsl::Policy>(&statement.node);
      if (policy != nullptr && language::IsWhole(*policy)) names.push_back(policy->name.value);
    }
    if (names.empty() && !file.complete) names.push_back("");
    return names;
  }

  std::optional<Input> Open(const Side& side, const std::string& policy) {
    auto input =
        ReadFile(side.path, side.name, session_.world, session_.sources, session_.diagnostics);
    if (input) input->policy = policy;
    return input;
  }

  void Add(const ChangedFile& change) {
    is_apparmor_ = false;
    const Side before = Before(change), after = After(change);
    std::vector<std::string> old_names, new_names;
    if (!change.before.empty())
      old_names =
          ProfilesIn(before, ExamineFile(before.path, session_.world, session_.diagnostics));
    if (!change.after.empty()) new_names = ProfilesIn(after, change.recognised);
    // What was a profile and is still there was not removed: what is wrong with it is said when
    // it is loaded.
    if (old_names == std::vector<std::string>{""} && new_names.empty() && !change.after.empty())
      new_names.emplace_back();
    const std::string& path = change.after.empty() ? change.before : change.after;
    if (is_apparmor_ && change.differs) {
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
      found_.push_back(
          {path, change.before, Open(before, old_names.front()), Open(after, new_names.front())});
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
      if (has(new_names, name)) profile.after = Open(after, name);
      found_.push_back(std::move(profile));
    }
  }

  Session& session_;
  const std::string& revision_;
  const ChangedFiles& changed_;
  bool is_apparmor_ = false;  // one of the two texts of the change
  std::vector<ChangedProfile> found_;
};

}  // namespace

std::vector<ChangedProfile> ChangedProfiles(Session& session, const std::string& revision,
                                            std::span<const std::string> paths) {
  const auto changed = FindChangedFiles(session, revision, paths, kDiff, {});
  return changed ? Finder(session, revision, *changed).Run() : std::vector<ChangedProfile>{};
}

}  // namespace polc
