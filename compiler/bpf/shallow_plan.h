#pragma once

// Makes the longest path of the tree as short as possible, and then the tree as small as possible:
// PlanDispatch for Objective::Worst.

#include <vector>

#include "compiler/bpf/interval_plan.h"

namespace polc::bpf {

// More items than this take too long.
inline constexpr size_t kMostShallowItems = 256;

[[nodiscard]] DispatchTree PlanShallow(const std::vector<DispatchItem>& items);

}  // namespace polc::bpf
