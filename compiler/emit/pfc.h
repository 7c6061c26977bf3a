#pragma once

// Pseudo filter code: a filter as nested ifs, for reading in a review. The same kind of text that
// libseccomp prints, but of the meaning and not of one library's tree.

#include <string>

#include "compiler/ir/diagram.h"
#include "syscalls/arch.h"

namespace polc {

// Every block of an ABI and what follows the blocks ends with the answer to all that was not tested
// before. Throws NodeBudgetExceeded for a filter whose numbers cannot be listed or whose text would
// never end.
[[nodiscard]] std::string ToPfc(Diagram& diagram, Filter filter, const std::vector<Arch>& arches);

}  // namespace polc
