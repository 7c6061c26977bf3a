#pragma once

// Pseudo filter code: a filter as nested ifs, for reading in a review. The same kind of text that libseccomp prints, but of
// the meaning and not of one library's tree.

#include <string>

#include "compiler/ir/diagram.h"
#include "syscalls/arch.h"

namespace polc {

// Throws NodeBudgetExceeded for a filter whose numbers cannot be listed.
[[nodiscard]] std::string ToPfc(Diagram& diagram, Filter filter, const std::vector<Arch>& arches);

}  // namespace polc
