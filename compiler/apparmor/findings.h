#pragma once

// Finds what apparmor_parser accepts but understands otherwise than the text reads. These are
// reported as errors, but the text compiles (IsFailure in base/diagnostic.h is false).

#include "compiler/base/diagnostic.h"
#include "grammar/apparmor/ast.h"

namespace polc::aa {

// `path` is the rule's path after variable expansion.
void FindPathTraps(const Rule& rule, std::string_view path, DiagnosticSink& diagnostics);
void FindArrowIgnored(const Rule& rule, DiagnosticSink& diagnostics);
// apparmor_parser drops profiles, limits and the rules of most families if they stand in a block
// (parser_yacc.y, the rule for `opt_prefix '{' rules '}'`).
void FindDroppedRule(Span span, std::string_view what, Span opener, DiagnosticSink& diagnostics);

// A `deny` in a block logs what it refuses only if it and every block around it has `audit`.
void FindQuietedDeny(const Rule& rule, Span opener, DiagnosticSink& diagnostics);

}  // namespace polc::aa
