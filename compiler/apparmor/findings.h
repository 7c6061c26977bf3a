#pragma once

// What apparmor_parser accepts and gives another meaning than the text seems to have. Error-level,
// but the text compiles.

#include "compiler/base/diagnostic.h"
#include "grammar/apparmor/ast.h"

namespace polc::aa {

// `path` is the rule's path after variable expansion.
void FindPathTraps(const Rule& rule, std::string_view path, DiagnosticSink& diagnostics);
void FindArrowIgnored(const Rule& rule, DiagnosticSink& diagnostics);
// Rules of most families, profiles and limits vanish inside of a block (parser_yacc.y, the rule for
// `opt_prefix '{' rules '}'`).
void FindDroppedRule(Span span, std::string_view what, Span opener, DiagnosticSink& diagnostics);

// A `deny` in a block logs what it refuses only if it and every block around it has `audit`.
void FindQuietedDeny(const Rule& rule, Span opener, DiagnosticSink& diagnostics);

}  // namespace polc::aa
