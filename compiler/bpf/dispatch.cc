// Dynamic programming over intervals of runs. The best tree for runs [i, j] is either a split, `x >= first(k)`, of two best
// trees, or a leaf: one background target with up to kMaxPunctures single values knocked out by `x == v`, most frequent
// first. A puncture costs one instruction where splits alone need two. The known weakness: an `==` above a split is not
// considered; measured on Docker's default that loses at most one comparison to the lower bound.

#include "compiler/bpf/dispatch.h"

#include <algorithm>
#include <array>
#include <limits>

#include "compiler/base/check.h"

namespace polc::bpf {
namespace {

constexpr size_t kMaxPunctures = 6;

// The best tree of an interval: its cost without the weight of the way to it.
struct Best {
  double cost = std::numeric_limits<double>::infinity();
  uint32_t split = 0;       // first run of the upper half; 0 for a leaf
  uint32_t background = 0;  // the leaf's target
};

class Planner {
 public:
  Planner(std::span<const DispatchRun> runs, DispatchCost cost) : runs_(runs), cost_(cost), best_(runs.size() * runs.size()) {
    weight_before_.resize(runs.size() + 1, 0);
    for (size_t i = 0; i < runs.size(); ++i) weight_before_[i + 1] = weight_before_[i] + runs[i].weight;
  }

  DispatchTree Plan() {
    const size_t n = runs_.size();
    for (size_t length = 1; length <= n; ++length) {
      for (size_t i = 0; i + length <= n; ++i) Solve(i, i + length - 1);
    }
    DispatchTree tree;
    tree.root = Build(0, n - 1, tree);
    return tree;
  }

 private:
  Best& At(size_t i, size_t j) { return best_[i * runs_.size() + j]; }
  [[nodiscard]] double Weight(size_t i, size_t j) const { return weight_before_[j + 1] - weight_before_[i]; }

  void Solve(size_t i, size_t j) {
    Best& best = At(i, j);
    // If there are few enough punctures, one of the first kMaxPunctures + 1 runs has the background's target.
    if (j - i <= 2 * kMaxPunctures) {
      for (size_t b = i; b <= std::min(j, i + kMaxPunctures); ++b) TryLeaf(i, j, runs_[b].target, best);
    }
    if (i == j) return;
    // Knuth's bounds: the best split moves with the ends of the interval.
    size_t low = i + 1, high = j;
    if (j - i >= 8) {
      if (At(i, j - 1).split != 0) low = std::max<size_t>(low, At(i, j - 1).split);
      if (At(i + 1, j).split != 0) high = std::min<size_t>(high, std::max<size_t>(At(i + 1, j).split, low));
    }
    const double here = Weight(i, j) + cost_.per_instruction;
    for (size_t k = low; k <= high; ++k) {
      const double total = here + At(i, k - 1).cost + At(k, j).cost;
      if (total < best.cost) best = {total, static_cast<uint32_t>(k), 0};
    }
  }

  // Runs of [i, j] that are not the background, or nothing if they are too many or one is not a single value.
  struct Punctures {
    std::array<uint32_t, kMaxPunctures> runs;
    size_t count = 0;
    bool valid = true;
  };
  [[nodiscard]] Punctures PuncturesOf(size_t i, size_t j, uint32_t background) const {
    Punctures found;
    for (size_t r = i; r <= j; ++r) {
      if (runs_[r].target == background) continue;
      if (found.count == kMaxPunctures || runs_[r].extent == DispatchRun::Extent::Many) {
        found.valid = false;
        return found;
      }
      found.runs[found.count++] = static_cast<uint32_t>(r);
    }
    const auto end = found.runs.begin() + static_cast<ptrdiff_t>(found.count);
    std::stable_sort(found.runs.begin(), end, [&](uint32_t a, uint32_t b) { return runs_[a].weight > runs_[b].weight; });
    return found;
  }

  void TryLeaf(size_t i, size_t j, uint32_t background, Best& best) {
    const Punctures punctures = PuncturesOf(i, j, background);
    if (!punctures.valid) return;
    double left = Weight(i, j);
    double total = 0;
    for (size_t p = 0; p < punctures.count; ++p) {
      total += left + cost_.per_instruction;
      left -= runs_[punctures.runs[p]].weight;
    }
    if (total < best.cost) best = {total, 0, background};
  }

  uint32_t Add(DispatchTree& tree, DispatchNode node) {
    tree.nodes.push_back(node);
    return static_cast<uint32_t>(tree.nodes.size() - 1);
  }

  uint32_t Build(size_t i, size_t j, DispatchTree& tree) {
    const Best best = At(i, j);
    if (best.split != 0) {
      const uint32_t low = Build(i, best.split - 1, tree);
      const uint32_t high = Build(best.split, j, tree);
      return Add(tree, {DispatchNode::Kind::AtLeast, runs_[best.split].first, high, low});
    }
    const Punctures punctures = PuncturesOf(i, j, best.background);
    POLC_CHECK(punctures.valid);
    uint32_t node = Add(tree, {DispatchNode::Kind::Target, best.background});
    for (size_t p = punctures.count; p-- > 0;) {
      const DispatchRun& run = runs_[punctures.runs[p]];
      const uint32_t target = Add(tree, {DispatchNode::Kind::Target, run.target});
      node = Add(tree, {DispatchNode::Kind::Equal, run.first, target, node});
    }
    return node;
  }

  std::span<const DispatchRun> runs_;
  DispatchCost cost_;
  std::vector<Best> best_;
  std::vector<double> weight_before_;
};

}  // namespace

DispatchTree PlanDispatch(std::span<const DispatchRun> runs, DispatchCost cost) {
  POLC_CHECK(!runs.empty());
  return Planner(runs, cost).Plan();
}

}  // namespace polc::bpf
