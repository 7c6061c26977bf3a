#pragma once

// The search tree over one loaded word: which tests, in which order, lead from a value to its
// target. The tree is what a filter mostly consists of, so it is found by dynamic programming and
// not by halving. All arithmetic is on integers: the tree must be the same on every machine.

#include <cstdint>
#include <span>
#include <vector>

namespace polc::bpf {

// Values from `first` up to the next run's lead to `target` (any numbering of the caller's). Runs
// are sorted, neighbours differ in target, and no value is below the first.
struct DispatchRun {
  enum class Extent : uint8_t { One, Many };  // values in the run
  uint32_t first;
  Extent extent;
  uint32_t target;
  uint64_t weight;     // how often a value of this run is looked up; see kWeightOne
  uint32_t depth = 0;  // instructions on the longest way through the target's own code
};

// The weights of all calls together are about this much.
inline constexpr uint64_t kWeightOne = uint64_t{1} << 24;

// The part of a run's weight that one value has.
struct HotValue {
  uint32_t value;
  uint64_t weight;
};

struct DispatchNode {
  // AnyBit: is any bit of the constant set?
  enum class Kind : uint8_t { Target, Equal, AtLeast, AnyBit };
  Kind kind;
  uint32_t value;            // the target, or the constant
  uint32_t yes = 0, no = 0;  // indices of the children
};

// nodes[root] is where to begin.
struct DispatchTree {
  std::vector<DispatchNode> nodes;
  uint32_t root = 0;
};

// What is made small first. The others break ties, in the order Path, Size.
enum class Objective : uint8_t { Path, Size, Worst };

// `hot` is sorted by value.
[[nodiscard]] DispatchTree PlanDispatch(std::span<const DispatchRun> runs,
                                        std::span<const HotValue> hot, Objective objective);

}  // namespace polc::bpf
