#pragma once

// Pseudo filter code: a filter as nested ifs, for reading in a review. libseccomp prints such text
// of its own tree; this one shows what the filter means.

#include <string>

#include "compiler/ir/diagram.h"
#include "syscalls/arch.h"

namespace polc {

// The block of each ABI, and then the whole text, ends with the answer to everything that was not
// tested before. Throws NodeBudgetExceeded if the numbers cannot be listed or the text gets too
// long.
[[nodiscard]] std::string ToPfc(Diagram& diagram, Filter filter, const std::vector<Arch>& arches);

}  // namespace polc
