#include "compiler/session/changed_files.h"

#include <algorithm>
#include <filesystem>
#include <set>

#include "compiler/base/revision_path.h"
#include "compiler/session/apparmor.h"

namespace polc {
namespace {

std::string Normal(const std::string& path) {
  return std::filesystem::path(path).lexically_normal().generic_string();
}

bool PolicyIncludesOneOf(const std::string& path, const std::string& text,
                         const std::set<std::string>& changed, const World& world) {
  Session session{world};  // what is wrong with a file that did not change is no matter here
  language::Readers readers = ReadersOf(session);
  bool includes = false;
  const auto file = std::move(readers.file);
  readers.file = [&](const std::string& included, std::string& error) {
    includes = includes || changed.contains(Normal(included));
    return file(included, error);
  };
  language::Library library(std::move(readers), session.diagnostics);
  const language::Unit& unit = library.Open(session.sources.Add(path, text), path);
  for (const dsl::Statement& statement : unit.file.statements) {
    const auto* policy = std::get_if<dsl::Policy>(&statement.node);
    if (policy != nullptr && policy->base) (void)library.Find(unit, *policy->base);
  }
  return includes;
}

bool ProfileIncludesOneOf(const std::string& path, const std::set<std::string>& changed,
                          const World& world, const aa::IncludeOptions& options) {
  Session session{world};
  const auto input = ReadFile(path, path, world, session.sources, session.diagnostics);
  if (!input) return false;
  (void)LoadAppArmor(session, *input, options);
  const std::vector<std::string> included = session.includes.Read();
  return std::any_of(included.begin(), included.end(),
                     [&](const std::string& each) { return changed.contains(Normal(each)); });
}

bool IncludesOneOf(const std::string& path, Recognised recognised,
                   const std::set<std::string>& changed, const World& world,
                   const aa::IncludeOptions& options) {
  if (IsAppArmor(recognised.kind)) return ProfileIncludesOneOf(path, changed, world, options);
  if (!IsPolicy(recognised.kind)) return false;
  const ReadResult read = world.files.Read(path, kMaxInputBytes);
  return read.text && PolicyIncludesOneOf(path, *read.text, changed, world);
}

}  // namespace

std::optional<ChangedFiles> FindChangedFiles(Session& session, const std::string& revision,
                                             std::span<const std::string> paths, CommandSet command,
                                             const aa::IncludeOptions& includes) {
  const auto failed = [&](const std::string& error) {
    session.diagnostics.Error(DiagnosticId::Unreadable, {}, "cannot compare with `{}`: {}",
                              revision, error);
    return std::nullopt;
  };
  const auto commit = git::ResolveCommit(revision);
  if (!commit.value) return failed(commit.error);
  const auto changes = git::ChangesSince(*commit.value, paths);
  if (!changes.value) return failed(changes.error);
  ChangedFiles found{*commit.value, {}};
  if (changes.value->empty()) return found;
  const auto tracked = git::TrackedFiles();
  if (!tracked.value) return failed(tracked.error);
  std::set<std::string> changed;
  for (const git::Change& change : *changes.value) {
    for (const std::string& path : {change.before, change.after}) {
      if (!path.empty()) changed.insert(Normal(path));
    }
    std::optional<Recognised> recognised;
    if (!change.after.empty())
      recognised = ExamineFile(TreePath(change.after), session.world, session.diagnostics);
    found.files.push_back({change.before, change.after, recognised});
  }
  for (const std::string& path : *tracked.value) {
    if (changed.contains(Normal(path))) continue;
    const std::string tree_path = TreePath(path);
    DiagnosticSink unheard;  // what cannot be read did not change
    const auto recognised = ExamineFile(tree_path, session.world, unheard);
    if (recognised && IsFoundBy(command, *recognised) &&
        IncludesOneOf(tree_path, *recognised, changed, session.world, includes))
      found.files.push_back({path, path, recognised, false});
  }
  std::sort(found.files.begin(), found.files.end(), [](const ChangedFile& a, const ChangedFile& b) {
    return (a.after.empty() ? a.before : a.after) < (b.after.empty() ? b.before : b.after);
  });
  return found;
}

std::vector<InputPath> FindChangedInputs(Session& session, const std::string& revision,
                                         std::span<const std::string> paths, CommandSet command,
                                         const aa::IncludeOptions& includes) {
  std::vector<InputPath> inputs;
  const auto changed = FindChangedFiles(session, revision, paths, command, includes);
  if (!changed) return inputs;
  for (const ChangedFile& file : changed->files) {
    if (file.after.empty()) continue;
    bool taken = file.recognised && IsFoundBy(command, *file.recognised);
    if (!taken && !file.before.empty()) {
      const auto before =
          ExamineFile(changed->Older(file.before), session.world, session.diagnostics);
      taken = before && IsFoundBy(command, *before);
    }
    if (taken) inputs.push_back({file.after, true});
  }
  return inputs;
}

}  // namespace polc
