#include <algorithm>
#include <thread>
#include <utility>

#include "compiler/base/in_order.h"
#include "compiler/base/strings.h"
#include "compiler/cli/command.h"
#include "compiler/cli/lint_report.h"
#include "compiler/cli/repetitions.h"
#include "compiler/lint/baseline.h"
#include "compiler/lint/config.h"
#include "compiler/lint/fix.h"
#include "compiler/lint/lint.h"
#include "compiler/report/text_diff.h"
#include "compiler/session/changed_files.h"

namespace polc::cli {
namespace {

struct LintCommandOptions {
  std::vector<std::string> paths;
  std::vector<std::string> formats;
  bool changed = false;
  std::string since = "HEAD";
  bool fix = false, unsafe_fixes = false, diff = false;
  std::string baseline, write_baseline;
  lint::LintFlags flags;
};

constexpr size_t kMostThreads = 16;

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
    counts += (counts.empty() ? "" : ", ") + std::to_string(count) + " " +
              std::string(NameOf(severity)) + (count == 1 ? "" : "s");
  }
  if (counts.empty()) return "";
  if (totals.dropped != 0) counts += " (" + std::to_string(totals.dropped) + " more not shown)";
  return counts + " in " + std::to_string(totals.inputs) +
         (totals.inputs == 1 ? " file\n" : " files\n");
}

std::string BaselineLine(const lint::Baseline& baseline) {
  if (baseline.passed_over() == 0) return "";
  const size_t gone = baseline.gone();
  return std::to_string(baseline.passed_over()) + " in the baseline" +
         (gone == 0 ? "\n"
                    : ", which has " + std::to_string(gone) +
                          " more that are gone: write it again with --write-baseline\n");
}

// Mends the file, or shows what would be mended; what is linted then is the text that came out.
void FixInput(Session& session, Input& input, const LintCommandOptions& options,
              const lint::LintOptions& lint_options, Io& io) {
  const bool is_file = io.world.files.Exists(input.path);
  if ((!options.fix && !options.diff) || !is_file) return;
  const auto fixed = lint::ApplyFixes(
      session, input, lint_options,
      options.unsafe_fixes ? lint::FixScope::AlsoUnsafe : lint::FixScope::SafeOnly);
  if (!fixed || fixed->edits == 0) return;
  if (options.diff) {
    io.out += report::TextDiff(input.name, session.sources.Get(input.source).text, fixed->text);
    return;
  }
  const NewFile file{input.path, fixed->text};
  if (const auto failure = io.world.files.Write({&file, 1})) {
    session.diagnostics.Error(DiagnosticId::Unwritable, {},
                              "cannot write `" + failure->path + "`: " + failure->reason);
    return;
  }
  input.source = session.sources.Add(input.name, fixed->text).id;
}

// What came of one input. The findings point into the session's texts.
struct LintedInput {
  std::string path;
  std::unique_ptr<Session> session;
  lint::Linted linted;
  bool has_failed = false;
  std::string out, err;
};

LintedInput LintOne(const InputPath& path, const LintCommandOptions& options,
                    const lint::LintOptions& lint_options, const Io& io) {
  LintedInput result{path.text, std::unique_ptr<Session>(new Session{io.world}), {}, false, "",
                     ""};  // make_unique would move it
  Session& session = *result.session;
  Io own{io.world};  // other inputs speak at the same time
  own.colour = io.colour;
  own.err_colour = io.err_colour;
  const int status = Guarded(session, own, [&] {
    if (auto input = ReadInput(path, session.world, session.sources, session.diagnostics)) {
      FixInput(session, *input, options, lint_options, own);
      if (session.diagnostics.has_errors()) return Finish(session, own, {}, kDone);
      result.linted = lint::Lint(session, *input, lint_options);
    }
    return Finish(session, own, {}, kDone);
  });
  result.has_failed = status == kFailed;
  result.out = std::move(own.out);
  result.err = std::move(own.err);
  return result;
}

void Count(const LintedInput& input, Severity fail_on, Totals& totals) {
  ++totals.inputs;
  if (input.has_failed) ++totals.failed;
  totals.dropped += input.linted.dropped;
  for (const Diagnostic& finding : input.linted.findings) {
    const Severity severity = finding.severity;
    ++totals.by_severity[static_cast<size_t>(severity)];
    totals.tripped = totals.tripped || severity >= fail_on;
  }
}

// FORMAT[:FILE], text where none is given; reports those that do not exist.
std::vector<NamedOutput> OutputsOf(const std::vector<std::string>& formats,
                                   DiagnosticSink& diagnostics) {
  std::vector<NamedOutput> outputs;
  const std::vector<std::string_view> known = LintFormats();
  for (const std::string& format : formats) {
    const NamedOutput& output = outputs.emplace_back(ParseNamedOutput(format));
    if (std::find(known.begin(), known.end(), output.name) != known.end()) continue;
    const std::string near = DidYouMean(output.name, known);
    diagnostics.Error(
        DiagnosticId::BadUsage, {},
        "--format: there is no format `" + output.name + "`" +
            (near.empty()
                 ? "; known are " + Join(std::vector<std::string>(known.begin(), known.end()), ", ")
                 : near));
  }
  if (outputs.empty()) outputs.push_back({"text", ""});
  return outputs;
}

int RunLint(const LintCommandOptions& options, Io& io) {
  Session session{io.world};
  lint::LintConfig config(session, options.flags);
  const std::vector<NamedOutput> outputs = OutputsOf(options.formats, session.diagnostics);
  if (options.paths.empty() && !options.changed) {
    session.diagnostics.Error(
        DiagnosticId::BadUsage, {},
        "lint takes profiles or directories, or --changed for what differs from a git revision");
  }
  if (session.diagnostics.has_errors()) return Finish(session, io, {}, kFailed);
  const std::vector<InputPath> inputs =
      options.changed ? FindChangedInputs(session, options.since, options.paths, kLint,
                                          ResolveIncludes(options.flags.includes))
                      : FindInputs(options.paths, kLint, io.world, session.diagnostics);
  std::vector<std::string> paths;
  for (const InputPath& input : inputs) paths.push_back(input.text);
  std::vector<PendingOutput> pending;
  for (const NamedOutput& output : outputs) pending.push_back({output.file, ""});
  if (!options.write_baseline.empty()) pending.push_back({options.write_baseline, ""});
  CheckOutputs(io.world, pending, paths, session.diagnostics);
  std::vector<const lint::LintSettings*> settings;
  for (const std::string& path : paths) settings.push_back(&config.For(path));
  lint::Baseline baseline;
  if (!options.baseline.empty()) baseline = lint::Baseline::Read(session, options.baseline);
  if (session.diagnostics.has_errors()) return Finish(session, io, {}, kFailed);
  Totals totals;
  LintReport report;
  Repetitions repetitions;
  const bool whole = std::any_of(outputs.begin(), outputs.end(), [](const NamedOutput& output) {
    return !LintReport::IsLineByLine(output.name);
  });
  const auto use = [&](LintedInput input) {
    const Sources& sources = input.session->sources;
    std::vector<Diagnostic>& findings = input.linted.findings;
    if (!options.baseline.empty()) findings = baseline.Without(input.path, findings, sources);
    if (!options.write_baseline.empty()) baseline.Add(std::exchange(findings, {}), sources);
    Count(input, settings[totals.inputs]->fail_on, totals);
    io.out += input.out;
    io.err += input.has_failed ? repetitions.Render(input.session->diagnostics, sources, input.path,
                                                    io.err_colour)
                               : input.err;
    for (size_t i = 0; i < outputs.size(); ++i) {
      if (!LintReport::IsLineByLine(outputs[i].name)) continue;
      const bool to_file = !outputs[i].file.empty();
      (to_file ? pending[i].content : io.out) +=
          LintReport::Lines(outputs[i].name, sources, findings, to_file ? Colour::Off : io.colour);
    }
    if (whole && input.has_failed)
      report.AddErrors(input.path, sources, input.session->diagnostics.Sorted());
    if (whole && !input.has_failed) report.Add(input.path, sources, findings);
    io.flush();
  };
  // Mending writes files, one after the other.
  const size_t threads =
      options.fix ? 1 : std::min<size_t>(std::thread::hardware_concurrency(), kMostThreads);
  InOrder(
      paths.size(), threads,
      [&](size_t i) { return LintOne(inputs[i], options, settings[i]->options, io); }, use);
  for (size_t i = 0; i < outputs.size(); ++i) {
    if (!LintReport::IsLineByLine(outputs[i].name))
      pending[i].content = report.Written(outputs[i].name);
    if (outputs[i].name == "text") pending[i].content += CountLine(totals) + BaselineLine(baseline);
  }
  io.err += repetitions.Summary();
  if (!options.write_baseline.empty()) pending.back().content = baseline.Written();
  // No file is written when there was an error. What goes to standard output has the errors in it.
  if (totals.failed != 0)
    std::erase_if(pending, [](const PendingOutput& output) { return !output.file.empty(); });
  return Finish(session, io, std::move(pending),
                totals.failed != 0 ? kFailed
                : totals.tripped   ? kFindings
                                   : kDone);
}

void AddLintFlags(const CommandLine& command, lint::LintFlags& flags) {
  command.Option("--select", flags.select, "Only these rules and categories").Metavar("LIST");
  command.Option("--ignore", flags.ignore, "Not these rules and categories").Metavar("LIST");
  command
      .Option("--severity", flags.severity,
              "Show findings from this severity on: note, warning, error")
      .OneOf({"note", "warning", "error"})
      .Metavar("MIN");
  command.Option("--fail-on", flags.fail_on, "Exit with 1 for findings from this severity on")
      .OneOf({"note", "warning", "error"})
      .Metavar("MIN");
  const Argument config =
      command
          .Option("--config", flags.config,
                  "This configuration for all files (default: the nearest polc.toml above each)")
          .Metavar("FILE");
  command.Flag("--isolated", flags.isolated, "No configuration but the command line")
      .Excludes(config);
  AddContextOptions(command, flags.context);
  AddTargetOptions(command, flags.context);
  AddIncludeFlags(command, flags.includes);
}

}  // namespace

Command MakeLint(const CommandLine& program) {
  const auto options = std::make_shared<LintCommandOptions>();
  const CommandLine command =
      program.Subcommand("lint", "Find what is wrong, dangerous or dead in profiles");
  command.Operand(
      "PATH", options->paths,
      "Profiles, built-in names, directories, - for standard input; with --changed, the paths that count (default: all)");
  const Argument changed = command.Flag(
      "--changed", options->changed,
      "Lint the profiles of the working tree that a change touches: with --since, since that git revision, else since the last commit");
  command.Option("--since", options->since, "Where the change begins")
      .Needs(changed)
      .Metavar("REV");
  command
      .Option(
          "-f,--format", options->formats,
          "text, concise, json, sarif, github, gitlab, junit, markdown or checkstyle; FORMAT:FILE writes a file (repeatable)")
      .Metavar("FORMAT[:FILE]")
      .OneEach();
  command.Flag("--fix", options->fix, "Mend what can be mended without changing the meaning");
  command.Flag("--unsafe-fixes", options->unsafe_fixes,
               "With --fix or --diff: also what may change it");
  command.Flag("--diff", options->diff, "Show what --fix would do, and change nothing");
  const Argument baseline =
      command.Option("--baseline", options->baseline, "Pass over the findings that this file has")
          .Metavar("FILE");
  command
      .Option("--write-baseline", options->write_baseline,
              "Write all findings of today to this file, and report none")
      .Metavar("FILE")
      .Excludes(baseline);
  AddLintFlags(command, options->flags);
  return [options](Io& io) { return RunLint(*options, io); };
}

}  // namespace polc::cli
