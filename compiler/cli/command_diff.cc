#include <algorithm>
#include <utility>

#include "compiler/analysis/diff_render.h"
#include "compiler/base/strings.h"
#include "compiler/cli/command.h"
#include "compiler/session/accepted_changes.h"
#include "compiler/session/changed_profiles.h"
#include "compiler/session/input_name.h"

namespace polc::cli {
namespace {

constexpr std::string_view kFormats[] = {"json", "markdown", "text"};
constexpr std::string_view kChanges[] = {"changed", "loosened", "tightened"};

struct DiffOptions {
  std::vector<std::string> operands;
  std::string against;
  std::vector<std::string> formats;
  bool summary = false;
  bool full = false;
  bool exit_code = false;
  std::string fail_on;
  std::string accept;
  std::vector<std::string> targets, runtimes;  // two of one of them: what becomes of one file
  ContextOptions context;
};

// The two contexts in which profiles are compared; they differ if two targets or two runtimes are
// given.
struct Sides {
  DockerContext before, after;
  std::string before_suffix, after_suffix;  // of the profile's name
};

ProfileFacts FactsOf(const LoadedFilter& loaded) {
  ProfileFacts facts{FullName(loaded.input)};
  facts.stub = loaded.stub;
  if (!loaded.policy) return facts;
  facts.names = loaded.name_count;
  facts.otherwise = loaded.policy->otherwise;
  return facts;
}

// One profile before and after; a side that is not there is a profile that was added or removed.
struct Compared {
  ProfileFacts before, after;
  DiffReport report;
};

// Whether one of the gates that were set is tripped. All are asked, so that all that is accepted is
// said.
bool Tripped(const DiffOptions& options, const Compared& compared, AcceptedChanges* accepted) {
  const DiffReport& report = compared.report;
  bool tripped = options.exit_code && report.verdict != DiffVerdict::Equal;
  if (options.fail_on.empty()) return tripped;
  for (const std::string_view change : Split(options.fail_on, ',')) {
    const bool there = change == "loosened"    ? report.loosened()
                       : change == "tightened" ? report.tightened()
                                               : report.has_changed;
    if (there && (accepted == nullptr || !accepted->Cover(compared.after.name, change, report)))
      tripped = true;
  }
  return tripped;
}

void CheckWords(const DiffOptions& options, DiagnosticSink& diagnostics) {
  const auto check = [&](std::string_view word, std::span<const std::string_view> known,
                         std::string_view option) {
    if (std::find(known.begin(), known.end(), word) != known.end()) return;
    diagnostics.Error(DiagnosticId::BadUsage, {},
                      std::string(option) + ": `" + std::string(word) + "` is none of " +
                          Join(std::vector<std::string>(known.begin(), known.end()), ", ") +
                          DidYouMean(word, known));
  };
  for (const std::string& format : options.formats)
    check(ParseNamedOutput(format).name, kFormats, "--format");
  if (!options.fail_on.empty()) {
    for (const std::string_view change : Split(options.fail_on, ','))
      check(change, kChanges, "--fail-on");
  }
}

Compared Compare(Session& session, const LoadedFilter& before, const LoadedFilter& after,
                 const DockerContext& context) {
  const std::vector<Arch> arches =
      ArchesToCompare(session.diagram, before.filter, after.filter, context.native);
  Compared compared{FactsOf(before), FactsOf(after),
                    Diff(session.diagram, before.filter, after.filter, arches)};
  compared.report.stub_shifts =
      StubShifts(session.diagram, {before.filter, before.bare(), before.stub},
                 {after.filter, after.bare(), after.stub});
  return compared;
}

std::string Render(const std::string& format, const Compared& compared, const DiffOptions& options,
                   Colour colour) {
  const DiffDetail detail = options.summary ? DiffDetail::Summary
                            : options.full  ? DiffDetail::Full
                                            : DiffDetail::Concise;
  if (format == "json") return DiffJson(compared.report, compared.before, compared.after).Dump();
  if (format == "markdown") return DiffMarkdown(compared.report, compared.before, compared.after);
  return DiffText(compared.report, compared.before, compared.after, detail, colour);
}

// Every profile that a change touches, one below the other. All of them are loaded before anything
// is said.
struct ChangeSet {
  std::vector<Compared> compared;
  std::vector<std::string> added, removed;
};

std::optional<ChangeSet> CompareAgainst(Session& session, const DiffOptions& options,
                                        const DockerContext& context) {
  ChangeSet set;
  for (const ChangedProfile& profile :
       ChangedProfiles(session, options.against, options.operands)) {
    const auto before = profile.before ? Load(session, *profile.before, context) : std::nullopt;
    const auto after = profile.after ? Load(session, *profile.after, context) : std::nullopt;
    if (before && after) {
      set.compared.push_back(Compare(session, *before, *after, context));
      set.compared.back().before.name = options.against + ":" + profile.old_name;
      set.compared.back().after.name = profile.name;
    } else if (after) {
      set.added.push_back(profile.name);
    } else if (before) {
      set.removed.push_back(profile.name);
    }
  }
  return session.diagnostics.has_errors() ? std::nullopt : std::optional(std::move(set));
}

std::string Listed(const std::vector<std::string>& names, std::string_view before,
                   std::string_view after) {
  std::string text;
  for (const std::string& name : names)
    text += std::string(before) + Printable(name) + std::string(after) + "\n";
  return text;
}

std::string RenderJson(const ChangeSet& set, const DiffOptions& options) {
  Json document = {{"schema", "polc.changes/1"},
                   {"against", options.against},
                   {"added", Json::ArrayOf(set.added)},
                   {"removed", Json::ArrayOf(set.removed)}};
  document["diffs"] = Json::Array();
  for (const Compared& compared : set.compared) {
    document["diffs"].Add(DiffJson(compared.report, compared.before, compared.after));
  }
  return document.Dump();
}

std::string Render(const std::string& format, const ChangeSet& set, const DiffOptions& options,
                   Colour colour) {
  if (format == "json") return RenderJson(set, options);
  const bool markdown = format == "markdown";
  std::string text;
  for (const Compared& compared : set.compared)
    text +=
        (text.empty() || options.summary ? "" : "\n") + Render(format, compared, options, colour);
  const std::string others =
      markdown ? Listed(set.added, "* added: `", "`") + Listed(set.removed, "* removed: `", "`")
               : Listed(set.added, "added: ", "") + Listed(set.removed, "removed: ", "");
  if (text.empty() && others.empty())
    return "no seccomp profile differs from " + options.against + "\n";
  return text + (text.empty() || others.empty() || options.summary ? "" : "\n") + others;
}

std::optional<Sides> ResolveSides(const DiffOptions& options, DiagnosticSink& diagnostics) {
  ContextOptions before = options.context, after = options.context;
  const auto choose = [](const std::vector<std::string>& words, std::string& first,
                         std::string& second) {
    if (!words.empty()) first = words.front(), second = words.back();
  };
  choose(options.targets, before.target, after.target);
  choose(options.runtimes, before.runtime, after.runtime);
  const auto old_context = ResolveContext(before, diagnostics);
  if (!old_context) return std::nullopt;
  Sides sides{*old_context, *old_context, "", ""};
  if (before.target == after.target && before.runtime == after.runtime) return sides;
  const auto new_context = ResolveContext(after, diagnostics);
  if (!new_context) return std::nullopt;
  sides.after = *new_context;
  const auto suffix = [&](const ContextOptions& side) {
    return (before.target == after.target ? "" : " for " + side.target) +
           (before.runtime == after.runtime ? "" : " under " + side.runtime);
  };
  sides.before_suffix = suffix(before);
  sides.after_suffix = suffix(after);
  return sides;
}

void CheckOperands(const DiffOptions& options, DiagnosticSink& diagnostics) {
  const bool two_sides = options.targets.size() == 2 || options.runtimes.size() == 2;
  if (options.targets.size() > 2 || options.runtimes.size() > 2) {
    diagnostics.Error(
        DiagnosticId::BadUsage, {},
        "--target and --runtime are given at most twice, for the two sides of a comparison");
  } else if (two_sides && (!options.against.empty() || options.operands.size() != 1)) {
    diagnostics.Error(
        DiagnosticId::BadUsage, {},
        "with two targets or two runtimes diff compares what becomes of one profile; give one file");
  } else if (!two_sides && options.against.empty() && options.operands.size() != 2) {
    diagnostics.Error(
        DiagnosticId::BadUsage, {},
        "diff compares two profiles, OLD and NEW; or with --against a revision, the files that differ from it");
  }
}

// A profile as two engines read it, or behind what two runtimes put before it.
std::optional<Compared> CompareSides(Session& session, const DiffOptions& options,
                                     const Sides& sides) {
  const auto input =
      ReadInput(options.operands.front(), session.world, session.sources, session.diagnostics);
  if (!input) return std::nullopt;
  if (options.targets.size() == 2 && !IsSeccompJson(input->kind)) {
    session.diagnostics.Error(
        DiagnosticId::BadUsage, {},
        "`" + input->name +
            "` is no JSON profile, which alone each target reads in its own way; write it as one with `polc compile --emit docker`");
    return std::nullopt;
  }
  const auto before = Load(session, *input, sides.before);
  // What both sides say of the text is said once.
  DiagnosticSink first = std::exchange(session.diagnostics, {});
  const auto after = Load(session, *input, sides.after);
  const DiagnosticSink second = std::exchange(session.diagnostics, std::move(first));
  for (const Diagnostic& diagnostic : second.all()) session.diagnostics.Add(diagnostic);
  if (!before || !after) return std::nullopt;
  Compared compared = Compare(session, *before, *after, sides.before);
  compared.before.name += sides.before_suffix;
  compared.after.name += sides.after_suffix;
  return compared;
}

int RunDiff(const DiffOptions& options, Io& io) {
  Session session{io.world};
  return Guarded(session, io, [&] {
    const auto sides = ResolveSides(options, session.diagnostics);
    CheckWords(options, session.diagnostics);
    CheckOperands(options, session.diagnostics);
    if (!options.accept.empty() && options.fail_on.empty()) {
      session.diagnostics.Error(DiagnosticId::BadUsage, {},
                                "--accept: there is nothing to accept without --fail-on");
    }
    std::optional<AcceptedChanges> accepted;
    if (!options.accept.empty()) accepted.emplace(session, options.accept);
    if (!sides || session.diagnostics.has_errors()) return Finish(session, io, {}, kFailed);
    const DockerContext& context = sides->before;
    std::vector<PendingOutput> outputs;
    const std::vector<std::string> formats =
        options.formats.empty() ? std::vector<std::string>{"text"} : options.formats;
    for (const std::string& format : formats)
      outputs.push_back({ParseNamedOutput(format).file, ""});
    std::vector<std::string> inputs = options.operands;
    if (accepted) inputs.push_back(options.accept);
    CheckOutputs(session.world, outputs, inputs, session.diagnostics);
    if (session.diagnostics.has_errors()) return Finish(session, io, outputs, kFailed);
    ChangeSet set;
    if (options.operands.size() == 1 && options.against.empty()) {
      auto compared = CompareSides(session, options, *sides);
      if (!compared) return Finish(session, io, {}, kFailed);
      set.compared.push_back(std::move(*compared));
    } else if (options.against.empty()) {
      const auto before = Load(session, options.operands[0], context);
      const auto after = Load(session, options.operands[1], context);
      if (!before || !after) return Finish(session, io, {}, kFailed);
      set.compared.push_back(Compare(session, *before, *after, context));
    } else {
      auto compared = CompareAgainst(session, options, context);
      if (!compared) return Finish(session, io, {}, kFailed);
      set = std::move(*compared);
    }
    for (size_t i = 0; i < formats.size(); ++i) {
      const std::string name = ParseNamedOutput(formats[i]).name;
      const Colour colour = outputs[i].file.empty() ? io.colour : Colour::Off;
      outputs[i].content = options.against.empty()
                               ? Render(name, set.compared.front(), options, colour)
                               : Render(name, set, options, colour);
    }
    bool tripped = false;
    for (const Compared& compared : set.compared)
      tripped = Tripped(options, compared, accepted ? &*accepted : nullptr) || tripped;
    const bool other_files = options.exit_code && !(set.added.empty() && set.removed.empty());
    return Finish(session, io, std::move(outputs), tripped || other_files ? kFindings : kDone);
  });
}

}  // namespace

Command MakeDiff(const CommandLine& program) {
  const auto options = std::make_shared<DiffOptions>();
  const CommandLine command = program.Subcommand(
      "diff", "What a change to a profile means: every call whose answer differs");
  command.Operand(
      "OLD NEW", options->operands,
      "A profile or a raw BPF filter, and the one that replaces it; with --against, the paths that count (default: all)");
  command
      .Option(
          "--against", options->against,
          "Compare every profile of the working tree that a change since this git revision touches")
      .Metavar("REV");
  command
      .Option("-f,--format", options->formats,
              "text (default), json or markdown; repeatable, each with its file")
      .Metavar("FORMAT[:FILE]")
      .OneEach();
  const Argument summary = command.Flag("--summary", options->summary, "One line");
  command.Flag("--full", options->full, "A line for every syscall, nothing cut").Excludes(summary);
  command.Flag("--exit-code", options->exit_code, "Exit 1 if the two differ at all");
  command.Option("--fail-on", options->fail_on, "Exit 1 on these: loosened, tightened, changed")
      .Metavar("LIST");
  command
      .Option("--accept", options->accept,
              "A file of changes that --fail-on lets pass, each with its reason and last day")
      .Metavar("FILE");
  AddContextOptions(command, options->context);
  command
      .Option(
          "--target", options->targets,
          "Who reads JSON profiles: docker (default), podman, crio, containerd or oci; given twice, compares what becomes of one file")
      .Metavar("NAME")
      .OneEach();
  command
      .Option(
          "--runtime", options->runtimes,
          "With what the runtime puts before the filter: runc, or crun, which puts nothing; given twice, compares what becomes of one file")
      .Metavar("NAME")
      .OneEach();
  return [options](Io& io) { return RunDiff(*options, io); };
}

}  // namespace polc::cli
