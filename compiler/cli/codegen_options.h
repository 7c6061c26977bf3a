#pragma once

// The options of the commands that make BPF: what it is to be best at.

#include <optional>
#include <string>

#include "compiler/cli/command_line.h"
#include "compiler/session/call_counts.h"
#include "compiler/session/compile.h"

namespace polc::cli {

// --optimize and --hot as they were written.
struct CodegenFlags {
  std::string optimize = "path";
  std::string hot;
};
void AddCodegenOptions(const CommandLine& command, CodegenFlags& flags);

// The result refers to `counts`, which holds what the --hot file says. Reports what cannot be read
// of it.
[[nodiscard]] std::optional<CompileOptions> ResolveCodegen(const CodegenFlags& flags,
                                                           Session& session, CallCounts& counts);

}  // namespace polc::cli
