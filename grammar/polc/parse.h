#pragma once

// Reads a `.polc` text into its AST (ast.h). Every syntax error of the text is reported in one run,
// one error for each mistake, and what could be read is returned even then, so that
// compiler/language can report its own errors in the same run. Callers must look at
// `diagnostics.has_errors()` before they write an output.

#include <cstddef>

#include "compiler/base/diagnostic.h"
#include "compiler/base/source.h"
#include "grammar/polc/ast.h"

namespace polc::dsl {

// Parentheses, unary operators, braces and blocks nest this deep at most.
inline constexpr size_t kMaxDepth = 100;
inline constexpr size_t kMaxPolicyBytes = size_t{64} << 20;

[[nodiscard]] File ParseFile(const SourceFile& source, DiagnosticSink& diagnostics);

}  // namespace polc::dsl
