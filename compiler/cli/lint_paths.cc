#include "compiler/cli/lint_paths.h"

#include "compiler/lint/daemon.h"
#include "compiler/session/input_kind.h"

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
  if (named) return text.find("\"defaultAction\"") != std::string::npos || lint::IsDaemonJson(path, text);
  if (path.ends_with(".polc")) return true;
  const size_t dot = path.find_last_of("./");
  const bool plain = dot == std::string::npos || path[dot] == '/';
  return plain && Recognise(text) == InputKind::AppArmor && text.find("profile ") != std::string::npos && text.find('{') != std::string::npos;
}

void Walk(const std::string& path, const World& world, size_t depth, std::vector<std::string>& out) {
  const auto names = world.files.List(path);
  if (!names) {
    if (HoldsProfile(path, world)) out.push_back(path);
    return;
  }
  if (depth == kMostDepth) return;
  for (const std::string& name : *names) {
    if (!name.starts_with('.')) Walk(path + (path.ends_with('/') ? "" : "/") + name, world, depth + 1, out);
  }
}

}  // namespace

std::vector<std::string> PathsToLint(const std::vector<std::string>& arguments, const World& world) {
  std::vector<std::string> paths;
  for (const std::string& argument : arguments) {
    const bool is_word = argument.find_first_of("/.") == std::string::npos;
    if (!is_word && world.files.List(argument)) {
      Walk(argument, world, 0, paths);
    } else {
      paths.push_back(argument);
    }
  }
  return paths;
}

}  // namespace polc::cli
