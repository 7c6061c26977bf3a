#pragma once

// The search tree over one loaded word: the tests, and their order, that lead from a value to its
// target. A filter mostly consists of such trees, so they are found by dynamic programming and not
// by halving. All arithmetic is on integers, so the tree is the same on every machine.

#include <cstdint>
#include <span>
#include <vector>

namespace polc::bpf {

// Values from `first` up to the next run lead to `target`, a number that means something to the
// caller only. Runs are sorted, neighbours differ in target, and no value is below the first run.
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

// One value's part of the weight of its run.
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

// The search begins at nodes[root].
struct DispatchTree {
  std::vector<DispatchNode> nodes;
  uint32_t root = 0;
};

// What is made as small as possible. The other two break ties, in the order Path, Size.
enum class Objective : uint8_t { Path, Size, Worst };

// `hot` is sorted by value.
[[nodiscard]] DispatchTree PlanDispatch(std::span<const DispatchRun> runs,
                                        std::span<const HotValue> hot, Objective objective);

}  // namespace polc::bpf
