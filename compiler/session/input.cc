#include "compiler/session/input.h"

#include <string_view>
#include <vector>

#include "compiler/base/strings.h"
#include "profiles/builtin.h"

namespace polc {
namespace {

// A profile begins with `{` behind white space (and perhaps a byte order mark); a filter is an array of 8-byte
// instructions. What is neither is read as JSON, whose parser says best what is wrong with a text.
InputKind KindOf(std::string_view content) {
  const size_t begin = content.find_first_not_of(" \t\r\n");
  if (begin == std::string_view::npos || content[begin] == '{') return InputKind::DockerJson;
  // The first instruction of any filter has an opcode below 256, so its second or its first byte is zero.
  const bool instruction_sized = content.size() % 8 == 0 && (content[0] == '\0' || content[1] == '\0');
  return instruction_sized ? InputKind::Bpf : InputKind::DockerJson;
}

Input Added(std::string name, std::string content, Sources& sources) {
  const InputKind kind = KindOf(content);
  const SourceFile& file = sources.Add(name, std::move(content));
  return {std::move(name), kind, file.id};
}

}  // namespace

std::optional<Input> ReadInput(const std::string& argument, const World& world, Sources& sources, DiagnosticSink& diagnostics) {
  if (argument == "-") {
    ReadResult read = world.read_stdin(kMaxInputBytes);
    if (read.text) return Added("<stdin>", std::move(*read.text), sources);
    diagnostics.Error(DiagnosticId::Unreadable, {}, "cannot read standard input: " + read.error);
    return std::nullopt;
  }
  std::string path = argument;
  if (argument.find_first_of("/.") == std::string::npos) {
    const BuiltinProfile* builtin = FindBuiltinProfile(argument);
    path = "./" + argument + ".json";
    if (builtin != nullptr && world.files.Exists(path)) {
      diagnostics.Error(DiagnosticId::AmbiguousProfile, {},
                        "`" + argument + "` is a built-in profile and the file `" + path + "`; write `" + path +
                            "` for the file, or rename it");
      return std::nullopt;
    }
    if (builtin != nullptr) return Added(argument, std::string(builtin->text), sources);
    if (!world.files.Exists(path)) {
      std::vector<std::string_view> names;
      for (const BuiltinProfile& profile : AllBuiltinProfiles()) names.push_back(profile.name);
      diagnostics.Error(DiagnosticId::UnknownProfile, {},
                        "no built-in profile is called `" + argument + "` and there is no file `" + path + "`" +
                            DidYouMean(argument, names));
      return std::nullopt;
    }
  }
  ReadResult read = world.files.Read(path, kMaxInputBytes);
  if (read.text) return Added(argument, std::move(*read.text), sources);
  diagnostics.Error(DiagnosticId::Unreadable, {}, "cannot read `" + path + "`: " + read.error);
  return std::nullopt;
}

}  // namespace polc
