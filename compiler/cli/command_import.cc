#include <algorithm>
#include <cctype>

#include "compiler/cli/command.h"
#include "compiler/session/template.h"

namespace polc::cli {
namespace {

struct ImportOptions {
  std::string file;
  std::string output;
  std::string name;
  std::string arch;
};

// "profiles/web.json" is `web`; what is no name of a policy becomes `-`.
std::string NameOf(std::string path) {
  path.erase(0, path.rfind('/') + 1);
  path = path.substr(0, path.find('.'));
  for (char& c : path) {
    if (std::isalnum(static_cast<unsigned char>(c)) == 0 && c != '_') c = '-';
  }
  path.erase(0, std::min(path.find_first_not_of("-0123456789"), path.size()));
  while (path.ends_with('-')) path.pop_back();
  return path.empty() || path == "default" ? "imported" : path;
}

int RunImport(const ImportOptions& options, Io& io) {
  Session session{io.world};
  return Guarded(session, io, [&] {
    ContextOptions given;
    given.arch = options.arch;
    const auto context = ResolveContext(given, session.diagnostics);
    if (!context) return Finish(session, io, {}, kFailed);
    std::vector<PendingOutput> outputs = {{options.output == "-" ? "" : options.output, ""}};
    CheckOutputs(session.world, outputs, std::span(&options.file, 1), session.diagnostics);
    if (session.diagnostics.has_errors()) return Finish(session, io, outputs, kFailed);
    const auto input = ReadInput(options.file, session.world, session.sources, session.diagnostics);
    if (!input) return Finish(session, io, outputs, kFailed);
    const auto profile = BuildTemplate(session, *input, *context);
    if (!profile) return Finish(session, io, outputs, kFailed);
    if (auto text = MakePolicyText(session, *profile,
                                   options.name.empty() ? NameOf(options.file) : options.name))
      outputs.front().content = std::move(*text);
    return Finish(session, io, outputs, kDone);
  });
}

}  // namespace

Command MakeImport(const CommandLine& program) {
  const auto options = std::make_shared<ImportOptions>();
  const CommandLine command = program.Subcommand(
      "import", "Write a profile in the policy language, proved to mean the same");
  command
      .Operand("FILE", options->file,
               "A Docker-format profile: a file, a built-in name, - for standard input")
      .Required();
  command.Option("-o,--output", options->output, "Where the policy goes (default: standard output)")
      .Metavar("FILE");
  command.Option("--name", options->name, "The policy's name (default: the file's)");
  command
      .Option("--arch", options->arch,
              "For these ABIs only (default: every machine that the profile names)")
      .Metavar("LIST");
  return [options](Io& io) { return RunImport(*options, io); };
}

}  // namespace polc::cli
