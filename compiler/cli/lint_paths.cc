#include "compiler/cli/lint_paths.h"

#include <algorithm>
#include <filesystem>
#include <set>

#include "compiler/lint/daemon.h"
#include "compiler/session/apparmor.h"
#include "compiler/session/changed_profiles.h"
#include "compiler/session/input_kind.h"
#include "profiles/builtin.h"

namespace polc::cli {
namespace {

constexpr size_t kMostDepth = 64;
constexpr size_t kMostBytes = size_t{16} << 20;  // of a file that nobody named

// Other JSON files are common in a tree; a profile has these words.
bool HoldsProfile(const std::string& path, const World& world) {
  const ReadResult read = world.files.Read(path, kMostBytes);
  if (!read.text) return false;
  const std::string& text = *read.text;
  const bool named = path.ends_with(".json") || path.ends_with(".jsonc");
  if (named)
    return text.find("\"defaultAction\"") != std::string::npos || lint::IsDaemonJson(path, text);
  if (path.ends_with(".polc")) return true;
  // What stands there is to be included, also if it begins with a child profile.
  const bool is_abstraction = ("/" + path).find("/abstractions/") != std::string::npos;
  return !is_abstraction && HoldsAppArmorProfile(text);
}

void Walk(const std::string& path, const World& world, size_t depth,
          std::vector<std::string>& out) {
  const auto names = world.files.List(path);
  if (!names) {
    if (HoldsProfile(path, world)) out.push_back(path);
    return;
  }
  if (depth == kMostDepth) return;
  for (const std::string& name : *names) {
    if (!name.starts_with('.'))
      Walk(path + (path.ends_with('/') ? "" : "/") + name, world, depth + 1, out);
  }
}

std::string Normal(const std::string& path) {
  return std::filesystem::path(path).lexically_normal().generic_string();
}

// Whether an AppArmor profile includes one of the files.
bool IncludesOneOf(const std::string& path, const std::set<std::string>& files, const World& world,
                   const aa::IncludeOptions& options) {
  const ReadResult read = world.files.Read(path, kMostBytes);
  if (!read.text || Recognise(*read.text) != InputKind::AppArmor) return false;
  Session session{world};
  const auto input = ReadInput("./" + path, session.world, session.sources, session.diagnostics);
  if (!input) return false;
  (void)LoadAppArmor(session, *input, options);
  const std::vector<std::string> included = session.includes.Read();
  return std::any_of(included.begin(), included.end(),
                     [&](const std::string& file) { return files.contains(Normal(file)); });
}

}  // namespace

std::vector<std::string> ChangedPathsToLint(Session& session, const std::string& revision,
                                            const std::vector<std::string>& arguments,
                                            const aa::IncludeOptions& includes) {
  const auto changes = TouchedFiles(session, revision, arguments);
  if (!changes) return {};
  std::vector<std::string> paths;
  std::set<std::string> others;  // that differ and hold no profile, but may be part of one
  // What was a profile and is none any more is wrong, and not to be passed over. Older texts are
  // asked for one by one.
  const auto was_profile = [&](const std::string& path) {
    return path.ends_with(".json") && HoldsProfile(revision + ":./" + path, session.world);
  };
  for (const git::Change& change : *changes) {
    if (!change.after.empty() &&
        (HoldsProfile(change.after, session.world) || was_profile(change.before))) {
      paths.push_back(change.after);
      continue;
    }
    for (const std::string& path : {change.before, change.after}) {
      if (!path.empty()) others.insert(Normal(path));
    }
  }
  if (!others.empty()) {
    const auto tracked = git::TrackedFiles("");
    for (const std::string& path : tracked.value.value_or(std::vector<std::string>{})) {
      const bool known = std::find(paths.begin(), paths.end(), path) != paths.end();
      if (!known && HoldsProfile(path, session.world) &&
          IncludesOneOf(path, others, session.world, includes))
        paths.push_back(path);
    }
    std::sort(paths.begin(), paths.end());
  }
  for (std::string& path : paths) {
    if (path.find_first_of("/.") == std::string::npos)
      path.insert(0, "./");  // a word would be a built-in's name
  }
  return paths;
}

std::vector<std::string> PathsToLint(const std::vector<std::string>& arguments,
                                     const World& world) {
  std::vector<std::string> paths;
  for (const std::string& argument : arguments) {
    if (FindBuiltinProfile(argument) == nullptr && world.files.List(argument)) {
      Walk(argument, world, 0, paths);
    } else {
      paths.push_back(argument);
    }
  }
  // A file that is named beside its directory is one file.
  std::set<std::string> seen;
  std::erase_if(paths, [&](const std::string& path) { return !seen.insert(Normal(path)).second; });
  return paths;
}

}  // namespace polc::cli
