// The best tree for items [i, j] is either a split, `x >= first(k)`, of two best trees, or a leaf: one background target with
// up to Punctures::kMost single values knocked out by `x == v`, most frequent first. A puncture costs one instruction where
// splits alone need two. An `==` above a split is not considered here; dispatch.cc tries it where it can pay.

#include "compiler/bpf/interval_plan.h"

#include <algorithm>

#include "compiler/base/check.h"

namespace polc::bpf {

IntervalPlan::IntervalPlan(std::vector<DispatchItem> items, uint64_t per_instruction)
    : items_(std::move(items)), per_instruction_(per_instruction), best_(items_.size() * items_.size()) {
  const size_t n = items_.size();
  POLC_CHECK(n > 0);
  weight_before_.resize(n + 1, 0);
  for (size_t i = 0; i < n; ++i) weight_before_[i + 1] = weight_before_[i] + items_[i].weight;
  for (size_t i = n; i-- > 0;) {
    // If there are few enough punctures, one of the first kMost + 1 items has the background's target.
    for (size_t b = i; b < std::min(n, i + Punctures::kMost + 1); ++b) {
      bool tried = false;
      for (size_t earlier = i; earlier < b; ++earlier) tried = tried || items_[earlier].target == items_[b].target;
      if (!tried) SolveLeaves(i, items_[b].target);
    }
    for (size_t j = i + 1; j < n; ++j) SolveSplits(i, j);
  }
}

// All leaves that begin with item i, from the shortest on. With weights w0 >= w1 >= … of the punctures, the tests cost
// W + (W - w0) + (W - w0 - w1) + …
void IntervalPlan::SolveLeaves(size_t i, uint32_t background) {
  std::array<uint64_t, Punctures::kMost> weights{};
  size_t count = 0;
  uint64_t spared = 0;  // what the punctures save over `count` times W
  for (size_t j = i; j < items_.size(); ++j) {
    if (items_[j].target != background) {
      if (count == Punctures::kMost || items_[j].extent == DispatchRun::Extent::Many) return;
      size_t at = count++;
      for (; at > 0 && weights[at - 1] < items_[j].weight; --at) weights[at] = weights[at - 1];
      weights[at] = items_[j].weight;
      spared = 0;
      for (size_t p = 0; p < count; ++p) spared += weights[p] * (count - 1 - p);
    }
    const uint64_t cost = count * (Weight(i, j) + per_instruction_) - spared;
    Choice& best = best_[i * items_.size() + j];
    if (cost < best.cost) best = {cost, 0, background};
  }
}

void IntervalPlan::SolveSplits(size_t i, size_t j) {
  const size_t n = items_.size();
  Choice& best = best_[i * n + j];
  // Knuth's bounds: the best split moves with the ends of the interval. Leaves upset that a little, hence the slack.
  constexpr size_t kSlack = 8;
  size_t low = i + 1, high = j;
  if (j - i >= 8) {
    if (const size_t split = At(i, j - 1).split; split > low + kSlack) low = split - kSlack;
    if (const size_t split = At(i + 1, j).split; split != 0 && split + kSlack < high) high = std::max(split + kSlack, low);
  }
  const uint64_t here = Weight(i, j) + per_instruction_;
  for (size_t k = low; k <= high; ++k) {
    const uint64_t cost = here + best_[i * n + k - 1].cost + best_[k * n + j].cost;
    if (cost < best.cost) best = {cost, static_cast<uint32_t>(k), 0};
  }
}

Punctures IntervalPlan::PuncturesOf(size_t i, size_t j, uint32_t background) const {
  Punctures found;
  for (size_t r = i; r <= j; ++r) {
    if (items_[r].target == background) continue;
    POLC_CHECK(found.count < Punctures::kMost);
    found.Insert(static_cast<uint32_t>(r), [&](uint32_t a, uint32_t b) { return items_[a].weight < items_[b].weight; });
  }
  return found;
}

}  // namespace polc::bpf
