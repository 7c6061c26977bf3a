#include "compiler/base/strings.h"
#include "compiler/cli/command.h"
#include "compiler/session/find_inputs.h"

namespace polc::cli {
namespace {

struct CheckOptions {
  std::vector<std::string> files;
  ContextOptions context;
  IncludeFlags includes;
  bool kinds = false;
};

// What each file was taken for. Of what only its first words say, and is passed over in a
// directory, the kind has a `?`.
std::string KindLine(const std::string& path, std::string_view kind, bool certain) {
  return StrFormat("{:<18}{}\n", std::string(kind) + (certain ? "" : "?"), Printable(path));
}

int ListKinds(const CheckOptions& options, Session& session, Io& io) {
  std::string text;
  for (const std::string& argument : options.files) {
    if (io.world.files.List(argument)) {
      for (const FoundFile& file : FilesBelow(argument, io.world, session.diagnostics))
        text += file.is_repository ? KindLine(file.path, "repository", true)
                                   : KindLine(file.path, TraitsOf(file.recognised.kind).id,
                                              file.recognised.certain);
    } else if (const auto input =
                   ReadInput(argument, session.world, session.sources, session.diagnostics)) {
      const Recognised recognised = Examine(input->path, session.sources.Get(input->source).text);
      text += KindLine(argument, TraitsOf(recognised.kind).id, recognised.certain);
    }
  }
  return Finish(session, io, {{"", text}}, kDone);
}

int RunCheck(const CheckOptions& options, Io& io) {
  Session session{io.world};
  return Guarded(session, io, [&] {
    if (options.kinds) return ListKinds(options, session, io);
    const auto context = ResolveContext(options.context, session.diagnostics);
    if (context) {
      for (const InputPath& file :
           FindInputs(options.files, kCheck, session.world, session.diagnostics)) {
        const auto input = ReadInput(file, session.world, session.sources, session.diagnostics);
        if (input) Check(session, *input, *context, ResolveIncludes(options.includes));
      }
    }
    return Finish(session, io, {}, kDone);
  });
}

}  // namespace

Command MakeCheck(const CommandLine& program) {
  const auto options = std::make_shared<CheckOptions>();
  const CommandLine command =
      program.Subcommand("check", "Read and resolve profiles, and report what is wrong with them");
  command
      .Operand("PATH", options->files,
               "Profiles, directories of them, built-in names, - for standard input")
      .Required();
  command.Flag(
      "--kinds", options->kinds,
      "Read nothing further; say of each file, also below directories, what it was taken for");
  AddContextOptions(command, options->context);
  AddTargetOptions(command, options->context);
  AddIncludeFlags(command, options->includes);
  return [options](Io& io) { return RunCheck(*options, io); };
}

}  // namespace polc::cli
