#include "compiler/ir/predicate.h"

#include "tests/support/catch.h"
#include "tests/support/policy_generator.h"

namespace polc {
namespace {

TEST_CASE("a test's guard holds exactly where the test holds") {
  testing::Random random(3);
  for (int round = 0; round < 3000; ++round) {
    Diagram diagram;
    const ArgTest test = testing::RandomTest(random);
    const Guard guard = BuildGuard(diagram, test);
    Policy policy;
    policy.arches = {Arch::X86_64};
    for (Call call : testing::InterestingCalls(random, policy, 20)) {
      call.args[test.arg] =
          random.OneIn(2) ? call.args[test.arg] : test.value + random.Below(3) - 1;
      INFO(Describe(test) << " on " << call.args[test.arg]);
      REQUIRE((diagram.Evaluate(guard.node, call) == 1) == Holds(test, call));
    }
  }
}

TEST_CASE("signed tests know negative numbers") {
  Call minus_one;
  minus_one.args[0] = 0xffffffff;
  const ArgTest negative{.arg = 0,
                         .width = Width::Low32,
                         .op = CompareOp::Lt,
                         .value = 0,
                         .signedness = Signedness::Signed};
  CHECK(Holds(negative, minus_one));
  ArgTest as_unsigned = negative;
  as_unsigned.signedness = Signedness::Unsigned;
  CHECK_FALSE(Holds(as_unsigned, minus_one));
  ArgTest as_64 = negative;
  as_64.width = Width::Full64;
  CHECK_FALSE(Holds(as_64, minus_one));
}

TEST_CASE("a masked test whose value has bits outside of its mask never holds") {
  Diagram diagram;
  CHECK(BuildGuard(diagram, ArgTest{.op = CompareOp::MaskedEq, .value = 3, .mask = 1}) ==
        diagram.Constant(false));
  CHECK(BuildGuard(diagram, ArgTest{.op = CompareOp::MaskedEq, .value = 0, .mask = 0}) ==
        diagram.Constant(true));
  CHECK(BuildGuard(diagram, ArgTest{.op = CompareOp::Ge, .value = 0}) == diagram.Constant(true));
  CHECK(BuildGuard(diagram, ArgTest{.op = CompareOp::Gt, .value = UINT64_MAX}) ==
        diagram.Constant(false));
}

TEST_CASE("a test reads as it would be written") {
  CHECK(Describe(ArgTest{.arg = 0, .op = CompareOp::Lt, .value = 38}) == "a0 < 38");
  CHECK(Describe(ArgTest{.arg = 1, .op = CompareOp::MaskedEq, .value = 0, .mask = 0x7e020000}) ==
        "a1 & 0x7e020000 == 0");
  CHECK(Describe(ArgTest{.arg = 2, .width = Width::Low32, .op = CompareOp::Eq, .value = 0x5401}) ==
        "a2 as u32 == 0x5401");
}

}  // namespace
}  // namespace polc
