#include "compiler/base/strings.h"
#include "compiler/cli/command.h"
#include "compiler/report/text_diff.h"
#include "compiler/session/apparmor.h"
#include "compiler/session/find_inputs.h"
#include "grammar/polc/format.h"
#include "grammar/polc/parse.h"

namespace polc::cli {
namespace {

struct FmtOptions {
  std::vector<std::string> files;
  bool check = false;
  bool diff = false;
  bool sort = false;
};

// The text in the one layout, by its format; nothing, and what is wrong, if it has none.
std::optional<std::string> Formatted(Session& session, const Input& input,
                                     const std::string& argument, RuleOrder order) {
  if (IsAppArmor(input.kind)) return FormatAppArmor(session, input, order);
  if (!IsPolicy(input.kind)) {
    Refuse(input, session.diagnostics);
    return std::nullopt;
  }
  if (input.path.starts_with("<") != (argument == "-")) {
    session.diagnostics.Error(DiagnosticId::WrongReference, {},
                              "`{}` is a built-in profile, which is no file to write", input.name);
    return std::nullopt;
  }
  const size_t errors_before = session.diagnostics.error_count();
  const dsl::File parsed = dsl::ParseFile(session.sources.Get(input.source), session.diagnostics);
  if (session.diagnostics.error_count() != errors_before) return std::nullopt;
  return dsl::Format(parsed);
}

int RunFmt(const FmtOptions& options, Io& io) {
  Session session{io.world};
  return Guarded(session, io, [&] {
    std::vector<PendingOutput> outputs;
    std::string text;
    bool changed = false;
    for (const InputPath& file :
         FindInputs(options.files, kFmt, session.world, session.diagnostics)) {
      const auto input = ReadInput(file, session.world, session.sources, session.diagnostics);
      if (!input) continue;
      const SourceFile& source = session.sources.Get(input->source);
      std::optional<std::string> formatted =
          Formatted(session, *input, file.text, options.sort ? RuleOrder::Sorted : RuleOrder::Kept);
      if (!formatted) continue;
      const bool differs = *formatted != source.text;
      changed = changed || differs;
      if (differs && options.diff) text += report::TextDiff(input->name, source.text, *formatted);
      if (differs && options.check && !options.diff) text += input->name + "\n";
      if (options.check || options.diff) continue;
      if (!file.is_found && file.text == "-") {
        text += *formatted;
      } else if (differs) {
        outputs.push_back({input->path, std::move(*formatted)});
      }
    }
    outputs.push_back({"", text});
    return Finish(session, io, outputs,
                  (options.check || options.diff) && changed ? kFindings : kDone);
  });
}

}  // namespace

Command MakeFmt(const CommandLine& program) {
  const auto options = std::make_shared<FmtOptions>();
  const CommandLine command =
      program.Subcommand("fmt", "Print policies and AppArmor profiles in the one layout, in place");
  command
      .Operand(
          "PATH", options->files,
          "`.polc` files and AppArmor profiles, directories of them; - for standard input to standard output")
      .Required();
  command.Flag("--check", options->check,
               "Write nothing; name the files that would change, and exit 1 if there are any");
  command.Flag("--diff", options->diff,
               "Write nothing; print what would change, and exit 1 if anything would");
  command.Flag("--sort", options->sort,
               "Of AppArmor profiles: also order the rules of each group by their family");
  return [options](Io& io) { return RunFmt(*options, io); };
}

}  // namespace polc::cli
