#pragma once

// The options of the commands that make BPF: what it is to be best at.

#include <CLI/CLI.hpp>
#include <optional>
#include <string>

#include "compiler/session/call_counts.h"
#include "compiler/session/compile.h"

namespace polc::cli {

// --optimize and --hot as they were written.
struct CodegenFlags {
  std::string optimize = "path";
  std::string hot;
};
void AddCodegenOptions(CLI::App& app, CodegenFlags& flags);

// The result refers to `counts`, which holds what the --hot file says. Reports what cannot be read of it.
[[nodiscard]] std::optional<CompileOptions> ResolveCodegen(const CodegenFlags& flags, Session& session, CallCounts& counts);

}  // namespace polc::cli
