#pragma once

// Calls whose answer changes although no rule for them did: if a rule for a newer call is added or
// removed, the limit moves above which a runtime's stub (compiler/ir/stub.h) answers ENOSYS.

#include <string_view>
#include <vector>

#include "compiler/ir/stub.h"
#include "compiler/ir/verdict.h"

namespace polc {

// A filter with its stub (`filter`) and without it (`bare`).
struct StubbedFilter {
  Filter filter;
  Filter bare;
  std::vector<StubLimit> stub;
};

// Calls of one ABI with the same change of the answer.
struct StubShift {
  StubLimit before, after;
  Verdict was, is;
  std::vector<std::string_view> calls;  // by name
};

// Leaves out calls whose answer depends on arguments. Throws NodeBudgetExceeded.
[[nodiscard]] std::vector<StubShift> StubShifts(Diagram& diagram, const StubbedFilter& before,
                                                const StubbedFilter& after);

}  // namespace polc
