#pragma once

// Prints an AST (ast.h) in the one canonical layout: `polc fmt`, and what `polc compile --emit
// apparmor` writes. Comments are kept; for a text that parsed without errors,
// ParseFile(Format(file)) is `file` again but for the places, and formatting twice changes nothing.

#include <string>

#include "grammar/apparmor/ast.h"

namespace polc::aa {

[[nodiscard]] std::string Format(const File& file);
[[nodiscard]] std::string Format(const Rule& rule);  // with its comma
[[nodiscard]] std::string Format(const Expression& expression);
[[nodiscard]] std::string Format(const Prefix& prefix);  // ends in a blank unless it is empty

// Orders neighbouring rules by family (families.def). No rule moves across a comment or an empty
// line.
void SortRules(File& file);

}  // namespace polc::aa
