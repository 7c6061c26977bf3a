#pragma once

// Calls that answer differently although no rule for them has changed: a rule that names a newer
// call, or no longer does, moves the limit above which a runtime's stub (compiler/ir/stub.h)
// answers ENOSYS.

#include <string_view>
#include <vector>

#include "compiler/ir/stub.h"
#include "compiler/ir/verdict.h"

namespace polc {

// A filter with its stub and without.
struct StubbedFilter {
  Filter filter;
  Filter bare;
  std::vector<StubLimit> stub;
};

// On one ABI, with the same change of the answer.
struct StubShift {
  StubLimit before, after;
  Verdict was, is;
  std::vector<std::string_view> calls;  // by name
};

// Of calls whose answers do not depend on arguments. Throws NodeBudgetExceeded.
[[nodiscard]] std::vector<StubShift> StubShifts(Diagram& diagram, const StubbedFilter& before,
                                                const StubbedFilter& after);

}  // namespace polc
