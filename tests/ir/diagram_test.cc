#include "compiler/ir/diagram.h"

#include "tests/support/catch.h"
#include "tests/support/policy_generator.h"

namespace polc {
namespace {

// Every function of three bits of a0, as a truth table of 8 bits, built leaf by leaf.
NodeId FromTruthTable(Diagram& diagram, uint32_t table) {
  const uint16_t first = ArgSlice(0).first;
  std::vector<NodeId> level;
  for (uint32_t row = 0; row < 8; ++row) level.push_back(diagram.Leaf(table >> row & 1));
  for (uint16_t variable = 3; variable-- > 0;) {
    std::vector<NodeId> above;
    for (size_t i = 0; i < level.size(); i += 2) {
      above.push_back(
          diagram.Branch(static_cast<uint16_t>(first + variable), level[i], level[i + 1]));
    }
    level = above;
  }
  return level[0];
}

TEST_CASE(
    "equal functions have equal ids, different ones do not, for all functions of three bits") {
  Diagram diagram;
  std::vector<NodeId> ids;
  for (uint32_t table = 0; table < 256; ++table) ids.push_back(FromTruthTable(diagram, table));
  for (uint32_t a = 0; a < 256; ++a) {
    REQUIRE(FromTruthTable(diagram, a) == ids[a]);
    for (uint32_t b = 0; b < a; ++b) REQUIRE(ids[a] != ids[b]);
  }
}

TEST_CASE("Ite and Map2 are the bitwise operations, for all pairs of functions of three bits") {
  Diagram diagram;
  std::vector<NodeId> ids;
  for (uint32_t table = 0; table < 256; ++table) ids.push_back(FromTruthTable(diagram, table));
  for (uint32_t a = 0; a < 256; ++a) {
    for (uint32_t b = 0; b < 256; ++b) {
      const Guard ga{ids[a]}, gb{ids[b]};
      REQUIRE(diagram.And(ga, gb).node == ids[a & b]);
      REQUIRE(diagram.Or(ga, gb).node == ids[a | b]);
      REQUIRE(diagram.Not(ga).node == ids[~a & 0xff]);
      REQUIRE(diagram.Differ(ids[a], ids[b]).node == ids[a ^ b]);
      const uint32_t c = (a * 7 + b * 13) & 0xff;
      REQUIRE(diagram.Ite(ids[a], ids[b], ids[c]) == ids[(a & b) | (~a & 0xff & c)]);
    }
  }
}

TEST_CASE("a table answers every value with its run") {
  testing::Random random(7);
  for (int round = 0; round < 200; ++round) {
    Diagram diagram;
    const Slice slice{ArgSlice(1).first, 8};
    std::vector<Run> runs;
    std::array<uint32_t, 256> expected{};
    for (uint64_t at = random.Below(20); at < 256;) {
      const uint64_t last = std::min<uint64_t>(255, at + random.Below(30));
      const auto value = static_cast<uint32_t>(1 + random.Below(3));
      runs.push_back({at, last, diagram.Leaf(value)});
      for (uint64_t v = at; v <= last; ++v) expected[v] = value;
      at = last + 1 + random.Below(20);
    }
    const NodeId table = diagram.Table(slice, runs, diagram.Leaf(0));
    for (uint64_t value = 0; value < 256; ++value) {
      Call call;
      call.args[1] = value << 56;
      REQUIRE(diagram.Evaluate(table, call) == expected[value]);
      REQUIRE(diagram.Fix(table, slice, value) == diagram.Leaf(expected[value]));
    }
  }
}

TEST_CASE("a witness satisfies its guard") {
  testing::Random random(11);
  for (int round = 0; round < 300; ++round) {
    Diagram diagram;
    Guard guard = diagram.Constant(false);
    for (int i = 0; i < 3; ++i) {
      guard = diagram.Or(
          guard, diagram.And(BuildGuard(diagram, testing::RandomTest(random)),
                             diagram.Not(BuildGuard(diagram, testing::RandomTest(random)))));
    }
    if (guard == diagram.Constant(false)) continue;
    REQUIRE(diagram.Evaluate(guard.node, diagram.Witness(guard)) == 1);
  }
}

TEST_CASE("a run that needs too many nodes stops with NodeBudgetExceeded") {
  Diagram diagram(1000);
  const auto flood = [&] {
    for (uint64_t i = 0;; ++i) (void)BuildGuard(diagram, ArgTest{.value = i * 0x9e3779b97f4a7c15});
  };
  REQUIRE_THROWS_AS(flood(), NodeBudgetExceeded);
}

TEST_CASE("a call's bits are its fields, most significant first") {
  Call call;
  for (uint16_t variable = 0; variable < kVariableCount; ++variable) {
    REQUIRE_FALSE(call.Bit(variable));
    call.SetBit(variable, true);
    REQUIRE(call.Bit(variable));
  }
  REQUIRE(call.arch == UINT32_MAX);
  REQUIRE(call.caps == UINT64_MAX);
  REQUIRE(call.args[5] == UINT64_MAX);
  call.SetBit(kNrSlice.first, false);
  REQUIRE(call.nr == 0x7fffffff);
  call.SetBit(static_cast<uint16_t>(ArgSlice(5).first + 63), false);
  REQUIRE(call.args[5] == UINT64_MAX - 1);
}

}  // namespace
}  // namespace polc
