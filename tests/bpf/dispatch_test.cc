#include "compiler/bpf/dispatch.h"

#include <map>
#include <optional>

#include "tests/support/catch.h"
#include "tests/support/policy_generator.h"

namespace polc::bpf {
namespace {

struct Searched {
  uint32_t target;
  uint32_t tests;
};

Searched Search(const DispatchTree& tree, uint32_t value) {
  uint32_t at = tree.root, tests = 0;
  while (tree.nodes[at].kind != DispatchNode::Kind::Target) {
    const DispatchNode& node = tree.nodes[at];
    bool yes = false;
    if (node.kind == DispatchNode::Kind::Equal) yes = value == node.value;
    if (node.kind == DispatchNode::Kind::AtLeast) yes = value >= node.value;
    if (node.kind == DispatchNode::Kind::AnyBit) yes = (value & node.value) != 0;
    at = yes ? node.yes : node.no;
    ++tests;
  }
  return {tree.nodes[at].value, tests};
}

uint32_t TestsIn(const DispatchTree& tree) {
  uint32_t tests = 0;
  for (const DispatchNode& node : tree.nodes)
    tests += node.kind == DispatchNode::Kind::Target ? 0 : 1;
  return tests;
}

struct Problem {
  std::vector<DispatchRun> runs;
  std::vector<HotValue> hot;
};

// Runs over small values, some of them single, with a few hot values.
Problem RandomProblem(testing::Random& random, size_t run_count, uint32_t targets) {
  Problem problem;
  uint32_t first = 0;
  for (size_t i = 0; i < run_count; ++i) {
    uint32_t target = static_cast<uint32_t>(random.Below(targets));
    if (!problem.runs.empty() && problem.runs.back().target == target)
      target = (target + 1) % targets;
    const uint32_t length = random.OneIn(2) ? 1 : 2 + static_cast<uint32_t>(random.Below(20));
    const bool last = i + 1 == run_count;
    const auto extent = length == 1 && !last ? DispatchRun::Extent::One : DispatchRun::Extent::Many;
    uint64_t weight = random.Below(1000);
    for (uint32_t value = first; value < first + length; ++value) {
      if (!random.OneIn(4)) continue;
      problem.hot.push_back({value, random.Below(kWeightOne / 8)});
      weight += problem.hot.back().weight;
    }
    problem.runs.push_back({first, extent, target, weight, static_cast<uint32_t>(random.Below(6))});
    first += length;
  }
  return problem;
}

uint32_t TargetOf(const Problem& problem, uint32_t value) {
  uint32_t target = 0;
  for (const DispatchRun& run : problem.runs) {
    if (run.first <= value) target = run.target;
  }
  return target;
}

TEST_CASE("a tree leads every value to its target, whatever it was made for") {
  for (uint64_t seed = 0; seed < 600; ++seed) {
    testing::Random random(seed);
    const Problem problem =
        RandomProblem(random, 1 + random.Below(40), 2 + static_cast<uint32_t>(random.Below(3)));
    for (const Objective objective : {Objective::Path, Objective::Size, Objective::Worst}) {
      const DispatchTree tree = PlanDispatch(problem.runs, problem.hot, objective);
      const uint32_t end = problem.runs.back().first + 40;
      for (uint32_t value = 0; value < end; ++value) {
        INFO("seed " << seed << " value " << value);
        REQUIRE(Search(tree, value).target == TargetOf(problem, value));
      }
      for (uint32_t bit = 0; bit < 32; ++bit) {
        REQUIRE(Search(tree, uint32_t{1} << bit).target == TargetOf(problem, uint32_t{1} << bit));
      }
      REQUIRE(Search(tree, UINT32_MAX).target == TargetOf(problem, UINT32_MAX));
    }
  }
}

// The least cost of any tree of `==` and `>=`, by trying them all: `cost` says what a test costs
// while the runs `open` can still come.
template <class Cost>
class Exhaustive {
 public:
  Exhaustive(const std::vector<DispatchRun>& runs, Cost cost) : runs_(runs), cost_(cost) {}

  uint64_t Least() { return Least((1u << runs_.size()) - 1); }

 private:
  uint64_t Least(uint32_t open) {
    if (const auto found = memo_.find(open); found != memo_.end()) return found->second;
    std::optional<uint32_t> only;
    bool one = true;
    for (size_t r = 0; r < runs_.size(); ++r) {
      if ((open >> r & 1) == 0) continue;
      one = one && (!only || *only == runs_[r].target);
      only = runs_[r].target;
    }
    uint64_t least = one ? 0 : UINT64_MAX;
    for (size_t r = 0; r < runs_.size() && !one; ++r) {
      const uint32_t bit = uint32_t{1} << r, below = bit - 1;
      if ((open & bit) == 0) continue;
      if (runs_[r].extent == DispatchRun::Extent::One)
        least = std::min(least, cost_(open) + Least(open & ~bit));
      if ((open & below) != 0)
        least = std::min(least, cost_(open) + Least(open & below) + Least(open & ~below));
    }
    return memo_[open] = least;
  }

  const std::vector<DispatchRun>& runs_;
  Cost cost_;
  std::map<uint32_t, uint64_t> memo_;
};

TEST_CASE("by size, a tree is within one test of the smallest that there is") {
  size_t optimal = 0, all = 0;
  for (uint64_t seed = 0; seed < 300; ++seed) {
    testing::Random random(seed);
    const Problem problem =
        RandomProblem(random, 2 + random.Below(10), 2 + static_cast<uint32_t>(random.Below(2)));
    const uint64_t fewest = Exhaustive(problem.runs, [](uint32_t) { return uint64_t{1}; }).Least();
    const uint32_t found = TestsIn(PlanDispatch(problem.runs, problem.hot, Objective::Size));
    INFO("seed " << seed);
    REQUIRE(found <= fewest + 1);
    ++all;
    optimal += found <= fewest ? 1 : 0;
  }
  CHECK(optimal * 100 >= all * 95);
}

TEST_CASE("by path, a tree costs little more than the best that there is") {
  // As dispatch.cc counts: each test the weight of what passes it, and a 64th of a step of all
  // calls for being there.
  constexpr uint64_t kInstruction = kWeightOne / 64;
  double found_sum = 0, least_sum = 0;
  size_t near = 0, all = 0;
  for (uint64_t seed = 0; seed < 300; ++seed) {
    testing::Random random(seed);
    Problem problem =
        RandomProblem(random, 2 + random.Below(10), 2 + static_cast<uint32_t>(random.Below(2)));
    problem.hot.clear();
    for (DispatchRun& run : problem.runs) run.weight = random.Below(kWeightOne / 8);
    const auto cost = [&](uint32_t open) {
      uint64_t weight = kInstruction;
      for (size_t r = 0; r < problem.runs.size(); ++r)
        weight += (open >> r & 1) != 0 ? problem.runs[r].weight : 0;
      return weight;
    };
    const uint64_t least = Exhaustive(problem.runs, cost).Least();
    const DispatchTree tree = PlanDispatch(problem.runs, {}, Objective::Path);
    uint64_t found = TestsIn(tree) * kInstruction;
    for (const DispatchRun& run : problem.runs) found += run.weight * Search(tree, run.first).tests;
    INFO("seed " << seed);
    // Less than the least is a test of bits, which the exhaustive search does not know.
    REQUIRE(static_cast<double>(found) <= 1.5 * static_cast<double>(least));
    found_sum += static_cast<double>(found);
    least_sum += static_cast<double>(least);
    ++all;
    near += found * 100 <= least * 102 ? 1 : 0;
  }
  CHECK(found_sum <= 1.02 * least_sum);
  CHECK(near * 10 >= all * 9);
}

TEST_CASE("the longest path of no tree is shorter than that of the one made for it") {
  const auto longest = [](const Problem& problem, const DispatchTree& tree) {
    uint32_t steps = 0;
    for (uint32_t value = 0; value < problem.runs.back().first + 2; ++value) {
      const Searched searched = Search(tree, value);
      for (const DispatchRun& run : problem.runs) {
        if (run.target == searched.target) steps = std::max(steps, searched.tests + run.depth);
      }
    }
    return steps;
  };
  for (uint64_t seed = 0; seed < 200; ++seed) {
    testing::Random random(seed);
    Problem problem = RandomProblem(random, 2 + random.Below(30), 3);
    for (DispatchRun& run : problem.runs)
      run.depth = run.target * 3;  // as code has it: a target's depth is its own
    const uint32_t worst =
        longest(problem, PlanDispatch(problem.runs, problem.hot, Objective::Worst));
    INFO("seed " << seed);
    REQUIRE(worst <= longest(problem, PlanDispatch(problem.runs, problem.hot, Objective::Path)));
    REQUIRE(worst <= longest(problem, PlanDispatch(problem.runs, problem.hot, Objective::Size)));
  }
}

TEST_CASE("values that share their bits are taken out by one test") {
  // {0, 8, 0x20000, 0x20008} against the rest.
  std::vector<DispatchRun> runs;
  for (const uint32_t value : {0u, 8u, 0x20000u, 0x20008u}) {
    runs.push_back({value, DispatchRun::Extent::One, 1, 100});
    runs.push_back({value + 1, DispatchRun::Extent::Many, 0, 100});
  }
  const DispatchTree tree = PlanDispatch(runs, {}, Objective::Path);
  CHECK(TestsIn(tree) == 1);
  CHECK(tree.nodes[tree.root].kind == DispatchNode::Kind::AnyBit);
  CHECK(tree.nodes[tree.root].value == ~0x20008u);
}

}  // namespace
}  // namespace polc::bpf
