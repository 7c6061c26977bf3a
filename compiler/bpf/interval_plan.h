#pragma once

// The best tree of `x >= c` and `x == c` for every interval of a list of runs, by dynamic
// programming. PlanDispatch (dispatch.h) is made of it.

#include <array>
#include <cstdint>
#include <span>
#include <vector>

#include "compiler/bpf/dispatch.h"

namespace polc::bpf {

// A run that knows its last value. Values between two items may lead anywhere: an earlier test has
// taken them out.
struct DispatchItem {
  uint32_t first, last;
  DispatchRun::Extent extent;
  uint32_t target;
  uint64_t weight;
  uint32_t depth;
};

// The items of an interval that do not lead to its background target, most frequent first.
struct Punctures {
  static constexpr size_t kMost = 6;
  std::array<uint32_t, kMost> items{};
  size_t count = 0;

  // Inserts `item` after those that are not `less` than it.
  template <class Less>
  void Insert(uint32_t item, Less less) {
    size_t at = count++;
    for (; at > 0 && less(items[at - 1], item); --at) items[at] = items[at - 1];
    items[at] = item;
  }
};

// Items [first, last] as a background with punctures.
struct DispatchLeaf {
  size_t first, last;
  uint32_t background;
};

class IntervalPlan {
 public:
  // Costs are weights times tests, and must stay below 2^31: see kWeightOne.
  using Cost = int32_t;

  // `per_instruction`: the cost of a test, to which the weight of the values that it tests is
  // added.
  IntervalPlan(std::vector<DispatchItem> items, Cost per_instruction);

  // How to decide items [i, j]: by `x >= items[split].first`, or, if this is 0, by testing for the
  // single values that do not lead to the background of LeafOf.
  [[nodiscard]] uint32_t SplitOf(size_t i, size_t j) const { return splits_[From(i, j)]; }
  [[nodiscard]] DispatchLeaf LeafOf(size_t i, size_t j) const;
  [[nodiscard]] Cost CostOf(size_t i, size_t j) const { return costs_[From(i, j)]; }
  [[nodiscard]] Cost Weight(size_t i, size_t j) const {
    return weight_before_[j + 1] - weight_before_[i];
  }
  [[nodiscard]] std::span<const DispatchItem> items() const { return items_; }

 private:
  void SolveLeaves(size_t i);
  void SolveSplits(size_t i, size_t j);

  // Intervals that begin with the same item are neighbours; in by_end_, those that end with the
  // same item are. A loop over the splits of an interval therefore reads both in order.
  [[nodiscard]] size_t From(size_t i, size_t j) const {
    return i * (2 * items_.size() - i + 1) / 2 + j - i;
  }
  [[nodiscard]] static size_t UpTo(size_t i, size_t j) { return j * (j + 1) / 2 + i; }

  std::vector<DispatchItem> items_;
  Cost per_instruction_;
  std::vector<Cost> weight_before_;
  std::vector<uint16_t> splits_;
  std::vector<Cost> costs_;
  std::vector<Cost> by_end_;  // the costs again, in the order of UpTo()
};

[[nodiscard]] Punctures PuncturesOf(std::span<const DispatchItem> items, const DispatchLeaf& leaf);

// The leaves of the smallest tree. Every tree has one split fewer than leaves, so if the length of
// paths does not count, the items only have to be cut into leaves, which is linear in their number.
[[nodiscard]] std::vector<DispatchLeaf> SmallestLeaves(std::span<const DispatchItem> items,
                                                       IntervalPlan::Cost per_instruction);

}  // namespace polc::bpf
