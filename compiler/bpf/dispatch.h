#pragma once

// The search tree over one loaded word: which comparisons, in which order, lead from a value to its target. The tree is
// what a filter mostly consists of, so it is found by dynamic programming and not by halving.

#include <cstdint>
#include <span>
#include <vector>

namespace polc::bpf {

// Values from `first` up to the next run's lead to `target` (any numbering of the caller's). Runs are sorted, the first
// begins at 0, and neighbours differ in target.
struct DispatchRun {
  enum class Extent : uint8_t { One, Many };  // values in the run
  uint32_t first;
  Extent extent;
  uint32_t target;
  double weight;  // how often a value of this run is looked up, relative to the other runs
};

struct DispatchNode {
  enum class Kind : uint8_t { Target, Equal, AtLeast };
  Kind kind;
  uint32_t value;  // the target, or the constant that is compared with
  uint32_t yes = 0, no = 0;  // indices of the children
};

// nodes[root] is where to begin.
struct DispatchTree {
  std::vector<DispatchNode> nodes;
  uint32_t root = 0;
};

// What an instruction costs beside a step of the average path (1.0): larger makes smaller and deeper trees.
struct DispatchCost {
  double per_instruction = 0.02;
};

[[nodiscard]] DispatchTree PlanDispatch(std::span<const DispatchRun> runs, DispatchCost cost);

}  // namespace polc::bpf
