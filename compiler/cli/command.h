#pragma once

// What the commands share: their registration, the options that give a profile its context, and the
// way in which diagnostics leave the program.

#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "compiler/cli/command_line.h"
#include "compiler/cli/run.h"
#include "compiler/session/context.h"
#include "compiler/session/load.h"

namespace polc::cli {

// What a command does once its arguments were read; its Make function says which these are.
using Command = std::function<int(Io&)>;

void AddContextOptions(const CommandLine& command, ContextOptions& options);
void AddTargetOptions(const CommandLine& command, ContextOptions& options);
void AddIncludeFlags(const CommandLine& command, IncludeFlags& flags);

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

// Reports as `bad-usage` outputs of which one would overwrite another, or the file that was read as
// `inputs` names it.
void CheckOutputs(const World& world, std::span<const PendingOutput> outputs,
                  std::span<const std::string> inputs, DiagnosticSink& diagnostics);

// Writes the diagnostics to io.err and, if there is no error, the outputs. The status is kFailed
// after any error, else `status`.
[[nodiscard]] int Finish(Session& session, Io& io, std::vector<PendingOutput> outputs, int status);

// Calls `body` and turns NodeBudgetExceeded into `analysis-too-large`.
[[nodiscard]] int Guarded(Session& session, Io& io, const std::function<int()>& body);

[[nodiscard]] Command MakeCheck(const CommandLine& program);
[[nodiscard]] Command MakeCompile(const CommandLine& program);
[[nodiscard]] Command MakeDiff(const CommandLine& program);
[[nodiscard]] Command MakeDisasm(const CommandLine& program);
[[nodiscard]] Command MakeExplain(const CommandLine& program);
[[nodiscard]] Command MakeFmt(const CommandLine& program);
[[nodiscard]] Command MakeGitDiff(const CommandLine& program);
[[nodiscard]] Command MakeGroup(const CommandLine& program);
[[nodiscard]] Command MakeImport(const CommandLine& program);
[[nodiscard]] Command MakeLint(const CommandLine& program);
[[nodiscard]] Command MakeProfiles(const CommandLine& program);
[[nodiscard]] Command MakeQuery(const CommandLine& program);
[[nodiscard]] Command MakeRule(const CommandLine& program);
[[nodiscard]] Command MakeSyscall(const CommandLine& program);
[[nodiscard]] Command MakeTest(const CommandLine& program);
[[nodiscard]] Command MakeVerify(const CommandLine& program);

}  // namespace polc::cli
