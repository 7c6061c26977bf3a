#include "compiler/session/input.h"

#include <string_view>
#include <vector>

#include "compiler/base/revision_path.h"
#include "compiler/base/strings.h"
#include "profiles/builtin.h"

namespace polc {
namespace {

Input Added(std::string name, std::string path, std::string content, Sources& sources) {
  const InputKind kind = KindOf(path, content);
  // A file that was read before is the same source, so that its mistakes are at the same places.
  const SourceFile* known = sources.Find(name);
  const SourceFile& file =
      known != nullptr && known->text == content ? *known : sources.Add(name, std::move(content));
  return {std::move(name), kind, std::move(path), "", file.id};
}

}  // namespace

std::optional<Input> ReadInput(const std::string& written, const World& world, Sources& sources,
                               DiagnosticSink& diagnostics) {
  // FILE#POLICY, unless there is a file of the whole name.
  const size_t hash = world.files.Exists(written) ? std::string::npos : written.rfind('#');
  const std::string argument = written.substr(0, hash);
  const auto added = [&](std::string path, std::string content) {
    Input input =
        Added(argument == "-" ? "<stdin>" : argument, std::move(path), std::move(content), sources);
    if (hash != std::string::npos) input.policy = written.substr(hash + 1);
    return input;
  };
  if (argument == "-") {
    if (sources.Find("<stdin>") != nullptr) {
      diagnostics.Error(DiagnosticId::BadUsage, {},
                        "`-` is given twice; standard input can be read only once, so name a file");
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
                        "`" + argument + "` is a built-in profile and the file `" + path +
                            "`; write `" + path + "` for the file, or rename it");
      return std::nullopt;
    }
    if (builtin != nullptr) return added("<" + argument + ">", std::string(builtin->text));
    if (!world.files.Exists(path)) {
      const std::string here =
          world.files.Exists(argument) ? "; the file of that name is `./" + argument + "`" : "";
      std::vector<std::string_view> names;
      for (const BuiltinProfile& profile : AllBuiltinProfiles()) names.push_back(profile.name);
      diagnostics.Error(DiagnosticId::UnknownProfile, {},
                        "no built-in profile is called `" + argument + "` and there is no file `" +
                            path + "`" + (here.empty() ? DidYouMean(argument, names) : here));
      return std::nullopt;
    }
  }
  auto input = ReadFile(path, argument, world, sources, diagnostics);
  if (input && hash != std::string::npos) input->policy = written.substr(hash + 1);
  return input;
}

std::optional<Input> ReadFile(const std::string& path, const std::string& name, const World& world,
                              Sources& sources, DiagnosticSink& diagnostics) {
  ReadResult read = world.files.Read(path, kMaxInputBytes);
  if (read.text) return Added(name, path, std::move(*read.text), sources);
  diagnostics.Error(DiagnosticId::Unreadable, {}, "cannot read `{}`: {}", name, read.error);
  return std::nullopt;
}

std::optional<Input> ReadInput(const InputPath& path, const World& world, Sources& sources,
                               DiagnosticSink& diagnostics) {
  return path.is_found ? ReadFile(TreePath(path.text), path.text, world, sources, diagnostics)
                       : ReadInput(path.text, world, sources, diagnostics);
}

void Refuse(const Input& input, DiagnosticSink& diagnostics) {
  const KindTraits& kind = TraitsOf(input.kind);
  diagnostics.Error(DiagnosticId::WrongReference, {}, "`{}` is {}{}", input.name, kind.what,
                    kind.otherwise);
}

}  // namespace polc
