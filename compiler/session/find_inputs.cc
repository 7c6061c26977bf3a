#include "compiler/session/find_inputs.h"

#include <algorithm>
#include <filesystem>
#include <set>

#include "compiler/base/revision_path.h"
#include "profiles/builtin.h"

namespace polc {
namespace {

constexpr size_t kMostDepth = 64;
constexpr std::string_view kGit = ".git";

struct Walk {
  const World& world;
  DiagnosticSink& diagnostics;
  std::vector<FoundFile> found;

  void Directory(const std::string& path, const std::vector<std::string>& names, size_t depth) {
    for (const std::string& name : names) {
      if (name == kGit) continue;
      const std::string inner = path + (path.ends_with('/') ? "" : "/") + name;
      if (const auto below = world.files.List(TreePath(inner))) {
        if (std::find(below->begin(), below->end(), kGit) != below->end()) {
          found.push_back({inner, {}, true});
        } else if (depth < kMostDepth) {
          Directory(inner, *below, depth + 1);
        }
      } else if (const auto recognised = ExamineFile(TreePath(inner), world, diagnostics)) {
        found.push_back({inner, *recognised});
      }
    }
  }
};

}  // namespace

std::vector<FoundFile> FilesBelow(const std::string& directory, const World& world,
                                  DiagnosticSink& diagnostics) {
  Walk walk{world, diagnostics, {}};
  if (const auto names = world.files.List(directory)) walk.Directory(directory, *names, 0);
  return std::move(walk.found);
}

std::vector<InputPath> FindInputs(const std::vector<std::string>& arguments, CommandSet command,
                                  const World& world, DiagnosticSink& diagnostics) {
  std::vector<InputPath> inputs;
  for (const std::string& argument : arguments) {
    if (FindBuiltinProfile(argument) != nullptr || !world.files.List(argument)) {
      inputs.push_back({argument});
      continue;
    }
    for (FoundFile& file : FilesBelow(argument, world, diagnostics)) {
      if (!file.is_repository && IsFoundBy(command, file.recognised))
        inputs.push_back({std::move(file.path), true});
    }
  }
  std::set<std::string> seen;
  std::erase_if(inputs, [&](const InputPath& input) {
    return !seen.insert(std::filesystem::path(input.text).lexically_normal().generic_string())
                .second;
  });
  return inputs;
}

std::optional<Recognised> ExamineFile(const std::string& path, const World& world,
                                      DiagnosticSink& diagnostics) {
  const ReadResult read = world.files.Read(path, kMaxInputBytes);
  if (read.text) return Examine(path, *read.text);
  if (!read.too_long && world.files.Exists(path))
    diagnostics.Error(DiagnosticId::Unreadable, {}, "cannot read `{}`: {}", path, read.error);
  return std::nullopt;
}

}  // namespace polc
