#pragma once

// An AST as text for tests: what it says without spans, comments and how numbers were spelled. Two
// texts mean the same to every later stage exactly if their dumps are equal.

#include <string>

#include "grammar/polc/ast.h"

namespace polc::dsl {

[[nodiscard]] std::string Dump(const File& file);

}  // namespace polc::dsl
