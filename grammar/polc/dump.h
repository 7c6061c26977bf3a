#pragma once

// Prints an AST for tests, without spans, comments and the spelling of numbers. Two texts mean the
// same to every later stage exactly if their dumps are equal.

#include <string>

#include "grammar/polc/ast.h"

namespace polc::dsl {

[[nodiscard]] std::string Dump(const File& file);

}  // namespace polc::dsl
