#pragma once

// Prints an AST (ast.h) in the one canonical layout: `polc fmt`, and whatever else writes `.polc`
// text. Comments are kept; for a file that parsed without errors, ParseFile(Format(file)) is `file`
// again, and formatting twice changes nothing.

#include <string>

#include "grammar/polc/ast.h"

namespace polc::dsl {

[[nodiscard]] std::string Format(const File& file);
[[nodiscard]] std::string Format(const Condition& condition);
[[nodiscard]] std::string Format(const Expr& expr);
[[nodiscard]] std::string Format(const Action& action);
[[nodiscard]] std::string Format(const Environment& when);  // with the word `when`

}  // namespace polc::dsl
