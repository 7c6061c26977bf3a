#include "compiler/cli/command.h"

#include <algorithm>
#include <filesystem>

#include "compiler/cli/repetitions.h"
#include "compiler/session/apparmor.h"

namespace polc::cli {
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

void AddIncludeFlags(const CommandLine& command, IncludeFlags& flags) {
  command
      .Option("-I,--include", flags.directories,
              "A directory to look for AppArmor's `include <name>` in, before the base; repeatable")
      .Metavar("DIR")
      .OneEach();
  command
      .Option("--base", flags.base, "The directory of AppArmor profiles (default: /etc/apparmor.d)")
      .Metavar("DIR");
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
  if (!diagnostics.has_failures()) {
    if (const auto failure = io.world.files.Write(files)) {
      diagnostics.Error(DiagnosticId::Unwritable, {},
                        "cannot write `" + failure->path + "`: " + failure->reason);
    }
  }
  Repetitions repetitions;  // where a command takes several inputs
  std::string said = repetitions.Render(diagnostics, session.sources, "", io.err_colour);
  if (diagnostics.has_failures() && !outputs.empty() && !said.empty())
    said.insert(said.size() - 1, ", nothing written");
  io.err += said + repetitions.Summary();
  if (diagnostics.has_failures()) return kFailed;
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
