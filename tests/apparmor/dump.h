#pragma once

// The tree of a profile text as text, without places, comments and layout: two texts with the same
// dump were read as the same. It shares nothing with the printer that it tests.

#include <string>

#include "grammar/apparmor/ast.h"

namespace polc::aa {

[[nodiscard]] std::string Dump(const File& file);

}  // namespace polc::aa
