#pragma once

// The specification in executable form: what a policy answers to one call, computed in the most
// naive way there is. Every other way to know it (lower.h's diagram, a BPF program, the kernel) is
// tested against this one.

#include "compiler/ir/policy.h"

namespace polc {

[[nodiscard]] Verdict Evaluate(const Policy& policy, const Call& call);

}  // namespace polc
