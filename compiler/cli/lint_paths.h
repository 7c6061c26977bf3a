#pragma once

// Which files `lint PATH…` looks at.

#include <string>
#include <vector>

#include "compiler/session/input.h"

namespace polc::cli {

// A file, a built-in or `-` as it is; of a directory, in the order of their names, the files below it that hold a profile by
// their content. Names that begin with a dot are passed over.
[[nodiscard]] std::vector<std::string> PathsToLint(const std::vector<std::string>& arguments, const World& world);

}  // namespace polc::cli
