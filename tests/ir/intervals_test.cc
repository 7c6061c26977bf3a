#include "compiler/ir/intervals.h"

#include "compiler/ir/predicate.h"
#include "tests/support/catch.h"
#include "tests/support/policy_generator.h"

namespace polc {
namespace {

NodeId At(const IntervalList& list, uint64_t value) {
  const uint64_t masked = value & list.mask;
  NodeId node = list.intervals.front().node;
  for (const Interval& interval : list.intervals) {
    if (interval.first <= masked) node = interval.node;
  }
  return node;
}

TEST_CASE("the interval of a value is the function at that value") {
  testing::Random random(5);
  size_t listed = 0;
  for (int round = 0; round < 500; ++round) {
    Diagram diagram;
    Guard guard = diagram.Constant(false);
    for (uint64_t i = 0; i <= random.Below(3); ++i) {
      ArgTest test = testing::RandomTest(random);
      test.arg = 0;
      guard = diagram.Or(guard, BuildGuard(diagram, test));
    }
    const auto list = Intervals(diagram, guard.node, ArgSlice(0), 4096);
    if (!list) continue;
    ++listed;
    for (int i = 0; i < 50; ++i) {
      Call call;
      call.args[0] = random.OneIn(2) ? random.Below(300) : random.Below(UINT64_MAX);
      REQUIRE(diagram.Value(At(*list, call.args[0])) == diagram.Evaluate(guard.node, call));
    }
    for (size_t i = 1; i < list->intervals.size(); ++i)
      REQUIRE(list->intervals[i - 1].first < list->intervals[i].first);
  }
  REQUIRE(listed > 300);
}

TEST_CASE("a parity test has too many intervals only where it cannot be masked") {
  Diagram diagram;
  const Guard odd = BuildGuard(diagram, ArgTest{.op = CompareOp::MaskedEq, .value = 1, .mask = 1});
  const auto list = Intervals(diagram, odd.node, ArgSlice(0), 4);
  REQUIRE(list.has_value());
  CHECK(list->mask == 1);
  CHECK(list->intervals.size() == 2);
  const Guard odd_and_small =
      diagram.And(odd, BuildGuard(diagram, ArgTest{.op = CompareOp::Lt, .value = 0x1002}));
  CHECK_FALSE(Intervals(diagram, odd_and_small.node, ArgSlice(0), 4).has_value());
}

}  // namespace
}  // namespace polc
