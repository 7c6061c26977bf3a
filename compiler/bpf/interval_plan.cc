// The best tree for items [i, j] is either a split, `x >= first(k)`, of two best trees, or a leaf:
// a background target and, before it, up to Punctures::kMost tests `x == v` for single values with
// other targets, most frequent first. Such a puncture costs one instruction; splits alone need two.
// An `==` above a split is not considered here; dispatch.cc tries it where it can pay.

#include "compiler/bpf/interval_plan.h"

#include <algorithm>
#include <limits>

#include "compiler/base/check.h"

namespace polc::bpf {
namespace {

using Cost = IntervalPlan::Cost;

// Calls visit(last, background, tests, path) for all leaves that begin with item `first`, shorter
// ones first. If W is the weight of the leaf and w0 >= w1 >= … are those of its punctures, its
// tests are made W + (W - w0) + (W - w0 - w1) + … times.
template <class Visit>
void ForEachLeaf(std::span<const DispatchItem> items, size_t first, Visit visit) {
  // There are at most kMost punctures, so one of the first kMost + 1 items has the background's
  // target.
  for (size_t b = first; b < std::min(items.size(), first + Punctures::kMost + 1); ++b) {
    const uint32_t background = items[b].target;
    bool tried = false;
    for (size_t earlier = first; earlier < b; ++earlier)
      tried = tried || items[earlier].target == background;
    if (tried) continue;
    std::array<Cost, Punctures::kMost> weights{};
    Cost tests = 0, spared = 0, all = 0;
    for (size_t last = first; last < items.size(); ++last) {
      const auto weight = static_cast<Cost>(items[last].weight);
      all += weight;
      if (items[last].target != background) {
        if (tests == Cost{Punctures::kMost} || items[last].extent == DispatchRun::Extent::Many)
          break;
        auto at = static_cast<size_t>(tests++);
        for (; at > 0 && weights[at - 1] < weight; --at) weights[at] = weights[at - 1];
        weights[at] = weight;
        spared = 0;
        for (Cost p = 0; p < tests; ++p)
          spared += weights[static_cast<size_t>(p)] * (tests - 1 - p);
      }
      visit(last, background, tests, tests * all - spared);
    }
  }
}

}  // namespace

IntervalPlan::IntervalPlan(std::vector<DispatchItem> items, Cost per_instruction)
    : items_(std::move(items)),
      per_instruction_(per_instruction),
      splits_(items_.size() * (items_.size() + 1) / 2),
      costs_(splits_.size(), std::numeric_limits<Cost>::max()),
      by_end_(splits_.size()) {
  const size_t n = items_.size();
  POLC_CHECK(n > 0 && n <= UINT16_MAX);
  weight_before_.resize(n + 1, 0);
  for (size_t i = 0; i < n; ++i)
    weight_before_[i + 1] = weight_before_[i] + static_cast<Cost>(items_[i].weight);
  for (size_t i = n; i-- > 0;) {
    SolveLeaves(i);
    by_end_[UpTo(i, i)] = CostOf(i, i);
    for (size_t j = i + 1; j < n; ++j) SolveSplits(i, j);
  }
}

void IntervalPlan::SolveLeaves(size_t i) {
  Cost* const costs = &costs_[From(i, i)];
  ForEachLeaf(items_, i, [&](size_t j, uint32_t, Cost tests, Cost path) {
    costs[j - i] = std::min(costs[j - i], tests * per_instruction_ + path);
  });
}

DispatchLeaf IntervalPlan::LeafOf(size_t i, size_t j) const {
  DispatchLeaf leaf{i, j, 0};
  Cost least = std::numeric_limits<Cost>::max();
  ForEachLeaf(items_, i, [&](size_t last, uint32_t background, Cost tests, Cost path) {
    const Cost cost = tests * per_instruction_ + path;
    if (last != j || cost >= least) return;
    least = cost;
    leaf.background = background;
  });
  POLC_CHECK(least == CostOf(i, j));
  return leaf;
}

void IntervalPlan::SolveSplits(size_t i, size_t j) {
  // Knuth's bounds: the best split moves in the same direction as the ends of the interval. Leaves
  // make this slightly wrong, so there is some slack.
  constexpr size_t kSlack = 3;
  size_t low = i + 1, high = j;
  if (j - i >= 8) {
    if (const size_t split = SplitOf(i, j - 1); split > low + kSlack) low = split - kSlack;
    if (const size_t split = SplitOf(i + 1, j); split != 0 && split + kSlack < high)
      high = std::max(split + kSlack, low);
  }
  const Cost* const before = &costs_[From(i, low - 1)];
  const Cost* const after = &by_end_[UpTo(low, j)];
  const size_t count = high - low + 1;
  Cost least = before[0] + after[0];
  size_t at = 0;
  for (size_t k = 1; k < count; ++k) {
    const Cost both = before[k] + after[k];
    if (both < least) {
      least = both;
      at = k;
    }
  }
  const Cost cost = least + Weight(i, j) + per_instruction_;
  Cost& best = costs_[From(i, j)];
  if (cost < best) {
    best = cost;
    splits_[From(i, j)] = static_cast<uint16_t>(low + at);
  }
  by_end_[UpTo(i, j)] = best;
}

std::vector<DispatchLeaf> SmallestLeaves(std::span<const DispatchItem> items,
                                         IntervalPlan::Cost per_instruction) {
  // best[n] is for the first n items: the cost of their best leaves, and the last of these leaves.
  struct Best {
    int64_t cost = std::numeric_limits<int64_t>::max();
    DispatchLeaf leaf{};
  };
  std::vector<Best> best(items.size() + 1);
  best[0].cost = 0;
  for (size_t first = 0; first < items.size(); ++first) {
    ForEachLeaf(items, first, [&](size_t last, uint32_t background, Cost tests, Cost path) {
      const int64_t cost = best[first].cost + (int64_t{tests} + 1) * per_instruction + path;
      if (cost < best[last + 1].cost) best[last + 1] = {cost, {first, last, background}};
    });
  }
  std::vector<DispatchLeaf> leaves;
  for (size_t end = items.size(); end > 0; end = leaves.back().first)
    leaves.push_back(best[end].leaf);
  std::reverse(leaves.begin(), leaves.end());
  return leaves;
}

Punctures PuncturesOf(std::span<const DispatchItem> items, const DispatchLeaf& leaf) {
  Punctures found;
  for (size_t r = leaf.first; r <= leaf.last; ++r) {
    if (items[r].target == leaf.background) continue;
    POLC_CHECK(found.count < Punctures::kMost);
    found.Insert(static_cast<uint32_t>(r),
                 [&](uint32_t a, uint32_t b) { return items[a].weight < items[b].weight; });
  }
  return found;
}

}  // namespace polc::bpf
