// Improves the tree of interval_plan.h from its root down, as long as a part is used enough to
// matter. A test that comes first and takes out hot values (`no bit of K set`, which takes out a
// cube of values at once, or `x == v`) may leave so much simpler a rest that all other values are
// found sooner as well. The rest may send the values that were taken out anywhere, so their
// neighbours on both sides grow together.

#include "compiler/bpf/dispatch.h"

#include <algorithm>
#include <bit>
#include <optional>

#include "compiler/base/check.h"
#include "compiler/bpf/interval_plan.h"
#include "compiler/bpf/shallow_plan.h"

namespace polc::bpf {
namespace {

// The cost of an instruction, where a step of every call costs kWeightOne. For size, weights are
// scaled down so far that no sum of steps comes near an instruction.
constexpr IntervalPlan::Cost kPathInstruction = kWeightOne / 64;
constexpr IntervalPlan::Cost kSizeInstruction = 1 << 18;
constexpr uint64_t kSizeWeight = kWeightOne >> 12;

// Searches that are larger than this and rarely made are planned for size, which is quick.
constexpr size_t kMostColdItems = 32;

// Values that have no bit of `key` set all lead to `target`.
struct Cube {
  uint32_t key;
  uint32_t target;
  uint64_t weight;
};

class Planner {
 public:
  Planner(std::span<const HotValue> hot, IntervalPlan::Cost per_instruction)
      : hot_(hot), per_instruction_(per_instruction) {}

  DispatchTree Plan(std::vector<DispatchItem> items) {
    const IntervalPlan plan(std::move(items), per_instruction_);
    const size_t last = plan.items().size() - 1;
    notable_ = plan.Weight(0, last) / kNotable;
    tree_.root = Improve(plan, 0, last);
    return std::move(tree_);
  }

  // Chooses the leaves by size alone, then the shortest paths to them.
  DispatchTree PlanSmall(std::span<const DispatchItem> items) {
    const std::vector<DispatchLeaf> leaves = SmallestLeaves(items, per_instruction_);
    std::vector<DispatchItem> joined;
    for (const DispatchLeaf& leaf : leaves) {
      joined.push_back({items[leaf.first].first, items[leaf.last].last, DispatchRun::Extent::Many,
                        static_cast<uint32_t>(joined.size()), 0, 0});
      for (size_t i = leaf.first; i <= leaf.last; ++i) joined.back().weight += items[i].weight;
    }
    const IntervalPlan plan(std::move(joined), per_instruction_);
    tree_.root = Splits(plan, 0, leaves.size() - 1, items, leaves);
    return std::move(tree_);
  }

 private:
  // An interval with less than this fraction of the weight is not worth the search.
  static constexpr IntervalPlan::Cost kNotable = 4;

  uint32_t Splits(const IntervalPlan& plan, size_t i, size_t j, std::span<const DispatchItem> items,
                  std::span<const DispatchLeaf> leaves) {
    if (i == j) return Leaf(items, leaves[i]);
    const uint32_t split = plan.SplitOf(i, j);
    POLC_CHECK(split != 0);
    const uint32_t low = Splits(plan, i, split - 1, items, leaves);
    const uint32_t high = Splits(plan, split, j, items, leaves);
    return Add({DispatchNode::Kind::AtLeast, plan.items()[split].first, high, low});
  }

  uint32_t Add(DispatchNode node) {
    tree_.nodes.push_back(node);
    return static_cast<uint32_t>(tree_.nodes.size() - 1);
  }
  uint32_t Target(uint32_t target) { return Add({DispatchNode::Kind::Target, target}); }

  uint32_t Improve(const IntervalPlan& plan, size_t i, size_t j) {
    if (j - i >= 2 && plan.Weight(i, j) > notable_) {
      const std::span<const DispatchItem> items = plan.items().subspan(i, j - i + 1);
      const IntervalPlan::Cost test = plan.Weight(i, j) + per_instruction_;
      std::optional<IntervalPlan> best;
      DispatchNode node{};
      uint32_t taken_to = 0;
      IntervalPlan::Cost least = plan.CostOf(i, j);
      const auto consider = [&](DispatchNode::Kind kind, uint32_t constant, uint32_t target,
                                std::vector<DispatchItem> rest) {
        if (rest.empty()) return;
        IntervalPlan left(std::move(rest), per_instruction_);
        const IntervalPlan::Cost cost = test + left.CostOf(0, left.items().size() - 1);
        if (cost >= least) return;
        least = cost;
        best = std::move(left);
        node = {kind, constant};
        taken_to = target;
      };
      if (const auto cube = HeaviestCube(items)) {
        consider(DispatchNode::Kind::AnyBit, cube->key, cube->target,
                 Without(items, [&](uint32_t value) { return (value & cube->key) == 0; }));
      }
      if (const HotValue* value = HeaviestValue(items)) {
        consider(DispatchNode::Kind::Equal, value->value, TargetOf(items, value->value),
                 Without(items, [&](uint32_t x) { return x == value->value; }));
      }
      if (best) {
        const uint32_t rest = Improve(*best, 0, best->items().size() - 1);
        const uint32_t taken = Target(taken_to);
        node.yes = node.kind == DispatchNode::Kind::Equal ? taken : rest;
        node.no = node.kind == DispatchNode::Kind::Equal ? rest : taken;
        return Add(node);
      }
    }
    const uint32_t split = plan.SplitOf(i, j);
    if (split == 0) return Leaf(plan.items(), plan.LeafOf(i, j));
    const uint32_t low = Improve(plan, i, split - 1);
    const uint32_t high = Improve(plan, split, j);
    return Add({DispatchNode::Kind::AtLeast, plan.items()[split].first, high, low});
  }

  uint32_t Leaf(std::span<const DispatchItem> items, const DispatchLeaf& leaf) {
    const Punctures punctures = PuncturesOf(items, leaf);
    uint32_t node = Target(leaf.background);
    for (size_t p = punctures.count; p-- > 0;) {
      const DispatchItem& item = items[punctures.items[p]];
      const uint32_t target = Target(item.target);
      node = Add({DispatchNode::Kind::Equal, item.first, target, node});
    }
    return node;
  }

  static uint32_t TargetOf(std::span<const DispatchItem> items, uint32_t value) {
    const auto after =
        std::upper_bound(items.begin(), items.end(), value,
                         [](uint32_t v, const DispatchItem& item) { return v < item.first; });
    return (after - 1)->target;
  }

  // The hot values within the items' span.
  [[nodiscard]] std::span<const HotValue> HotIn(std::span<const DispatchItem> items) const {
    const auto begin = std::lower_bound(hot_.begin(), hot_.end(), items.front().first,
                                        [](const HotValue& h, uint32_t v) { return h.value < v; });
    const auto end = std::upper_bound(begin, hot_.end(), items.back().last,
                                      [](uint32_t v, const HotValue& h) { return v < h.value; });
    return {begin, end};
  }

  // The bits in which the values of a cube may differ: for numbers the low ones, for arguments
  // those of the single values.
  static constexpr size_t kCubeBits = 9;
  [[nodiscard]] std::vector<uint32_t> CubeBits(std::span<const DispatchItem> items) const {
    uint32_t bits = 0;
    if (!HotIn(items).empty()) {
      bits = (1u << kCubeBits) - 1;
    } else {
      for (const DispatchItem& item : items) {
        if (item.extent == DispatchRun::Extent::One && std::popcount(item.first) <= 4)
          bits |= item.first;
      }
    }
    std::vector<uint32_t> list;
    for (; bits != 0 && list.size() < kCubeBits; bits &= bits - 1)
      list.push_back(bits & (~bits + 1));
    return list;
  }

  // The heaviest of all cubes around zero whose values lead to one target; nothing if it is too
  // light to be worth a try.
  [[nodiscard]] std::optional<Cube> HeaviestCube(std::span<const DispatchItem> items) const {
    const std::vector<uint32_t> bits = CubeBits(items);
    if (bits.empty()) return std::nullopt;
    constexpr uint32_t kNone = UINT32_MAX;
    const size_t count = size_t{1} << bits.size();
    // For each subset of `bits`: its value, the target that all values of the cube of its subsets
    // lead to, and their weight.
    struct Entry {
      uint32_t value = 0, target = kNone;
      uint64_t weight = 0;
      bool mixed = false;
    };
    std::vector<Entry> cubes(count);
    for (size_t s = 1; s < count; ++s)
      cubes[s].value = cubes[s & (s - 1)].value | bits[static_cast<size_t>(std::countr_zero(s))];
    // Subsets ascend with their values, because the bits do.
    size_t item = 0;
    for (Entry& entry : cubes) {
      while (item < items.size() && items[item].last < entry.value) ++item;
      if (item == items.size() || entry.value < items[item].first) continue;
      entry.target = items[item].target;
      if (items[item].extent == DispatchRun::Extent::One) entry.weight = items[item].weight;
    }
    for (const HotValue& value : HotIn(items)) {
      // With hot values the bits are the lowest ones, so that a subset is its value.
      if (value.value < count && cubes[value.value].target != kNone)
        cubes[value.value].weight = value.weight;
    }
    for (size_t bit = 0; bit < bits.size(); ++bit) {
      for (size_t s = 0; s < count; ++s) {
        if ((s >> bit & 1) == 0) continue;
        const Entry& half = cubes[s ^ size_t{1} << bit];
        Entry& whole = cubes[s];
        whole.weight += half.weight;
        whole.mixed =
            whole.mixed || half.mixed ||
            (whole.target != kNone && half.target != kNone && whole.target != half.target);
        if (whole.target == kNone) whole.target = half.target;
      }
    }
    const Entry* best = nullptr;
    for (const Entry& entry : cubes) {
      if (!entry.mixed && entry.target != kNone && (best == nullptr || entry.weight > best->weight))
        best = &entry;
    }
    uint64_t all = 0;
    for (const DispatchItem& each : items) all += each.weight;
    if (best == nullptr || best->value == 0 || best->weight * 4 < all) return std::nullopt;
    return Cube{~best->value, best->target, best->weight};
  }

  [[nodiscard]] const HotValue* HeaviestValue(std::span<const DispatchItem> items) const {
    const std::span<const HotValue> hot = HotIn(items);
    const auto best =
        std::max_element(hot.begin(), hot.end(),
                         [](const HotValue& a, const HotValue& b) { return a.weight < b.weight; });
    uint64_t all = 0;
    for (const DispatchItem& each : items) all += each.weight;
    return best == hot.end() || best->weight * 3 < all ? nullptr : &*best;
  }

  // The items without the values that are taken.
  template <class Taken>
  std::vector<DispatchItem> Without(std::span<const DispatchItem> items, Taken taken) const {
    constexpr uint32_t kMostValues = 1024;  // the values of larger items are not looked at
    std::vector<DispatchItem> rest;
    for (DispatchItem item : items) {
      if (item.last - item.first < kMostValues) {
        uint32_t left = 0, one = 0;
        for (uint32_t value = item.first; left < 2; ++value) {
          if (!taken(value)) ++left, one = value;
          if (value == item.last) break;
        }
        if (left == 0) continue;
        if (left == 1) item.first = item.last = one, item.extent = DispatchRun::Extent::One;
      }
      for (const HotValue& value : HotIn({&item, 1})) {
        if (taken(value.value)) item.weight -= std::min(item.weight, value.weight);
      }
      if (!rest.empty() && rest.back().target == item.target) {
        rest.back().last = item.last;
        rest.back().extent = DispatchRun::Extent::Many;
        rest.back().weight += item.weight;
      } else {
        rest.push_back(item);
      }
    }
    return rest;
  }

  std::span<const HotValue> hot_;
  IntervalPlan::Cost per_instruction_;
  IntervalPlan::Cost notable_ = 0;
  DispatchTree tree_;
};

}  // namespace

DispatchTree PlanDispatch(std::span<const DispatchRun> runs, std::span<const HotValue> hot,
                          Objective objective) {
  POLC_CHECK(!runs.empty());
  std::vector<DispatchItem> items;
  items.reserve(runs.size());
  for (size_t i = 0; i < runs.size(); ++i) {
    const bool one = runs[i].extent == DispatchRun::Extent::One;
    const uint32_t last = one                   ? runs[i].first
                          : i + 1 < runs.size() ? runs[i + 1].first - 1
                                                : UINT32_MAX;
    items.push_back(
        {runs[i].first, last, runs[i].extent, runs[i].target, runs[i].weight, runs[i].depth});
  }
  if (objective == Objective::Worst && items.size() <= kMostShallowItems) return PlanShallow(items);
  if (objective == Objective::Path) {
    uint64_t weight = 0;
    for (const DispatchItem& item : items) weight += item.weight;
    const bool cold = items.size() > kMostColdItems && weight < kWeightOne / 4;
    return cold ? Planner(hot, kPathInstruction).PlanSmall(items)
                : Planner(hot, kPathInstruction).Plan(std::move(items));
  }
  constexpr uint64_t kScale = kWeightOne / kSizeWeight;
  for (DispatchItem& item : items) item.weight /= kScale;
  std::vector<HotValue> scaled(hot.begin(), hot.end());
  for (HotValue& value : scaled) value.weight /= kScale;
  Planner planner(scaled, kSizeInstruction);
  return items.size() > kMostColdItems ? planner.PlanSmall(items) : planner.Plan(std::move(items));
}

}  // namespace polc::bpf
