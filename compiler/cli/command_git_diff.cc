// What `git diff` runs for files with the attribute `diff=polc`: git-config(1),
// diff.<driver>.command; its arguments are those of GIT_EXTERNAL_DIFF in git(1). Whatever the file
// holds, the answer is a diff and the status 0: git stops at anything else.

#include "compiler/analysis/diff_render.h"
#include "compiler/base/revision_path.h"
#include "compiler/cli/command.h"
#include "compiler/report/text_diff.h"

namespace polc::cli {
namespace {

constexpr std::string_view kNothing = "/dev/null";

struct Side {
  std::string label;
  std::string text;
  std::optional<LoadedFilter> filter;
};

// The text of a file that git wrote for us, read as if it stood at `path`: what it includes is
// found from there.
Side ReadSide(Session& session, const std::string& file, const std::string& path,
              const std::string& label, const DockerContext& context) {
  Side side{label, "", std::nullopt};
  if (file == kNothing) return side;
  const ReadResult read = session.world.files.Read(file, kMaxInputBytes);
  if (!read.text) return side;
  side.text = *read.text;
  const Recognised recognised = Examine(path, side.text);
  if (!IsFoundBy(kDiff, recognised)) return side;
  const Input input{path, recognised.kind, TreePath(path), "",
                    session.sources.Add(path, side.text).id};
  side.filter = Load(session, input, context);
  return side;
}

ProfileFacts FactsOf(const Side& side) {
  ProfileFacts facts{side.label};
  if (!side.filter->policy) return facts;
  facts.names = side.filter->name_count;
  facts.otherwise = side.filter->policy->otherwise;
  return facts;
}

std::string Answer(Session& session, const std::vector<std::string>& words, Colour colour) {
  const auto context = ResolveContext({}, session.diagnostics);
  const std::string& path = words[0];
  const Side before = ReadSide(session, words[1], path, "a/" + path, *context);
  const Side after = ReadSide(session, words[4], words.size() > 7 ? words[7] : path,
                              "b/" + (words.size() > 7 ? words[7] : path), *context);
  if (!before.filter || !after.filter) return report::TextDiff(path, before.text, after.text);
  const std::vector<Arch> arches = ArchesToCompare(session.diagram, before.filter->filter,
                                                   after.filter->filter, context->native);
  const DiffReport report =
      Diff(session.diagram, before.filter->filter, after.filter->filter, arches);
  return DiffText(report, FactsOf(before), FactsOf(after), DiffDetail::Concise, colour);
}

int RunGitDiff(const std::vector<std::string>& words, Io& io) {
  Session session{io.world};
  if (words.size() < 7) {
    session.diagnostics.Error(
        DiagnosticId::BadUsage, {},
        "git-diff is run by git: `git config diff.polc.command \"polc git-diff\"`");
    return Finish(session, io, {}, kFailed);
  }
  (void)Guarded(session, io, [&] {
    io.out += Answer(session, words, io.colour);
    return Finish(
        session, io, {},
        kDone);  // says why a side cannot be read; the lines that differ stand there all the same
  });
  return kDone;
}

}  // namespace

Command MakeGitDiff(const CommandLine& program) {
  const auto words = std::make_shared<std::vector<std::string>>();
  const CommandLine command = program.Subcommand(
      "git-diff",
      "What a change means, for `git diff`: git config diff.polc.command \"polc git-diff\"");
  command.Operand(
      "WORDS", *words,
      "What git gives to an external diff: PATH OLD-FILE OLD-HEX OLD-MODE NEW-FILE NEW-HEX NEW-MODE [NEW-PATH HEADER]");
  return [words](Io& io) { return RunGitDiff(*words, io); };
}

}  // namespace polc::cli
