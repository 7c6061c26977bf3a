#include "compiler/bpf/verify.h"
#include "compiler/cli/command.h"
#include "compiler/session/compile.h"

namespace polc::cli {
namespace {

struct VerifyOptions {
  std::string first, second;
  bool quiet = false;
  ContextOptions context;
};

int RunVerify(const VerifyOptions& options, Io& io) {
  Session session{io.world};
  return Guarded(session, io, [&] {
    const auto context = ResolveContext(options.context, session.diagnostics);
    if (!context) return Finish(session, io, {}, kFailed);
    const auto first = Load(session, options.first, *context);
    const auto second = Load(session, options.second, *context);
    if (!first || !second) return Finish(session, io, {}, kFailed);
    const auto difference = bpf::FindDifference(session.diagram, first->filter, second->filter);
    if (!difference)
      return Finish(
          session, io,
          {{"",
            options.quiet ? "" : "equal: every architecture, syscall number and argument value\n"}},
          kDone);
    const std::string text = "different: " + DescribeCall(difference->call) + "\n  " +
                             options.first + ": " + Describe(difference->first) + "\n  " +
                             options.second + ": " + Describe(difference->second) + "\n";
    return Finish(session, io, {{"", options.quiet ? "" : text}}, kFindings);
  });
}

}  // namespace

Command MakeVerify(const CommandLine& program) {
  const auto options = std::make_shared<VerifyOptions>();
  const CommandLine command = program.Subcommand(
      "verify", "Are two filters equal? If not, a call that they answer differently");
  command.Operand("A", options->first, "A profile or a raw BPF filter").Required();
  command.Operand("B", options->second, "Another").Required();
  command.Flag("-q,--quiet", options->quiet, "Say nothing: 0 if they are equal, 1 if not");
  AddContextOptions(command, options->context);
  AddTargetOptions(command, options->context);
  return [options](Io& io) { return RunVerify(*options, io); };
}

}  // namespace polc::cli
