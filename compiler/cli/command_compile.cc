#include <algorithm>

#include "compiler/base/strings.h"
#include "compiler/cli/codegen_options.h"
#include "compiler/cli/command.h"
#include "compiler/session/apparmor.h"
#include "compiler/session/compile.h"
#include "compiler/session/outputs.h"

namespace polc::cli {
namespace {

struct CompileOptions {
  std::string file;
  std::vector<std::string> emits;
  std::string output;
  std::string backend = "native";
  CodegenFlags codegen;
  ContextOptions context;
  IncludeFlags includes;
  bool keep_includes = false;
  std::string target_abi;
};

bool IsAppArmorOutput(const NamedOutput& output) { return output.name == "apparmor"; }

// --emit as written: NAME, NAME:FILE, or several names with commas between them.
std::vector<NamedOutput> NamedOutputs(const CompileOptions& options) {
  std::vector<NamedOutput> outputs;
  for (const std::string& emit : options.emits) {
    const bool list = emit.find(':') == std::string::npos;
    for (const std::string_view name :
         list ? Split(emit, ',') : std::vector<std::string_view>{emit})
      outputs.push_back(ParseNamedOutput(std::string(name)));
  }
  if (outputs.empty()) outputs.push_back({"bpf", ""});
  return outputs;
}

std::string_view EndingOf(std::string_view format) {
  if (format == "oci" || format == "docker") return ".json";
  if (format == "c") return ".h";
  if (format == "libseccomp-c") return ".c";
  return {};
}

// -o is the file of the one output that names none; of several it is the stem: web.json,
// web.apparmor.
std::vector<NamedOutput> OutputsOf(const CompileOptions& options, DiagnosticSink& diagnostics) {
  std::vector<NamedOutput> outputs = NamedOutputs(options);
  const std::string file = options.output == "-" ? "" : options.output;
  const auto nameless =
      std::count_if(outputs.begin(), outputs.end(),
                    [](const NamedOutput& output) { return output.file.empty(); });
  for (NamedOutput& output : outputs) {
    if (!IsOutputFormat(output.name)) {
      const std::span<const std::string_view> known = AllOutputFormats();
      diagnostics.Error(DiagnosticId::BadUsage, {},
                        "--emit: `" + output.name + "` is none of " +
                            Join(std::vector<std::string>(known.begin(), known.end()), ", ") +
                            DidYouMean(output.name, known));
    }
    if (!output.file.empty()) continue;
    const std::string_view ending = EndingOf(output.name);
    output.file = nameless > 1 && !file.empty()
                      ? file + (ending.empty() ? "." + output.name : std::string(ending))
                      : file;
  }
  if (nameless == 0 && !options.output.empty()) {
    diagnostics.Error(
        DiagnosticId::BadUsage, {},
        "-o: every --emit names its own file, so nothing is left for `" + options.output + "`");
  }
  return outputs;
}

Includes IncludesOf(const CompileOptions& options) {
  return options.keep_includes ? Includes::Keep : Includes::Resolve;
}

// The other formats are seccomp's, and made of other inputs.
int CompileAppArmor(const CompileOptions& options, const Input& input,
                    const std::vector<NamedOutput>& outputs, std::vector<PendingOutput> pending,
                    Session& session, Io& io) {
  for (const NamedOutput& output : outputs) {
    if (!IsAppArmorOutput(output))
      session.diagnostics.Error(DiagnosticId::BadUsage, {},
                                "--emit: an AppArmor profile cannot become `" + output.name + "`");
  }
  if (session.diagnostics.has_errors()) return Finish(session, io, pending, kFailed);
  const auto text = EmitAppArmor(session, input, ResolveIncludes(options.includes),
                                 IncludesOf(options), options.target_abi);
  if (text) {
    for (PendingOutput& output : pending) output.content = *text;
  }
  return Finish(session, io, pending, text ? kDone : kFailed);
}

int RunCompile(const CompileOptions& options, Io& io) {
  Session session{io.world};
  return Guarded(session, io, [&] {
    const auto context = ResolveContext(options.context, session.diagnostics);
    const std::vector<NamedOutput> outputs = OutputsOf(options, session.diagnostics);
    const bool both_layers = std::any_of(outputs.begin(), outputs.end(), IsAppArmorOutput);
    std::vector<PendingOutput> pending;
    for (const NamedOutput& output : outputs) {
      if (output.name == "bpf" && output.file.empty() && io.out_is_terminal) {
        session.diagnostics.Error(
            DiagnosticId::BadUsage, {},
            "raw BPF would garble the terminal; give `-o FILE`, or `--emit asm` to read it");
      }
      pending.push_back({output.file, ""});
    }
    CheckOutputs(session.world, pending, std::span(&options.file, 1), session.diagnostics);
    if (!context || session.diagnostics.has_errors()) return Finish(session, io, pending, kFailed);
    const auto input = ReadInput(options.file, session.world, session.sources, session.diagnostics);
    if (!input) return Finish(session, io, pending, kFailed);
    if (both_layers && IsAppArmor(input->kind))
      return CompileAppArmor(options, *input, outputs, std::move(pending), session, io);
    if (both_layers && !IsPolicy(input->kind)) {
      session.diagnostics.Error(
          DiagnosticId::NotExpressible, {},
          "`" + input->name + "` is no AppArmor profile, and a seccomp filter cannot become one");
      return Finish(session, io, pending, kFailed);
    }
    const auto loaded = Load(session, *input, *context);
    if (!loaded) return Finish(session, io, pending, kFailed);
    if (!loaded->layer.empty()) CheckLayer(session, *loaded, ResolveIncludes(options.includes));
    if (session.diagnostics.has_failures()) return Finish(session, io, pending, kFailed);
    CallCounts counts;
    auto compile_options = ResolveCodegen(options.codegen, session, counts);
    if (!compile_options) return Finish(session, io, pending, kFailed);
    compile_options->backend = options.backend == "native" ? Backend::Native : Backend::Libseccomp;
    const auto program = CompileProved(session, *loaded, *compile_options);
    if (!program) return Finish(session, io, pending, kFailed);
    for (size_t i = 0; i < outputs.size(); ++i) {
      auto text = IsAppArmorOutput(outputs[i])
                      ? EmitLayer(session, *loaded, ResolveIncludes(options.includes),
                                  IncludesOf(options), options.target_abi)
                      : MakeOutput(session, outputs[i].name, *loaded, *program, *context);
      if (text) pending[i].content = std::move(*text);
    }
    return Finish(session, io, pending, kDone);
  });
}

}  // namespace

Command MakeCompile(const CommandLine& program) {
  const auto options = std::make_shared<CompileOptions>();
  const CommandLine command =
      program.Subcommand("compile", "Make a filter, and prove it, from a profile");
  command.Operand("FILE", options->file, "A profile: a file, a built-in name, - for standard input")
      .Required();
  command
      .Option(
          "--emit", options->emits,
          "What to make: bpf (default), apparmor, asm, c, crun, docker, oci, libseccomp-c, pfc; repeatable or a list, each with its file")
      .Metavar("NAME[:FILE]")
      .OneEach();
  command
      .Option(
          "-o,--output", options->output,
          "Where the output goes that names no file (default: standard output); of several, the stem of their names")
      .Metavar("FILE");
  command
      .Option(
          "--backend", options->backend,
          "native, or libseccomp: the same filter as the library on this machine makes it, if it can be proved equal")
      .OneOf({"native", "libseccomp"});
  AddCodegenOptions(command, options->codegen);
  AddContextOptions(command, options->context);
  AddTargetOptions(command, options->context);
  AddIncludeFlags(command, options->includes);
  command.Flag(
      "--keep-includes", options->keep_includes,
      "With --emit apparmor: leave includes, variables and conditions as they are written");
  command
      .Option("--target-abi", options->target_abi,
              "With --emit apparmor: the oldest apparmor_parser that is to read it, 3.0 or 4.0")
      .OneOf({"3.0", "4.0"});
  return [options](Io& io) { return RunCompile(*options, io); };
}

}  // namespace polc::cli
