#include "compiler/session/input.h"

#include <algorithm>
#include <string_view>
#include <vector>

#include "compiler/base/strings.h"
#include "profiles/builtin.h"

namespace polc {
namespace {

// The first word of a text behind white space and comments: letters, digits and `_`.
std::string_view FirstWord(std::string_view content) {
  size_t at = 0;
  while (true) {
    at = content.find_first_not_of(" \t\r\n;", at);
    if (at == std::string_view::npos) return {};
    if (content[at] != '#') break;
    at = std::min(content.find('\n', at), content.size());
  }
  const std::string_view rest = content.substr(at);
  return rest.substr(0, std::min(rest.find_first_not_of("abcdefghijklmnopqrstuvwxyz_"), rest.size()));
}

bool BeginsPolicy(std::string_view content) {
  static constexpr std::string_view kWords[] = {"allow", "deny", "errno", "include", "kill_process", "kill_thread", "let", "log",
                                                "notify", "policy", "set", "test", "trace", "trap", "when"};
  const std::string_view word = FirstWord(content);
  return std::find(std::begin(kWords), std::end(kWords), word) != std::end(kWords);
}

Input Added(std::string name, std::string path, std::string content, Sources& sources) {
  InputKind kind = KindOf(content);
  // A wrong first word, or nothing at all: what it was meant to be only its name can tell.
  if (kind == InputKind::DockerJson && path.ends_with(".polc") && content.find_first_not_of(" \t\r\n") != content.find('{')) kind = InputKind::Policy;
  if (path.ends_with(".polc") && FirstWord(content).empty() && content.find('{') == std::string::npos) kind = InputKind::Policy;
  const SourceFile& file = sources.Add(name, std::move(content));
  return {std::move(name), kind, std::move(path), "", file.id};
}

}  // namespace

// A profile begins with `{` behind white space (and perhaps a byte order mark), a policy with one of its words; a filter is
// an array of 8-byte instructions, or the piece of one. What is none of these is read as JSON, whose parser says best what is wrong with a text.
InputKind KindOf(std::string_view content) {
  const size_t begin = content.find_first_not_of(" \t\r\n");
  if (begin == std::string_view::npos || content[begin] == '{') return InputKind::DockerJson;
  if (BeginsPolicy(content)) return InputKind::Policy;
  // The first instruction of any filter has an opcode below 256, so its second or its first byte is zero.
  const bool instruction = content[0] == '\0' || (content.size() > 1 && content[1] == '\0');
  return instruction ? InputKind::Bpf : InputKind::DockerJson;
}

std::optional<Input> ReadInput(const std::string& written, const World& world, Sources& sources, DiagnosticSink& diagnostics) {
  // FILE#POLICY, unless there is a file of the whole name.
  const size_t hash = world.files.Exists(written) ? std::string::npos : written.rfind('#');
  const std::string argument = written.substr(0, hash);
  const auto added = [&](std::string path, std::string content) {
    Input input = Added(argument == "-" ? "<stdin>" : argument, std::move(path), std::move(content), sources);
    if (hash != std::string::npos) input.policy = written.substr(hash + 1);
    return input;
  };
  if (argument == "-") {
    if (sources.Find("<stdin>") != nullptr) {
      diagnostics.Error(DiagnosticId::BadUsage, {}, "`-` is given twice; standard input can be read only once, so name a file");
      return std::nullopt;
    }
    ReadResult read = world.read_stdin(kMaxInputBytes);
    if (read.text) return added("<stdin>", std::move(*read.text));
    diagnostics.Error(DiagnosticId::Unreadable, {}, "cannot read standard input: " + read.error);
    return std::nullopt;
  }
  std::string path = argument;
  if (argument.find_first_of("/.") == std::string::npos) {
    const BuiltinProfile* builtin = FindBuiltinProfile(argument);
    path = "./" + argument + (world.files.Exists("./" + argument + ".polc") ? ".polc" : ".json");
    if (builtin != nullptr && world.files.Exists(path)) {
      diagnostics.Error(DiagnosticId::AmbiguousProfile, {},
                        "`" + argument + "` is a built-in profile and the file `" + path + "`; write `" + path +
                            "` for the file, or rename it");
      return std::nullopt;
    }
    if (builtin != nullptr) return added("<" + argument + ">", std::string(builtin->text));
    if (!world.files.Exists(path)) {
      const std::string here = world.files.Exists(argument) ? "; the file of that name is `./" + argument + "`" : "";
      std::vector<std::string_view> names;
      for (const BuiltinProfile& profile : AllBuiltinProfiles()) names.push_back(profile.name);
      diagnostics.Error(DiagnosticId::UnknownProfile, {},
                        "no built-in profile is called `" + argument + "` and there is no file `" + path + "`" +
                            (here.empty() ? DidYouMean(argument, names) : here));
      return std::nullopt;
    }
  }
  ReadResult read = world.files.Read(path, kMaxInputBytes);
  if (read.text) return added(path, std::move(*read.text));
  diagnostics.Error(DiagnosticId::Unreadable, {}, "cannot read `" + path + "`: " + read.error);
  return std::nullopt;
}

}  // namespace polc
