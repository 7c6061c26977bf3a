#pragma once

// What --hot reads: how often a program makes each call, as lines `NAME COUNT` or as the table that
// strace -c prints.

#include <optional>
#include <vector>

#include "compiler/base/diagnostic.h"
#include "compiler/base/source.h"
#include "compiler/bpf/call_mix.h"

namespace polc {

// Sorted by name, each once. The names are in the file's text.
using CallCounts = std::vector<bpf::CallCount>;

// Reports lines that are neither (`invalid-count`) and, as warnings, names that no kernel has
// (`unknown-syscall`).
[[nodiscard]] std::optional<CallCounts> ParseCallCounts(const SourceFile& file,
                                                        DiagnosticSink& diagnostics);

}  // namespace polc
