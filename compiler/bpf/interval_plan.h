#pragma once

// The best tree of `x >= c` and `x == c` for every interval of a list of runs, by dynamic programming: PlanDispatch's tool.

#include <array>
#include <cstdint>
#include <span>
#include <vector>

#include "compiler/bpf/dispatch.h"

namespace polc::bpf {

// A run that knows its last value. Values between two items, which a test above has already dealt with, may go anywhere.
struct DispatchItem {
  uint32_t first, last;
  DispatchRun::Extent extent;
  uint32_t target;
  uint64_t weight;
  uint32_t depth;
};

// The items of an interval that are not its background, most frequent first.
struct Punctures {
  static constexpr size_t kMost = 6;
  std::array<uint32_t, kMost> items{};
  size_t count = 0;

  // Puts `item` behind those that are not `less` than it.
  template <class Less>
  void Insert(uint32_t item, Less less) {
    size_t at = count++;
    for (; at > 0 && less(items[at - 1], item); --at) items[at] = items[at - 1];
    items[at] = item;
  }
};

class IntervalPlan {
 public:
  // `per_instruction`: what a test costs beside the weight that passes it.
  IntervalPlan(std::vector<DispatchItem> items, uint64_t per_instruction);

  // How to decide items [i, j]: by `x >= items[split].first`, or, if split is 0, by knocking single values out of a
  // background.
  struct Choice {
    uint64_t cost = UINT64_MAX;
    uint32_t split = 0;
    uint32_t background = 0;  // the leaf's target
  };
  [[nodiscard]] const Choice& At(size_t i, size_t j) const { return best_[i * items_.size() + j]; }
  [[nodiscard]] uint64_t Weight(size_t i, size_t j) const { return weight_before_[j + 1] - weight_before_[i]; }
  [[nodiscard]] std::span<const DispatchItem> items() const { return items_; }
  [[nodiscard]] Punctures PuncturesOf(size_t i, size_t j, uint32_t background) const;

 private:
  void SolveLeaves(size_t i, uint32_t background);
  void SolveSplits(size_t i, size_t j);

  std::vector<DispatchItem> items_;
  uint64_t per_instruction_;
  std::vector<uint64_t> weight_before_;
  std::vector<Choice> best_;
};

}  // namespace polc::bpf
