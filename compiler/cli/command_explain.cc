#include "compiler/analysis/explain.h"
#include "compiler/analysis/origin.h"
#include "compiler/analysis/regions.h"
#include "compiler/cli/command.h"

namespace polc::cli {
namespace {

struct Options {
  std::string profile;
  std::string format = "text";
  bool full = false;
  bool origin = false;
  ContextOptions context;
};

int RunExplain(const Options& options, Io& io) {
  Session session{io.world};
  return Guarded(session, io, [&] {
    const auto context = ResolveContext(options.context, session.diagnostics);
    if (!context) return Finish(session, io, {}, kFailed);
    const auto loaded = Load(session, options.profile, *context);
    if (!loaded) return Finish(session, io, {}, kFailed);
    if (options.origin) {
      if (!loaded->policy) {
        session.diagnostics.Error(DiagnosticId::BadUsage, {}, "--origin: a raw filter has no rules; give the profile that it was made of");
        return Finish(session, io, {}, kFailed);
      }
      const Arch arch = loaded->arches.front();
      const auto origins = Origins(session.diagram, *loaded->policy, context->environment(), arch);
      return Finish(session, io, {{"", OriginText(origins, *loaded->policy, loaded->default_origin, session.sources, arch)}}, kDone);
    }
    ProfileFacts facts{loaded->input.name};
    if (loaded->policy) {
      facts.names = loaded->name_count;
      facts.otherwise = loaded->policy->otherwise;
    }
    const std::vector<Arch> arches = loaded->arches.empty() ? std::vector<Arch>{context->native} : loaded->arches;
    const Explanation explanation = Explain(session.diagram, loaded->filter, arches);
    const ExplainDetail detail = options.full ? ExplainDetail::Full : ExplainDetail::Concise;
    const std::string text = options.format == "json" ? ExplainJson(explanation, facts) : ExplainText(explanation, facts, detail, io.colour);
    return Finish(session, io, {{"", text}}, kDone);
  });
}

}  // namespace

Command MakeExplain(CLI::App& app) {
  const auto options = std::make_shared<Options>();
  CLI::App* command = app.add_subcommand("explain", "What a filter answers: the default, the conditions, the rest by action");
  command->add_option("PROFILE", options->profile, "A profile or a raw BPF filter")->required();
  command->add_option("-f,--format", options->format, "text or json")->check(CLI::IsMember({"text", "json"}));
  command->add_flag("--full", options->full, "List what gets the default too, and cut nothing");
  command->add_flag("--origin", options->origin, "Which rule decides which calls, and which rules are overridden, on the native ABI");
  AddContextOptions(*command, options->context);
  return {command, [options](Io& io) { return RunExplain(*options, io); }};
}

}  // namespace polc::cli
