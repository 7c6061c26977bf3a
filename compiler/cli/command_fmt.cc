#include "compiler/base/strings.h"
#include "compiler/cli/command.h"
#include "compiler/cli/text_diff.h"
#include "grammar/polc/format.h"
#include "grammar/polc/parse.h"

namespace polc::cli {
namespace {

struct Options {
  std::vector<std::string> files;
  bool check = false;
  bool diff = false;
};

int RunFmt(const Options& options, Io& io) {
  Session session{io.world};
  return Guarded(session, io, [&] {
    std::vector<PendingOutput> outputs;
    std::string text;
    bool changed = false;
    for (const std::string& file : options.files) {
      const auto input = ReadInput(file, session.world, session.sources, session.diagnostics);
      if (!input) continue;
      if (input->kind != InputKind::Policy || input->path.starts_with("<") != (file == "-")) {
        session.diagnostics.Error(DiagnosticId::WrongReference, {}, "`" + input->name + "` is no `.polc` file; there is nothing else that fmt can print");
        continue;
      }
      const SourceFile& source = session.sources.Get(input->source);
      const size_t errors_before = session.diagnostics.error_count();
      const dsl::File parsed = dsl::ParseFile(source, session.diagnostics);
      if (session.diagnostics.error_count() != errors_before) continue;
      std::string formatted = dsl::Format(parsed);
      const bool differs = formatted != source.text;
      changed = changed || differs;
      if (differs && options.diff) text += TextDiff(input->name, source.text, formatted);
      if (differs && options.check && !options.diff) text += input->name + "\n";
      if (options.check || options.diff) continue;
      if (file == "-") {
        text += formatted;
      } else if (differs) {
        outputs.push_back({input->path, std::move(formatted)});
      }
    }
    outputs.push_back({"", text});
    return Finish(session, io, outputs, (options.check || options.diff) && changed ? kFindings : kDone);
  });
}

}  // namespace

Command MakeFmt(CLI::App& app) {
  const auto options = std::make_shared<Options>();
  CLI::App* command = app.add_subcommand("fmt", "Print policies in the one layout, in place");
  command->add_option("FILE", options->files, "`.polc` files; - for standard input to standard output")->required();
  command->add_flag("--check", options->check, "Write nothing; name the files that would change, and exit 1 if there are any");
  command->add_flag("--diff", options->diff, "Write nothing; print what would change, and exit 1 if anything would");
  return {command, [options](Io& io) { return RunFmt(*options, io); }};
}

}  // namespace polc::cli
