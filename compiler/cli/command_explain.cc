#include "compiler/analysis/cost.h"
#include "compiler/analysis/explain.h"
#include "compiler/analysis/origin.h"
#include "compiler/analysis/regions.h"
#include "compiler/apparmor/summary.h"
#include "compiler/cli/codegen_options.h"
#include "compiler/cli/command.h"
#include "compiler/session/apparmor.h"
#include "compiler/session/input_name.h"

namespace polc::cli {
namespace {

struct ExplainOptions {
  std::string profile;
  std::string format = "text";
  bool full = false;
  bool origin = false;
  bool cost = false;
  CodegenFlags codegen;
  ContextOptions context;
  IncludeFlags includes;
};

// Of the program that is there, or of the one that `compile` would make.
std::optional<std::string> ExplainCost(const ExplainOptions& options, Session& session,
                                       const LoadedFilter& loaded, std::span<const Arch> arches) {
  CallCounts counts;
  const auto compile_options = ResolveCodegen(options.codegen, session, counts);
  if (!compile_options) return std::nullopt;
  const auto program =
      loaded.program ? loaded.program : CompileProved(session, loaded, *compile_options);
  if (!program) return std::nullopt;
  return CostText(CostOf(session.diagram, loaded.filter, *program, arches, compile_options->mix),
                  FullName(loaded.input));
}

// Nothing of what a filter has: no ABIs, no program.
std::optional<std::string> ExplainAppArmor(const ExplainOptions& options, Session& session,
                                           const Input& input) {
  if (options.origin || options.cost) {
    session.diagnostics.Error(
        DiagnosticId::BadUsage, {},
        std::string(options.origin ? "--origin" : "--cost") + ": `" + input.name +
            "` is an AppArmor profile, which makes no filter of system calls");
    return std::nullopt;
  }
  const aa::Resolved resolved = LoadAppArmor(session, input, ResolveIncludes(options.includes));
  if (session.diagnostics.has_failures()) return std::nullopt;
  const aa::Summary summary = aa::Summarise(resolved, input.name, session.sources);
  if (options.format == "json") return aa::SummaryJson(summary);
  return aa::SummaryText(summary,
                         options.full ? aa::SummaryDetail::Full : aa::SummaryDetail::Concise);
}

int RunExplain(const ExplainOptions& options, Io& io) {
  Session session{io.world};
  return Guarded(session, io, [&] {
    const auto context = ResolveContext(options.context, session.diagnostics);
    if (!context) return Finish(session, io, {}, kFailed);
    const auto input =
        ReadInput(options.profile, session.world, session.sources, session.diagnostics);
    if (!input) return Finish(session, io, {}, kFailed);
    if (IsAppArmor(input->kind)) {
      const auto text = ExplainAppArmor(options, session, *input);
      return Finish(session, io, {{"", text.value_or("")}}, kDone);
    }
    const auto loaded = Load(session, *input, *context);
    if (!loaded) return Finish(session, io, {}, kFailed);
    if (options.origin) {
      if (!loaded->policy) {
        session.diagnostics.Error(
            DiagnosticId::BadUsage, {},
            "--origin: a raw filter has no rules; give the profile that it was made of");
        return Finish(session, io, {}, kFailed);
      }
      const Arch arch = loaded->arches.front();
      const auto origins = Origins(session.diagram, *loaded->policy, context->environment(), arch);
      return Finish(session, io,
                    {{"", OriginText(origins, *loaded->policy, loaded->default_origin,
                                     session.sources, arch)}},
                    kDone);
    }
    ProfileFacts facts{FullName(loaded->input)};
    facts.stub = loaded->stub;
    if (loaded->policy) {
      facts.names = loaded->name_count;
      facts.otherwise = loaded->policy->otherwise;
    }
    const std::vector<Arch> arches =
        loaded->arches.empty() ? std::vector<Arch>{context->native} : loaded->arches;
    if (options.cost) {
      const auto text = ExplainCost(options, session, *loaded, arches);
      return Finish(session, io, {{"", text.value_or("")}}, kDone);
    }
    const Explanation explanation = Explain(session.diagram, loaded->filter, arches);
    const ExplainDetail detail = options.full ? ExplainDetail::Full : ExplainDetail::Concise;
    const std::string text = options.format == "json"
                                 ? ExplainJson(explanation, facts)
                                 : ExplainText(explanation, facts, detail, io.colour);
    return Finish(session, io, {{"", text}}, kDone);
  });
}

}  // namespace

Command MakeExplain(const CommandLine& program) {
  const auto options = std::make_shared<ExplainOptions>();
  const CommandLine command = program.Subcommand(
      "explain", "What a filter answers: the default, the conditions, the rest by action");
  command.Operand("PROFILE", options->profile, "A profile, of AppArmor too, or a raw BPF filter")
      .Required();
  const Argument format =
      command.Option("-f,--format", options->format, "text or json").OneOf({"text", "json"});
  command.Flag(
      "--full", options->full,
      "List what gets the default too, and cut nothing; of AppArmor, also the rules of included files");
  command.Flag("--origin", options->origin,
               "Which rule decides which calls, and which rules are overridden, on the native ABI");
  command
      .Flag("--cost", options->cost,
            "What the program costs: its size, the paths of calls, and what the kernel caches")
      .Excludes(format);
  AddCodegenOptions(command, options->codegen);
  AddContextOptions(command, options->context);
  AddTargetOptions(command, options->context);
  AddIncludeFlags(command, options->includes);
  return [options](Io& io) { return RunExplain(*options, io); };
}

}  // namespace polc::cli
