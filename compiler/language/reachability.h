#pragma once

// Finds rules that can never match, in no environment, because the rules above them match all of
// their calls.

#include "compiler/language/reporter.h"
#include "compiler/language/resolve.h"

namespace polc::language {

// Reports the policy's own rules only, because policies extend and include others in order to
// override their rules. Throws NodeBudgetExceeded.
void ReportUnreachable(const Resolved& resolved, Reporter& reporter);

}  // namespace polc::language
