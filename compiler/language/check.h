#pragma once

// Finds mistakes in definitions that nothing uses yet, so that the author of a set or a constant
// sees them at once.

#include "compiler/language/library.h"
#include "compiler/language/reporter.h"

namespace polc::language {

// Checks the `let`s, the sets and the AppArmor layers of all units that are open.
void CheckDefinitions(const Library& library, Reporter& reporter);

// Whether the policy can be compiled: it has a default, or a base that gives one. Other policies
// can only be included.
[[nodiscard]] bool IsWhole(const dsl::Policy& policy);

}  // namespace polc::language
