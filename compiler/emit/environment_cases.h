#pragma once

// Separates what a syscall's answer depends on before a process runs, capabilities and the kernel's
// version, from what depends on the syscall's arguments.

#include <vector>

#include "compiler/ir/diagram.h"
#include "compiler/ir/policy.h"

namespace polc {

// If `when` holds, the answer is `node`, a function of the arguments.
struct EnvironmentCase {
  Environment when;
  NodeId node;
};

// `node` must not depend on arch and nr. The cases cover every environment. Each has as few
// conditions as possible, so cases may overlap; their nodes are then the same. Throws
// NodeBudgetExceeded.
[[nodiscard]] std::vector<EnvironmentCase> SplitEnvironments(Diagram& diagram, NodeId node);

}  // namespace polc
