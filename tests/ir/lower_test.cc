#include "compiler/ir/lower.h"

#include "compiler/ir/evaluate.h"
#include "tests/support/catch.h"
#include "tests/support/policy_generator.h"

namespace polc {
namespace {

TEST_CASE("the lowered filter answers every call as the naive evaluator does") {
  for (uint64_t seed = 0; seed < 400; ++seed) {
    testing::Random random(seed);
    Diagram diagram;
    const Policy policy = testing::RandomPolicy(random, {});
    const Filter filter = Lower(diagram, policy, {});
    for (const Call& call : testing::InterestingCalls(random, policy, 100)) {
      INFO("seed " << seed << " nr " << call.nr << " arch " << call.arch);
      REQUIRE(FromReturnValue(diagram.Evaluate(filter.node, call)) == Evaluate(policy, call));
    }
  }
}

TEST_CASE("a known context is the symbolic filter with its environment fixed") {
  for (uint64_t seed = 1000; seed < 1200; ++seed) {
    testing::Random random(seed);
    Diagram diagram;
    const Policy policy = testing::RandomPolicy(random, {});
    const Context context{KernelVersion(4, static_cast<uint32_t>(random.Below(16))),
                          random.Below(8)};
    NodeId fixed = Lower(diagram, policy, {}).node;
    fixed = diagram.Fix(fixed, kKernelSlice, *context.kernel);
    fixed = diagram.Fix(fixed, kCapsSlice, *context.caps);
    INFO("seed " << seed);
    REQUIRE(Lower(diagram, policy, context).node == fixed);
  }
}

// All policies of at most two rules with at most one test over three-bit values, against all
// three-bit arguments.
TEST_CASE("exhaustively, for small policies") {
  std::vector<Condition> conditions = {Condition::Always()};
  for (const CompareOp op :
       {CompareOp::Eq, CompareOp::Ne, CompareOp::Lt, CompareOp::Le, CompareOp::Gt, CompareOp::Ge}) {
    for (uint64_t value = 0; value < 8; ++value)
      conditions.push_back(Condition::Of({.op = op, .value = value}));
  }
  for (uint64_t mask = 0; mask < 8; ++mask) {
    for (uint64_t value = 0; value < 8; ++value) {
      conditions.push_back(
          Condition::Of({.op = CompareOp::MaskedEq, .value = value, .mask = mask}));
    }
  }
  Diagram diagram;
  size_t checked = 0;
  for (const Condition& first : conditions) {
    for (const Condition& second : conditions) {
      Policy policy;
      policy.arches = {Arch::X86_64};
      policy.otherwise = {Action::Errno, 1};
      policy.rules.push_back({{{Arch::X86_64, 5}}, first, {}, {Action::Allow, 0}, {}});
      policy.rules.push_back({{{Arch::X86_64, 5}}, second, {}, {Action::Log, 0}, {}});
      const Filter filter = Lower(diagram, policy, {});
      for (uint64_t value = 0; value < 8; ++value) {
        Call call{.arch = TraitsOf(Arch::X86_64).audit, .nr = 5};
        call.args[0] = value;
        REQUIRE(FromReturnValue(diagram.Evaluate(filter.node, call)) == Evaluate(policy, call));
        ++checked;
      }
    }
  }
  REQUIRE(checked == conditions.size() * conditions.size() * 8);
}

TEST_CASE(
    "x86_64 and x32 share an arch and are told apart by the number, and -1 is x86_64's where it is listed") {
  Policy policy;
  policy.otherwise = {Action::Errno, 1};
  policy.bad_arch = {Action::KillThread, 0};
  const Call low{.arch = 0xc000003e, .nr = 0}, high{.arch = 0xc000003e, .nr = 0x40000000},
      skip{.arch = 0xc000003e, .nr = UINT32_MAX};
  const auto answers = [&](std::vector<Arch> arches) {
    policy.arches = std::move(arches);
    Diagram diagram;
    const Filter filter = Lower(diagram, policy, {});
    std::vector<Verdict> verdicts;
    for (const Call& call : {low, high, skip}) {
      REQUIRE(FromReturnValue(diagram.Evaluate(filter.node, call)) == Evaluate(policy, call));
      verdicts.push_back(Evaluate(policy, call));
    }
    return verdicts;
  };
  using Verdicts = std::vector<Verdict>;
  CHECK(answers({Arch::X86_64}) == Verdicts{policy.otherwise, policy.bad_arch, policy.otherwise});
  CHECK(answers({Arch::X86_64, Arch::X32}) ==
        Verdicts{policy.otherwise, policy.otherwise, policy.otherwise});
  CHECK(answers({Arch::X32}) == Verdicts{policy.bad_arch, policy.otherwise, policy.otherwise});
}

}  // namespace
}  // namespace polc
