#include "compiler/analysis/why.h"
#include "compiler/cli/command.h"
#include "compiler/session/compile.h"

namespace polc::cli {
namespace {

struct QueryOptions {
  std::string profile, syscall;
  std::vector<std::string> arguments;
  std::string format = "text";
  bool why = false;
  bool quiet = false;
  ContextOptions context;
};

std::string StubReason(const StubLimit& limit) {
  return "  newer than " + std::string(limit.name) + ", the newest call on " +
         std::string(TraitsOf(limit.arch).name) +
         " that the profile names: runc's stub before the filter\n";
}

// The answer, ABI by ABI, each followed by its reasons.
std::optional<std::string> WithReasons(Session& session, const LoadedFilter& loaded,
                                       const DockerContext& context,
                                       const std::vector<QueryAnswer>& answers,
                                       std::optional<Verdict> implied, Colour colour) {
  const std::optional<bpf::Program> program =
      loaded.program ? loaded.program : CompileProved(session, loaded, {});
  if (!program) return std::nullopt;
  std::string text;
  for (const QueryAnswer& answer : answers) {
    text += QueryText(std::span(&answer, 1), implied, colour);
    if (!answer.nr) continue;
    if (loaded.policy) {
      if (const StubLimit* limit = StubFor(loaded.stub, answer.arch, *answer.nr)) {
        text += StubReason(*limit) + PathText(*program, EndianOf(loaded.arches), answer);
        continue;
      }
      const Reasons reasons = Why(session.diagram, *loaded.policy, context.environment(), answer);
      text += WhyText(reasons, answer, session.sources, loaded.default_origin);
    }
    text += PathText(*program, EndianOf(loaded.arches), answer);
  }
  return text;
}

int RunQuery(const QueryOptions& options, Io& io) {
  Session session{io.world};
  return Guarded(session, io, [&] {
    const auto context = ResolveContext(options.context, session.diagnostics);
    if (!context) return Finish(session, io, {}, kFailed);
    const auto loaded = Load(session, options.profile, *context);
    if (!loaded) return Finish(session, io, {}, kFailed);
    const std::vector<Arch> arches =
        loaded->arches.empty() ? std::vector<Arch>{context->native} : loaded->arches;
    const auto answers = Query(session.diagram, loaded->filter, arches, options.syscall,
                               options.arguments, session.diagnostics);
    if (!answers) return Finish(session, io, {}, kFailed);
    const int status = options.quiet && !AlwaysAllowed(*answers) ? kFindings : kDone;
    if (options.quiet) return Finish(session, io, {}, status);
    if (options.format == "json")
      return Finish(session, io, {{"", QueryJson(options.syscall, *answers)}}, status);
    const std::optional<Verdict> implied =
        loaded->policy ? std::optional(loaded->policy->otherwise) : std::nullopt;
    std::optional<std::string> text = QueryText(*answers, implied, io.colour);
    if (options.why) text = WithReasons(session, *loaded, *context, *answers, implied, io.colour);
    return Finish(session, io, {{"", text.value_or("")}}, status);
  });
}

}  // namespace

Command MakeQuery(const CommandLine& program) {
  const auto options = std::make_shared<QueryOptions>();
  const CommandLine command =
      program.Subcommand("query", "What a filter answers to one call, on every ABI it is for");
  command.Operand("PROFILE", options->profile, "A profile or a raw BPF filter").Required();
  command.Operand("SYSCALL", options->syscall, "Its name or number").Required();
  command.Operand("ARG=VALUE", options->arguments,
                  "What is known of the arguments: family=40, a1=0x10");
  command.Flag("--why", options->why,
               "The rules that decide, with their places, and the way through the BPF program");
  command.Flag("-q,--quiet", options->quiet,
               "Say nothing: 0 if every such call is allowed, 1 if not");
  command.Option("-f,--format", options->format, "text or json").OneOf({"text", "json"});
  AddContextOptions(command, options->context);
  AddTargetOptions(command, options->context);
  return [options](Io& io) { return RunQuery(*options, io); };
}

}  // namespace polc::cli
