#pragma once

// The specification in executable form: what a policy answers to one call, computed in the simplest
// possible way. Tests compare everything else with it: lower.h's diagram, BPF programs, the kernel.

#include "compiler/ir/policy.h"

namespace polc {

[[nodiscard]] Verdict Evaluate(const Policy& policy, const Call& call);

}  // namespace polc
