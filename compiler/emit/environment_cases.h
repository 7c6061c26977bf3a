#pragma once

// What a syscall's answer depends on before a process runs: capabilities and the kernel's version,
// taken apart from what depends on its arguments.

#include <vector>

#include "compiler/ir/diagram.h"
#include "compiler/ir/policy.h"

namespace polc {

// Where `when` holds, the call is answered by `node`, a function of the arguments.
struct EnvironmentCase {
  Environment when;
  NodeId node;
};

// `node` must not depend on arch and nr. The cases cover every environment; those that overlap have
// the same node, because each asks as little as it can. Throws NodeBudgetExceeded.
[[nodiscard]] std::vector<EnvironmentCase> SplitEnvironments(Diagram& diagram, NodeId node);

}  // namespace polc
