#include <algorithm>

#include "compiler/analysis/diff_render.h"
#include "compiler/base/strings.h"
#include "compiler/cli/command.h"

namespace polc::cli {
namespace {

constexpr std::string_view kFormats[] = {"json", "markdown", "text"};
constexpr std::string_view kChanges[] = {"changed", "loosened", "tightened"};

struct Options {
  std::string before, after;
  std::vector<std::string> formats;
  bool summary = false;
  bool full = false;
  bool exit_code = false;
  std::string fail_on;
  ContextOptions context;
};

ProfileFacts FactsOf(const LoadedFilter& loaded) {
  ProfileFacts facts{loaded.input.name};
  if (!loaded.policy) return facts;
  facts.names = loaded.name_count;
  facts.otherwise = loaded.policy->otherwise;
  return facts;
}

// Whether one of the gates that were set is tripped.
bool Tripped(const Options& options, const DiffReport& report) {
  if (options.exit_code && report.verdict != DiffVerdict::Equal) return true;
  if (options.fail_on.empty()) return false;
  for (const std::string_view change : Split(options.fail_on, ',')) {
    if (change == "loosened" && report.loosened()) return true;
    if (change == "tightened" && report.tightened()) return true;
    if (change == "changed" && report.has_changed) return true;
  }
  return false;
}

void CheckWords(const Options& options, DiagnosticSink& diagnostics) {
  const auto check = [&](std::string_view word, std::span<const std::string_view> known, std::string_view option) {
    if (std::find(known.begin(), known.end(), word) != known.end()) return;
    diagnostics.Error(DiagnosticId::BadUsage, {}, std::string(option) + ": `" + std::string(word) + "` is none of " +
                      Join(std::vector<std::string>(known.begin(), known.end()), ", ") + DidYouMean(word, known));
  };
  for (const std::string& format : options.formats) check(ParseNamedOutput(format).name, kFormats, "--format");
  if (!options.fail_on.empty()) {
    for (const std::string_view change : Split(options.fail_on, ',')) check(change, kChanges, "--fail-on");
  }
}

int RunDiff(const Options& options, Io& io) {
  Session session{io.world};
  return Guarded(session, io, [&] {
    const auto context = ResolveContext(options.context, session.diagnostics);
    CheckWords(options, session.diagnostics);
    if (!context || session.diagnostics.has_errors()) return Finish(session, io, {}, kFailed);
    std::vector<PendingOutput> outputs;
    const std::vector<std::string> formats = options.formats.empty() ? std::vector<std::string>{"text"} : options.formats;
    for (const std::string& format : formats) outputs.push_back({ParseNamedOutput(format).file, ""});
    CheckOutputs(session.world, outputs, std::vector{options.before, options.after}, session.diagnostics);
    if (session.diagnostics.has_errors()) return Finish(session, io, outputs, kFailed);
    const auto before = Load(session, options.before, *context);
    const auto after = Load(session, options.after, *context);
    if (!before || !after) return Finish(session, io, {}, kFailed);
    const std::vector<Arch> arches = ArchesToCompare(session.diagram, before->filter, after->filter, context->native);
    const DiffReport report = Diff(session.diagram, before->filter, after->filter, arches);
    const ProfileFacts old_facts = FactsOf(*before), new_facts = FactsOf(*after);
    const DiffDetail detail = options.summary ? DiffDetail::Summary : options.full ? DiffDetail::Full : DiffDetail::Concise;
    for (size_t i = 0; i < formats.size(); ++i) {
      const std::string name = ParseNamedOutput(formats[i]).name;
      const Colour colour = outputs[i].file.empty() ? io.colour : Colour::Off;
      outputs[i].content = name == "json"       ? DiffJson(report, old_facts, new_facts)
                           : name == "markdown" ? DiffMarkdown(report, old_facts, new_facts)
                                                : DiffText(report, old_facts, new_facts, detail, colour);
    }
    return Finish(session, io, std::move(outputs), Tripped(options, report) ? kFindings : kDone);
  });
}

}  // namespace

Command MakeDiff(CLI::App& app) {
  const auto options = std::make_shared<Options>();
  CLI::App* command = app.add_subcommand("diff", "What a change to a profile means: every call whose answer differs");
  command->add_option("OLD", options->before, "A profile or a raw BPF filter")->required();
  command->add_option("NEW", options->after, "The one that replaces it")->required();
  command->add_option("-f,--format", options->formats, "text (default), json or markdown; repeatable, each with its file")
      ->type_name("FORMAT[:FILE]")
      ->allow_extra_args(false);
  CLI::Option* summary = command->add_flag("--summary", options->summary, "One line");
  command->add_flag("--full", options->full, "A line for every syscall, nothing cut")->excludes(summary);
  command->add_flag("--exit-code", options->exit_code, "Exit 1 if the two differ at all");
  command->add_option("--fail-on", options->fail_on, "Exit 1 on these: loosened, tightened, changed")->type_name("LIST");
  AddContextOptions(*command, options->context);
  return {command, [options](Io& io) { return RunDiff(*options, io); }};
}

}  // namespace polc::cli
