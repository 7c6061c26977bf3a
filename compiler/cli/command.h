#pragma once

// What the commands share: their registration with CLI11, the options that give a profile its context, and the way in which
// diagnostics leave the program.

#include <CLI/CLI.hpp>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "compiler/cli/run.h"
#include "compiler/session/load.h"

namespace polc::cli {

// A command's part of the parser, and what to do once it was chosen.
struct Command {
  CLI::App* app = nullptr;
  std::function<int(Io&)> run;
};

// --arch, --cap and --kernel as they were written; --target and --runtime where a command has them.
struct ContextOptions {
  std::string arch;
  std::string cap;
  std::string kernel;
  std::string target;
  std::string runtime;
};
void AddContextOptions(CLI::App& app, ContextOptions& options);
void AddTargetOptions(CLI::App& app, ContextOptions& options);
// Reports `unknown-arch`, `unknown-capability`, `invalid-value` and `bad-usage`.
[[nodiscard]] std::optional<DockerContext> ResolveContext(const ContextOptions& options, DiagnosticSink& diagnostics);

// NAME or NAME:FILE; the file `-` is standard output, as no file is.
struct NamedOutput {
  std::string name;
  std::string file;  // empty: standard output
};
[[nodiscard]] NamedOutput ParseNamedOutput(const std::string& text);

// An output and where it goes; all are written together at the end, or none.
struct PendingOutput {
  std::string file;  // empty: standard output
  std::string content;
};

// Reports as `bad-usage` outputs of which one would overwrite another, or the file that was read as `inputs` names it.
void CheckOutputs(const World& world, std::span<const PendingOutput> outputs, std::span<const std::string> inputs, DiagnosticSink& diagnostics);

// Writes the diagnostics to io.err and, if there is no error, the outputs. The status is kFailed after any error, else
// `status`.
[[nodiscard]] int Finish(Session& session, Io& io, std::vector<PendingOutput> outputs, int status);

// Calls `body` and turns NodeBudgetExceeded into `analysis-too-large`.
[[nodiscard]] int Guarded(Session& session, Io& io, const std::function<int()>& body);

[[nodiscard]] Command MakeCheck(CLI::App& app);
[[nodiscard]] Command MakeCompile(CLI::App& app);
[[nodiscard]] Command MakeDiff(CLI::App& app);
[[nodiscard]] Command MakeDisasm(CLI::App& app);
[[nodiscard]] Command MakeExplain(CLI::App& app);
[[nodiscard]] Command MakeFmt(CLI::App& app);
[[nodiscard]] Command MakeGitDiff(CLI::App& app);
[[nodiscard]] Command MakeGroup(CLI::App& app);
[[nodiscard]] Command MakeImport(CLI::App& app);
[[nodiscard]] Command MakeLint(CLI::App& app);
[[nodiscard]] Command MakeProfiles(CLI::App& app);
[[nodiscard]] Command MakeQuery(CLI::App& app);
[[nodiscard]] Command MakeRule(CLI::App& app);
[[nodiscard]] Command MakeSyscall(CLI::App& app);
[[nodiscard]] Command MakeTest(CLI::App& app);
[[nodiscard]] Command MakeVerify(CLI::App& app);

}  // namespace polc::cli
