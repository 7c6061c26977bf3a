#pragma once

// From a profile text to what apparmor_parser makes of it: includes read, conditions decided,
// blocks dissolved into their rules, names and rules checked. The result is a tree again
// (grammar/apparmor/ast.h), whose words still name variables; `variables` says what they stand for.
// emit.h prints it, and the analyses of what a profile means begin here.

#include "compiler/apparmor/includes.h"
#include "compiler/apparmor/variables.h"
#include "compiler/base/diagnostic.h"

namespace polc::aa {

struct Resolved {
  File tree;  // abi rules, aliases and profiles only
  Variables variables;
};

// Reports everything that is wrong, in one run; an error inside of an include shows how it got
// there. The result is whole only if there were no failures (IsFailure).
[[nodiscard]] Resolved Resolve(const SourceFile& source, Includes& includes,
                               const IncludeOptions& options, DiagnosticSink& diagnostics);

// The same of a tree that was read, or made, elsewhere.
[[nodiscard]] Resolved Resolve(const File& file, const std::string& name, Includes& includes,
                               const IncludeOptions& options, DiagnosticSink& diagnostics);

}  // namespace polc::aa
