// There is one table for each depth d: the fewest tests that decide items [i, j] with no path
// longer than d, including the targets' own code. Tables are added until one decides all items.
// Leaves and splits are those of interval_plan.cc; if the length of paths were not limited, both
// would find trees of the same size.

#include "compiler/bpf/shallow_plan.h"

#include <algorithm>
#include <optional>

#include "compiler/base/check.h"

namespace polc::bpf {
namespace {

constexpr uint32_t kImpossible = UINT32_MAX;

class ShallowPlanner {
 public:
  explicit ShallowPlanner(const std::vector<DispatchItem>& items) : items_(items) {
    // Only differences to the deepest target matter, and only small ones. Depths near zero need
    // fewer tables.
    constexpr uint32_t kDeciding = 16;
    uint32_t deepest = 0;
    for (const DispatchItem& item : items_) deepest = std::max(deepest, item.depth);
    const uint32_t surface = deepest - std::min(deepest, kDeciding);
    for (DispatchItem& item : items_) item.depth -= std::min(item.depth, surface);
  }

  DispatchTree Plan() {
    const size_t n = items_.size();
    do AddLayer();
    while (layers_.back()[n - 1].tests == kImpossible);
    tree_.root = Build(0, n - 1, layers_.size() - 1);
    return std::move(tree_);
  }

 private:
  struct Choice {
    uint32_t tests = kImpossible;
    uint32_t split = 0;       // first item of the upper half; 0 for a leaf
    uint32_t background = 0;  // the leaf's target
  };
  [[nodiscard]] const Choice& At(size_t depth, size_t i, size_t j) const {
    return layers_[depth][i * items_.size() + j];
  }

  void AddLayer() {
    const size_t n = items_.size(), depth = layers_.size();
    layers_.emplace_back(n * n);
    for (size_t i = n; i-- > 0;) {
      for (size_t j = i; j < n; ++j) {
        Choice best;
        for (size_t b = i; b <= std::min(j, i + Punctures::kMost) && j - i <= 2 * Punctures::kMost;
             ++b) {
          const auto punctures = PuncturesOf(i, j, items_[b].target);
          if (punctures && punctures->count < best.tests &&
              Fits(*punctures, items_[b].depth, depth)) {
            best = {static_cast<uint32_t>(punctures->count), 0, items_[b].target};
          }
        }
        for (size_t k = i + 1; k <= j && depth > 0 && best.tests > 1; ++k) {
          const uint32_t low = At(depth - 1, i, k - 1).tests, high = At(depth - 1, k, j).tests;
          if (low == kImpossible || high == kImpossible || low + high + 1 >= best.tests) continue;
          best = {low + high + 1, static_cast<uint32_t>(k), 0};
        }
        layers_[depth][i * n + j] = best;
      }
    }
  }

  // Deepest targets first; nothing if there are too many or one has more than a single value.
  [[nodiscard]] std::optional<Punctures> PuncturesOf(size_t i, size_t j,
                                                     uint32_t background) const {
    Punctures found;
    for (size_t r = i; r <= j; ++r) {
      if (items_[r].target == background) continue;
      if (found.count == Punctures::kMost || items_[r].extent == DispatchRun::Extent::Many)
        return std::nullopt;
      found.Insert(static_cast<uint32_t>(r),
                   [&](uint32_t a, uint32_t b) { return items_[a].depth < items_[b].depth; });
    }
    return found;
  }

  [[nodiscard]] bool Fits(const Punctures& punctures, uint32_t background_depth,
                          size_t depth) const {
    for (size_t p = 0; p < punctures.count; ++p) {
      if (p + 1 + items_[punctures.items[p]].depth > depth) return false;
    }
    return punctures.count + background_depth <= depth;
  }

  uint32_t Add(DispatchNode node) {
    tree_.nodes.push_back(node);
    return static_cast<uint32_t>(tree_.nodes.size() - 1);
  }

  uint32_t Build(size_t i, size_t j, size_t depth) {
    const Choice& choice = At(depth, i, j);
    if (choice.split != 0) {
      const uint32_t low = Build(i, choice.split - 1, depth - 1);
      const uint32_t high = Build(choice.split, j, depth - 1);
      return Add({DispatchNode::Kind::AtLeast, items_[choice.split].first, high, low});
    }
    const auto punctures = PuncturesOf(i, j, choice.background);
    POLC_CHECK(punctures.has_value());
    uint32_t node = Add({DispatchNode::Kind::Target, choice.background});
    for (size_t p = punctures->count; p-- > 0;) {
      const DispatchItem& item = items_[punctures->items[p]];
      const uint32_t target = Add({DispatchNode::Kind::Target, item.target});
      node = Add({DispatchNode::Kind::Equal, item.first, target, node});
    }
    return node;
  }

  std::vector<DispatchItem> items_;
  std::vector<std::vector<Choice>> layers_;  // by depth
  DispatchTree tree_;
};

}  // namespace

DispatchTree PlanShallow(const std::vector<DispatchItem>& items) {
  POLC_CHECK(!items.empty() && items.size() <= kMostShallowItems);
  return ShallowPlanner(items).Plan();
}

}  // namespace polc::bpf
