#include <algorithm>

#include "compiler/base/strings.h"
#include "compiler/cli/command.h"
#include "compiler/cli/include_flags.h"
#include "compiler/cli/lint_paths.h"
#include "compiler/cli/text_diff.h"
#include "compiler/lint/fix.h"
#include "compiler/lint/lint.h"

namespace polc::cli {
namespace {

struct Options {
  std::vector<std::string> paths;
  std::string select, ignore;
  std::string severity = "note";
  std::string fail_on = "note";
  std::string format = "text";
  bool fix = false, unsafe_fixes = false, diff = false;
  ContextOptions context;
  IncludeFlags includes;
};

const std::vector<std::string> kSeverities = {"note", "warning", "error"};

Severity SeverityOf(const std::string& name) {
  return name == "error" ? Severity::Error : name == "warning" ? Severity::Warning : Severity::Note;
}

// What all inputs together had.
struct Totals {
  size_t inputs = 0, failed = 0, dropped = 0;
  size_t by_severity[3] = {};
  bool tripped = false;
};

std::string CountLine(const Totals& totals) {
  std::string counts;
  for (const Severity severity : {Severity::Error, Severity::Warning, Severity::Note}) {
    const size_t count = totals.by_severity[static_cast<size_t>(severity)];
    if (count == 0) continue;
    counts += (counts.empty() ? "" : ", ") + std::to_string(count) + " " + std::string(NameOf(severity)) + (count == 1 ? "" : "s");
  }
  if (counts.empty()) return "";
  if (totals.dropped != 0) counts += " (" + std::to_string(totals.dropped) + " more not shown)";
  return counts + " in " + std::to_string(totals.inputs) + (totals.inputs == 1 ? " file\n" : " files\n");
}

// Mends the file, or shows what would be mended; what is linted then is the text that came out.
void FixInput(Session& session, Input& input, const Options& options, const lint::LintOptions& lint_options, Io& io) {
  const bool is_file = io.world.files.Exists(input.path);
  if ((!options.fix && !options.diff) || !is_file) return;
  const auto fixed = lint::ApplyFixes(session, input, lint_options, options.unsafe_fixes ? lint::FixScope::AlsoUnsafe : lint::FixScope::SafeOnly);
  if (!fixed || fixed->edits == 0) return;
  if (options.diff) {
    io.out += TextDiff(input.name, session.sources.Get(input.source).text, fixed->text);
    return;
  }
  const NewFile file{input.path, fixed->text};
  if (const auto failure = io.world.files.Write({&file, 1})) {
    session.diagnostics.Error(DiagnosticId::Unwritable, {}, "cannot write `" + failure->path + "`: " + failure->reason);
    return;
  }
  input.source = session.sources.Add(input.name, fixed->text).id;
}

void LintOne(const std::string& path, const Options& options, const lint::LintOptions& lint_options, Io& io, Totals& totals) {
  Session session{io.world};
  ++totals.inputs;
  lint::Linted linted;
  const int status = Guarded(session, io, [&] {
    if (auto input = ReadInput(path, session.world, session.sources, session.diagnostics)) {
      FixInput(session, *input, options, lint_options, io);
      if (session.diagnostics.has_errors()) return Finish(session, io, {}, kDone);
      linted = lint::Lint(session, *input, lint_options);
    }
    return Finish(session, io, {}, kDone);
  });
  if (status == kFailed) ++totals.failed;
  totals.dropped += linted.dropped;
  for (const report::Finding& finding : linted.findings) {
    const Severity severity = finding.diagnostic.severity;
    ++totals.by_severity[static_cast<size_t>(severity)];
    totals.tripped = totals.tripped || severity >= SeverityOf(options.fail_on);
    io.out += options.format == "concise" ? RenderConcise(finding.diagnostic, finding.rule->id, session.sources)
                                          : RenderText(finding.diagnostic, finding.rule->id, session.sources, io.colour);
  }
}

int RunLint(const Options& options, Io& io) {
  Session session{io.world};
  const auto context = ResolveContext(options.context, session.diagnostics);
  const lint::LintOptions lint_options{
      context.value_or(DockerContext{}), ResolveIncludes(options.includes),
      lint::Selection::Parse(options.select, options.ignore, SeverityOf(options.severity), session.diagnostics)};
  if (session.diagnostics.has_errors()) return Finish(session, io, {}, kFailed);
  Totals totals;
  for (const std::string& path : PathsToLint(options.paths, io.world)) LintOne(path, options, lint_options, io, totals);
  if (options.format == "text") io.out += CountLine(totals);
  return totals.failed != 0 ? kFailed : totals.tripped ? kFindings : kDone;
}

}  // namespace

Command MakeLint(CLI::App& app) {
  const auto options = std::make_shared<Options>();
  CLI::App* command = app.add_subcommand("lint", "Find what is wrong, dangerous or dead in profiles");
  command->add_option("PATH", options->paths, "Profiles, built-in names, directories, - for standard input")->required();
  command->add_option("--select", options->select, "Only these rules and categories")->type_name("LIST");
  command->add_option("--ignore", options->ignore, "Not these rules and categories")->type_name("LIST");
  command->add_option("--severity", options->severity, "Show findings from this severity on: note, warning, error")->check(CLI::IsMember(kSeverities))->type_name("MIN");
  command->add_option("--fail-on", options->fail_on, "Exit with 1 for findings from this severity on")->check(CLI::IsMember(kSeverities))->type_name("MIN");
  command->add_option("-f,--format", options->format, "text or concise")->check(CLI::IsMember({"text", "concise"}));
  command->add_flag("--fix", options->fix, "Mend what can be mended without changing the meaning");
  command->add_flag("--unsafe-fixes", options->unsafe_fixes, "With --fix or --diff: also what may change it");
  command->add_flag("--diff", options->diff, "Show what --fix would do, and change nothing");
  AddContextOptions(*command, options->context);
  AddIncludeFlags(*command, options->includes);
  return {command, [options](Io& io) { return RunLint(*options, io); }};
}

}  // namespace polc::cli
