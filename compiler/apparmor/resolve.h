#pragma once

// Resolves a profile text as apparmor_parser does: reads includes, decides conditions, replaces
// blocks by their rules, checks names and rules. The result is a tree again
// (grammar/apparmor/ast.h), whose words still name variables; `variables` says what they stand for.
// emit.h makes a text of it, summary.h says what it allows.

#include "compiler/apparmor/includes.h"
#include "compiler/apparmor/variables.h"
#include "compiler/base/diagnostic.h"

namespace polc::aa {

struct Resolved {
  File tree;  // abi rules, aliases and profiles only
  Variables variables;
};

// Reports everything that is wrong in one run; an error in an included file shows the chain of
// includes. The result is complete only if there were no failures (IsFailure).
[[nodiscard]] Resolved Resolve(const SourceFile& source, Includes& includes,
                               const IncludeOptions& options, DiagnosticSink& diagnostics);

// The same for a tree that was parsed, or built, elsewhere.
[[nodiscard]] Resolved Resolve(const File& file, const std::string& name, Includes& includes,
                               const IncludeOptions& options, DiagnosticSink& diagnostics);

}  // namespace polc::aa
