#pragma once

// Mistakes in definitions that nothing uses: whoever writes a set or a constant wants to hear of
// them at once.

#include "compiler/language/library.h"
#include "compiler/language/reporter.h"

namespace polc::language {

// The `let`s and sets of all units that are open, and what their policies say for AppArmor.
void CheckDefinitions(const Library& library, Reporter& reporter);

// Can be compiled: it has a default, or a base that gives one. Others are there to be included.
[[nodiscard]] bool IsWhole(const dsl::Policy& policy);

}  // namespace polc::language
