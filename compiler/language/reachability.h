#pragma once

// A rule that answers no call, whatever the environment, because those above it answer all of its
// calls.

#include "compiler/language/reporter.h"
#include "compiler/language/resolve.h"

namespace polc::language {

// Of the policy's own rules only: that a base's or an included rule is overridden is what one
// extends and includes for. Throws NodeBudgetExceeded.
void ReportUnreachable(const Resolved& resolved, Reporter& reporter);

}  // namespace polc::language
