#include "compiler/cli/command.h"
#include "compiler/session/apparmor.h"

namespace polc::cli {
namespace {

struct Options {
  std::vector<std::string> files;
  ContextOptions context;
  IncludeFlags includes;
};

int RunCheck(const Options& options, Io& io) {
  Session session{io.world};
  return Guarded(session, io, [&] {
    const auto context = ResolveContext(options.context, session.diagnostics);
    if (context) {
      for (const std::string& file : options.files) {
        const auto input = ReadInput(file, session.world, session.sources, session.diagnostics);
        if (!input) continue;
        if (input->kind == InputKind::AppArmor) {
          (void)LoadAppArmor(session, *input, ResolveIncludes(options.includes));
        } else {
          Check(session, *input, *context, ResolveIncludes(options.includes));
        }
      }
    }
    return Finish(session, io, {}, kDone);
  });
}

}  // namespace

Command MakeCheck(const CommandLine& program) {
  const auto options = std::make_shared<Options>();
  const CommandLine command =
      program.Subcommand("check", "Read and resolve profiles, and report what is wrong with them");
  command.Operand("FILE", options->files, "Profiles: files, built-in names, - for standard input")
      .Required();
  AddContextOptions(command, options->context);
  AddTargetOptions(command, options->context);
  AddIncludeFlags(command, options->includes);
  return [options](Io& io) { return RunCheck(*options, io); };
}

}  // namespace polc::cli
