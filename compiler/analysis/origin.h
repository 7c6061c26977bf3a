#pragma once

// Which rule of a policy decides which calls, and which rules are overridden by others: what a
// policy that extends another took from it and what it changed.

#include <string>
#include <vector>

#include "compiler/base/source.h"
#include "compiler/ir/diagram.h"
#include "compiler/ir/policy.h"

namespace polc {

// What stands at one place of a text.
struct RuleOrigin {
  Span place;
  Verdict verdict;
  std::vector<std::string> decides;  // calls, sorted; numbers for those without a name
  struct Overridden {
    Span by;  // the first rule that answers some of them
    std::vector<std::string> calls;
  };
  std::vector<Overridden> overridden;  // calls that it names and never answers
};

// Of one ABI, in the order in which the rules are asked. Throws NodeBudgetExceeded.
[[nodiscard]] std::vector<RuleOrigin> Origins(Diagram& diagram, const Policy& policy,
                                              const Context& context, Arch arch);

// Lines for people: place, answer, calls; below it what others took from it.
[[nodiscard]] std::string OriginText(const std::vector<RuleOrigin>& origins, const Policy& policy,
                                     Span default_origin, const Sources& sources, Arch arch);

}  // namespace polc
