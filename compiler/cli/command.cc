#include "compiler/cli/command.h"

#include <algorithm>
#include <filesystem>

#include "compiler/base/strings.h"
#include "compiler/session/apparmor.h"
#include "syscalls/capability.h"

namespace polc::cli {
namespace {

std::string MendOfArch(std::string_view name) {
  const std::vector<std::string_view> known = AllArchNames();
  const std::string near = DidYouMean(name, known);
  return near.empty()
             ? "; known are " + Join(std::vector<std::string>(known.begin(), known.end()), ", ")
             : near;
}

std::vector<Arch> ParseArches(const std::string& list, DiagnosticSink& diagnostics) {
  std::vector<Arch> arches;
  if (list.empty()) return arches;
  for (const std::string_view name : Split(list, ',')) {
    const std::optional<Arch> arch = ParseArch(name);
    if (!arch) {
      diagnostics.Error(
          DiagnosticId::UnknownArch, {},
          "--arch: unknown architecture `" + std::string(name) + "`" + MendOfArch(name));
    } else if (std::find(arches.begin(), arches.end(), *arch) == arches.end()) {
      arches.push_back(*arch);
    }
  }
  return arches;
}

// A list replaces the engine's default set; a name with + or - before it changes what the list has
// so far, at first the default set. `all`, `none` and `default` are sets.
uint64_t ParseCaps(const std::string& list, Engine engine, DiagnosticSink& diagnostics) {
  uint64_t caps = DefaultCapabilities(engine);
  if (list.empty()) return caps;
  if (list[0] != '+' && list[0] != '-') caps = 0;
  for (const std::string_view written : Split(list, ',')) {
    const bool drop = written.starts_with('-');
    std::string name = ToUpper(drop || written.starts_with('+') ? written.substr(1) : written);
    uint64_t bits = 0;
    if (name == "ALL") {
      for (const std::string_view known : AllCapabilityNames())
        bits |= uint64_t{1} << *CapabilityNumber(known);
    } else if (name == "DEFAULT") {
      bits = DefaultCapabilities(engine);
    } else if (name != "NONE") {
      if (!name.starts_with("CAP_")) name = "CAP_" + name;
      const auto number = CapabilityNumber(name);
      if (!number) {
        diagnostics.Error(DiagnosticId::UnknownCapability, {},
                          "--cap: unknown capability `" + std::string(written) + "`" +
                              DidYouMean(name, AllCapabilityNames()));
        continue;
      }
      bits = uint64_t{1} << *number;
    }
    caps = drop ? caps & ~bits : caps | bits;
  }
  return caps;
}

uint32_t ParseKernel(const std::string& text, DiagnosticSink& diagnostics) {
  if (text.empty()) return kNewestKernel;
  // uname -r says more than a version: "6.1.0-18-amd64", "6.1-rc2", "6.1+".
  const std::vector<std::string_view> parts = Split(text, '.');
  const auto number = [](std::string_view digits) {
    return digits.find_first_not_of("0123456789") == std::string_view::npos ? ParseUnsigned(digits)
                                                                            : std::nullopt;
  };
  if (parts.size() >= 2) {
    const auto major = number(parts[0]),
               minor = number(parts[1].substr(0, parts[1].find_first_of("-+~_")));
    if (major && minor && *major <= 255 && *minor <= 255) {
      return KernelVersion(static_cast<uint32_t>(*major), static_cast<uint32_t>(*minor));
    }
  }
  diagnostics.Error(DiagnosticId::InvalidValue, {},
                    "--kernel: `" + text + "` is no kernel version; write it as `6.1`");
  return kNewestKernel;
}

Engine ParseTarget(const std::string& name, DiagnosticSink& diagnostics) {
  if (name.empty()) return Engine::Docker;
  if (const auto engine = ParseEngine(name)) return *engine;
  std::vector<std::string_view> known;
  for (const EngineTraits& traits : AllEngines()) known.push_back(traits.name);
  diagnostics.Error(DiagnosticId::BadUsage, {},
                    "--target: `" + name + "` is none of " +
                        Join(std::vector<std::string>(known.begin(), known.end()), ", ") +
                        DidYouMean(name, known));
  return Engine::Docker;
}

Runtime ParseRuntimeName(const std::string& name, DiagnosticSink& diagnostics) {
  if (name.empty()) return Runtime::None;
  if (const auto runtime = ParseRuntime(name)) return *runtime;
  diagnostics.Error(DiagnosticId::BadUsage, {}, "--runtime: `" + name + "` is none of crun, runc");
  return Runtime::None;
}

}  // namespace

void AddContextOptions(const CommandLine& command, ContextOptions& options) {
  command
      .Option(
          "--arch", options.arch,
          "ABIs of the filter, the native one first: x86_64,x86,x32 (default: what the profile gives this machine)")
      .Metavar("LIST");
  command
      .Option(
          "--cap", options.cap,
          "Capabilities of the container: LIST, or changes to the default ones (+SYS_ADMIN,-MKNOD), `all`, `none`")
      .Metavar("LIST");
  command
      .Option("--kernel", options.kernel,
              "Kernel version, for minKernel conditions (default: the newest known)")
      .Metavar("N.M");
}

void AddTargetOptions(const CommandLine& command, ContextOptions& options) {
  command
      .Option("--target", options.target,
              "Who reads a JSON profile: docker (default), podman, crio, containerd or oci")
      .Metavar("NAME");
  command
      .Option("--runtime", options.runtime,
              "With what the runtime puts before the filter: runc, or crun, which puts nothing")
      .Metavar("NAME");
}

std::optional<DockerContext> ResolveContext(const ContextOptions& options,
                                            DiagnosticSink& diagnostics) {
  const size_t errors_before = diagnostics.error_count();
  DockerContext context;
  context.native = HostArch();
  context.arches = ParseArches(options.arch, diagnostics);
  if (!context.arches.empty()) context.native = context.arches.front();
  context.engine = ParseTarget(options.target, diagnostics);
  context.runtime = ParseRuntimeName(options.runtime, diagnostics);
  context.caps = ParseCaps(options.cap, context.engine, diagnostics);
  context.kernel = ParseKernel(options.kernel, diagnostics);
  if (diagnostics.error_count() != errors_before) return std::nullopt;
  return context;
}

NamedOutput ParseNamedOutput(const std::string& text) {
  const size_t colon = text.find(':');
  if (colon == std::string::npos) return {text, ""};
  const std::string file = text.substr(colon + 1);
  return {text.substr(0, colon), file == "-" ? "" : file};
}

void CheckOutputs(const World& world, std::span<const PendingOutput> outputs,
                  std::span<const std::string> inputs, DiagnosticSink& diagnostics) {
  const auto error = [&](const std::string& message) {
    diagnostics.Error(DiagnosticId::BadUsage, {}, message);
  };
  const auto normal = [](const std::string& path) {
    return std::filesystem::path(path).lexically_normal();
  };
  for (size_t i = 0; i < outputs.size(); ++i) {
    const std::string& file = outputs[i].file;
    const bool repeated = std::any_of(outputs.begin(), outputs.begin() + static_cast<ptrdiff_t>(i),
                                      [&](const PendingOutput& earlier) {
                                        if (file.empty() || earlier.file.empty())
                                          return file.empty() && earlier.file.empty();
                                        return normal(earlier.file) == normal(file) ||
                                               world.files.Same(earlier.file, file);
                                      });
    if (repeated)
      error(
          file.empty()
              ? "only one output can go to standard output; give the others a file, as in `NAME:FILE`"
              : "two outputs go to `" + file + "`; give each its own file");
    if (repeated || file.empty()) continue;
    for (const std::string& input : inputs) {
      // FILE#POLICY is in FILE, and a bare word is a file of that name.
      const std::string path = input.substr(0, input.rfind('#'));
      const std::vector<std::string> paths = {input, path, "./" + path + ".json",
                                              "./" + path + ".polc"};
      const bool replaced = std::any_of(paths.begin(), paths.end(), [&](const std::string& read) {
        return world.files.Same(file, read);
      });
      if (replaced)
        error("`" + file + "` is the input, which this would overwrite; name another file");
    }
  }
}

int Finish(Session& session, Io& io, std::vector<PendingOutput> outputs, int status) {
  DiagnosticSink& diagnostics = session.diagnostics;
  std::vector<NewFile> files;
  for (const PendingOutput& output : outputs) {
    if (!output.file.empty()) files.push_back({output.file, output.content});
  }
  if (!HasFailed(diagnostics)) {
    if (const auto failure = io.world.files.Write(files)) {
      diagnostics.Error(DiagnosticId::Unwritable, {},
                        "cannot write `" + failure->path + "`: " + failure->reason);
    }
  }
  for (const Diagnostic& diagnostic : diagnostics.Sorted())
    io.err += RenderText(diagnostic, session.sources, io.err_colour);
  if (const std::string count = CountLine(diagnostics); !count.empty()) {
    io.err += count + (HasFailed(diagnostics) && !outputs.empty() ? ", nothing written\n" : "\n");
  }
  if (HasFailed(diagnostics)) return kFailed;
  for (const PendingOutput& output : outputs) {
    if (output.file.empty()) io.out += output.content;
  }
  // Findings about a text that is valid.
  return diagnostics.has_errors() ? std::max(status, kFindings) : status;
}

int Guarded(Session& session, Io& io, const std::function<int()>& body) {
  try {
    return body();
  } catch (const NodeBudgetExceeded&) {
    session.diagnostics.Error(
        DiagnosticId::AnalysisTooLarge, {},
        "the meaning of this input does not fit into " + std::to_string(Diagram::kDefaultBudget) +
            " diagram nodes; tests of very many values, or of many masks on one argument, are what grows");
    return Finish(session, io, {}, kFailed);
  }
}

}  // namespace polc::cli
