#pragma once

// From the ordered rules of a Policy to its meaning, the canonical Filter.

#include "compiler/ir/diagram.h"
#include "compiler/ir/policy.h"

namespace polc {

// Throws NodeBudgetExceeded.
[[nodiscard]] Filter Lower(Diagram& diagram, const Policy& policy, const Context& context);

// The condition for a rule to apply in its environment, given what the context knows.
[[nodiscard]] Guard BuildGuard(Diagram& diagram, const Environment& when, const Context& context);

// All conditions of a rule except its syscalls.
[[nodiscard]] Guard BuildGuard(Diagram& diagram, const Rule& rule, const Context& context);

}  // namespace polc
