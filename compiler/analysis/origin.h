#pragma once

// Which calls each rule of a policy decides, and which rules are overridden by others. It shows
// what a policy that extends another one took from it and what it changed.

#include <string>
#include <vector>

#include "compiler/base/source.h"
#include "compiler/ir/diagram.h"
#include "compiler/ir/policy.h"

namespace polc {

// The rules at one place of a text.
struct RuleOrigin {
  Span place;
  Verdict verdict;
  std::vector<std::string> decides;  // calls, sorted; numbers for those without a name
  struct Overridden {
    Span by;  // the first rule that answers some of them
    std::vector<std::string> calls;
  };
  std::vector<Overridden> overridden;  // calls that the rules here name and never answer
};

// The origins on one ABI, in the order of the rules. Throws NodeBudgetExceeded.
[[nodiscard]] std::vector<RuleOrigin> Origins(Diagram& diagram, const Policy& policy,
                                              const Context& context, Arch arch);

// Lines for people: place, answer, calls, and then the calls that other rules answer.
[[nodiscard]] std::string OriginText(const std::vector<RuleOrigin>& origins, const Policy& policy,
                                     Span default_origin, const Sources& sources, Arch arch);

}  // namespace polc
