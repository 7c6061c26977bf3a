#pragma once

// Finds where the two layers of a policy disagree: AppArmor allows something, but seccomp denies
// all the calls that could ask for it; or AppArmor denies what the policy itself allows for
// seccomp. Neither is an error, because the stricter layer wins.

#include <vector>

#include "compiler/base/diagnostic.h"
#include "compiler/ir/diagram.h"
#include "compiler/language/resolve.h"
#include "grammar/apparmor/ast.h"

namespace polc::language {

// `rules` are those of the resolved profile. `filter` is the policy, lowered for a known
// environment. Reports warnings (`layers-disagree`).
void ReportDisagreements(Diagram& diagram, Filter filter, const Policy& policy,
                         const std::vector<bool>& own_rules, const aa::Block& rules,
                         DiagnosticSink& diagnostics);

}  // namespace polc::language
