#include "tests/support/policy_generator.h"

namespace polc::testing {
namespace {

const std::vector<uint64_t> kValues = {0,
                                       1,
                                       2,
                                       5,
                                       8,
                                       0x28,
                                       0x80,
                                       0xff,
                                       0x7fffffff,
                                       0x80000000,
                                       0xffffffff,
                                       0x100000000,
                                       0x100000005,
                                       0x20008,
                                       0x7e020000,
                                       UINT64_MAX,
                                       UINT64_MAX - 1,
                                       0x8000000000000000};
const std::vector<uint64_t> kMasks = {
    1, 2, 3, 8, 0xf0, 0xff, 0x7e020000, 0xffffffff, 0xffffffff00000000, UINT64_MAX, 0x100000001};

uint32_t NumberOf(Arch arch, uint64_t index) {
  return TraitsOf(arch).nr_base + static_cast<uint32_t>(index * 7);
}

Condition RandomCondition(Random& random, size_t max_tests, int depth) {
  const uint64_t shape = random.Below(depth > 0 ? 6 : 3);
  if (shape < 3) {
    Condition all;
    const size_t tests = random.Below(max_tests + 1);
    for (size_t i = 0; i < tests; ++i) all.parts.push_back(Condition::Of(RandomTest(random)));
    return all;
  }
  Condition made;
  made.kind = shape == 3   ? Condition::Kind::Any
              : shape == 4 ? Condition::Kind::Not
                           : Condition::Kind::All;
  const size_t parts = made.kind == Condition::Kind::Not ? 1 : 1 + random.Below(2);
  for (size_t i = 0; i < parts; ++i)
    made.parts.push_back(RandomCondition(random, max_tests, depth - 1));
  return made;
}

}  // namespace

Verdict RandomVerdict(Random& random) {
  const auto action = static_cast<Action>(random.Below(kActionCount));
  return MakeVerdict(action, static_cast<uint32_t>(random.Below(3) * 37 + 1));
}

ArgTest RandomTest(Random& random) {
  ArgTest test;
  test.arg = static_cast<uint8_t>(random.Below(3));
  test.width = random.OneIn(2) ? Width::Low32 : Width::Full64;
  test.op = static_cast<CompareOp>(random.Below(7));
  test.value = random.Pick(kValues);
  test.signedness = random.OneIn(4) ? Signedness::Signed : Signedness::Unsigned;
  if (test.op == CompareOp::MaskedEq) {
    test.mask = random.Pick(kMasks);
    if (!random.OneIn(4)) test.value &= test.mask;
  }
  return test;
}

Policy RandomPolicy(Random& random, const PolicyShape& shape) {
  Policy policy;
  for (const Arch arch : shape.arches) {
    if (!random.OneIn(4)) policy.arches.push_back(arch);
  }
  if (policy.arches.empty()) policy.arches.push_back(shape.arches.front());
  policy.otherwise = RandomVerdict(random);
  policy.bad_arch = RandomVerdict(random);
  const size_t rules = random.Below(shape.max_rules + 1);
  for (size_t i = 0; i < rules; ++i) {
    Rule rule;
    for (const Arch arch : policy.arches) {
      for (size_t n = 0; n < shape.numbers; ++n) {
        if (random.OneIn(2)) rule.syscalls.push_back({arch, NumberOf(arch, n)});
      }
    }
    rule.condition = RandomCondition(random, shape.max_tests, 2);
    rule.verdict = RandomVerdict(random);
    if (shape.environments && random.OneIn(3)) rule.when.caps_all = uint64_t{1} << random.Below(3);
    if (shape.environments && random.OneIn(3)) rule.when.caps_none = uint64_t{1} << random.Below(3);
    if (shape.environments && random.OneIn(4)) rule.when.kernel_min = KernelVersion(4, 8);
    if (shape.environments && random.OneIn(4)) rule.when.kernel_below = KernelVersion(5, 6);
    policy.rules.push_back(std::move(rule));
  }
  return policy;
}

std::vector<Call> InterestingCalls(Random& random, const Policy& policy, size_t count) {
  const std::vector<uint32_t> kernels = {0, KernelVersion(4, 7), KernelVersion(4, 8),
                                         KernelVersion(5, 6), KernelVersion(6, 18)};
  const std::vector<uint32_t> odd_numbers = {0,          0x3fffffff, 0x40000000, 0x40000001,
                                             0xfffffffe, 0xffffffff, 1000};
  std::vector<Call> calls;
  for (size_t i = 0; i < count; ++i) {
    Call call;
    const Arch arch = random.OneIn(8) ? Arch::Aarch64 : random.Pick(policy.arches);
    call.arch = TraitsOf(arch).audit;
    call.nr = random.OneIn(6)
                  ? random.Pick(odd_numbers)
                  : NumberOf(arch, random.Below(5)) + static_cast<uint32_t>(random.OneIn(8));
    call.kernel = random.Pick(kernels);
    call.caps = random.Below(8);
    for (uint64_t& arg : call.args) {
      arg = random.Pick(kValues) + random.Below(3) - 1;
      if (random.OneIn(4)) arg ^= random.Pick(kMasks);
      if (random.OneIn(8)) arg |= uint64_t{1} << 40;
    }
    call.ip = random.Pick(kValues);
    calls.push_back(call);
  }
  return calls;
}

}  // namespace polc::testing
