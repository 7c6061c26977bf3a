#include "compiler/emit/cover.h"

#include <map>

#include "compiler/ir/lower.h"
#include "tests/emit/filters.h"
#include "tests/support/catch.h"

namespace polc {
namespace {

constexpr size_t kMaxRules = 4096;

// No call meets two rules with different answers, so no library's order of rules matters.
bool AreDisjoint(Diagram& diagram, const ScmpFilter& filter) {
  DiagnosticSink diagnostics;
  const Policy policy = ToPolicy(filter, {}, diagnostics);
  std::map<SyscallRef, std::vector<std::pair<Verdict, Guard>>> by_syscall;
  for (const Rule& rule : policy.rules) {
    const Guard guard = BuildGuard(diagram, rule.condition);
    for (const SyscallRef syscall : rule.syscalls) {
      for (const auto& [verdict, other] : by_syscall[syscall]) {
        if (verdict != rule.verdict && diagram.And(guard, other) != diagram.Constant(false))
          return false;
      }
      by_syscall[syscall].emplace_back(rule.verdict, guard);
    }
  }
  return true;
}

TEST_CASE(
    "any filter of one 64-bit ABI over syscalls with names is covered, and the rules mean it") {
  size_t with_conditions = 0;
  for (uint64_t seed = 0; seed < 100; ++seed) {
    INFO("seed " << seed);
    testing::Random random(seed);
    testing::PolicyShape shape;
    shape.arches = {
        random.Pick(std::vector<Arch>{Arch::X86_64, Arch::Aarch64, Arch::Riscv64, Arch::Ppc64le})};
    shape.environments = false;
    shape.max_rules = 3;
    const Policy policy = testing::RandomPolicy(random, shape);
    Diagram diagram;
    const Filter filter = Lower(diagram, policy, {});
    const auto rules = Cover(diagram, filter, policy.arches, kMaxRules);
    if (!rules) continue;  // more rules than anyone would write
    DiagnosticSink diagnostics;
    const Filter meant = LowerScmp(diagram, *rules, diagnostics);
    if (meant != filter) {
      const Call call = diagram.Witness(diagram.Differ(meant.node, filter.node));
      FAIL_CHECK("nr " << call.nr << " arch " << call.arch);
    }
    CHECK(diagnostics.all().empty());
    CHECK(AreDisjoint(diagram, *rules));
    for (const ScmpRule& rule : rules->rules) with_conditions += rule.args.empty() ? 0 : 1;
  }
  CHECK(with_conditions > 300);
}

TEST_CASE("rules of libseccomp for several ABIs are found again, or the proof shows where not") {
  size_t equal = 0;
  for (uint64_t seed = 0; seed < 60; ++seed) {
    INFO("seed " << seed);
    testing::Random random(seed);
    const ScmpFilter original = RandomScmp(random, {Arch::X86_64, Arch::X86, Arch::X32});
    Diagram diagram;
    DiagnosticSink diagnostics;
    const Filter filter = LowerScmp(diagram, original, diagnostics);
    const auto rules = Cover(diagram, filter, original.arches, kMaxRules);
    if (!rules) continue;
    DiagnosticSink covering;
    if (LowerScmp(diagram, *rules, covering) == filter) ++equal;
  }
  CHECK(equal >= 36);
}

TEST_CASE("real profiles are covered on every family of architectures") {
  const std::vector<std::vector<Arch>> kFamilies = {{Arch::X86_64, Arch::X86, Arch::X32},
                                                    {Arch::X86},
                                                    {Arch::Aarch64, Arch::Arm},
                                                    {Arch::S390x, Arch::S390},
                                                    {Arch::Ppc64le},
                                                    {Arch::Riscv64},
                                                    {Arch::Mips64, Arch::Mips64n32, Arch::Mips},
                                                    {Arch::Loongarch64}};
  size_t covered = 0;
  for (const ProfileText& profile : SomeProfiles()) {
    for (const std::vector<Arch>& arches : kFamilies) {
      DiagnosticSink diagnostics;
      const auto original = ScmpFromText(profile.text, arches, diagnostics);
      if (!original || diagnostics.has_errors()) continue;
      INFO(profile.name << " on " << TraitsOf(arches.front()).name);
      Diagram diagram;
      const Filter filter = LowerScmp(diagram, *original, diagnostics);
      const auto rules = Cover(diagram, filter, arches, kMaxRules);
      REQUIRE(rules);
      CHECK(rules->rules.size() < original->rules.size() + 40);
      CHECK(AreDisjoint(diagram, *rules));
      const Filter meant = LowerScmp(diagram, *rules, diagnostics);
      CHECK(meant == filter);
      ++covered;
    }
  }
  CHECK(covered >= 30);
}

// The comparisons of a rule, as messages name them.
std::string Compares(const ScmpRule& rule) {
  std::string text;
  for (const ScmpCompare& compare : rule.args) {
    ArgTest test{.arg = compare.arg, .op = compare.op, .value = compare.value};
    if (compare.op == CompareOp::MaskedEq)
      test.mask = compare.value, test.value = compare.value_two;
    text += (text.empty() ? "" : " and ") + Describe(test);
  }
  return text;
}

TEST_CASE("comparisons come out as people write them") {
  struct Row {
    Condition condition;
    std::vector<std::string> rules;  // that allow
  };
  const auto test = [](CompareOp op, uint64_t value, uint64_t mask = UINT64_MAX,
                       Width width = Width::Full64) {
    return Condition::Of({.arg = 0, .width = width, .op = op, .value = value, .mask = mask});
  };
  const auto negated = [](Condition condition) {
    return Condition{Condition::Kind::Not, {}, {std::move(condition)}};
  };
  const Row kRows[] = {
      {test(CompareOp::Eq, 5), {"a0 == 5"}},
      {test(CompareOp::Ne, 5), {"a0 != 5"}},
      {test(CompareOp::Eq, 0), {"a0 == 0"}},
      {test(CompareOp::Lt, 38), {"a0 <= 37"}},
      {test(CompareOp::Gt, 40), {"a0 >= 41"}},
      {test(CompareOp::MaskedEq, 0, 0x7e020000), {"a0 & 0x7e020000 == 0"}},
      {negated(test(CompareOp::MaskedEq, 0, 5)), {"a0 & 0x5 == 1", "a0 & 0x4 == 4"}},
      {test(CompareOp::Eq, 38, UINT64_MAX, Width::Low32), {"a0 & 0xffffffff == 38"}},
      {{Condition::Kind::All, {}, {test(CompareOp::Ge, 4), test(CompareOp::Lt, 8)}},
       {"a0 & 0xfffffffffffffffc == 4"}},
      {{Condition::Kind::Any, {}, {test(CompareOp::Eq, 1), test(CompareOp::Eq, 7)}},
       {"a0 == 1", "a0 == 7"}},
  };
  for (const Row& row : kRows) {
    Policy policy;
    policy.arches = {Arch::X86_64};
    policy.otherwise = MakeVerdict(Action::Errno, 1);
    policy.rules.push_back(
        {{{Arch::X86_64, 41}}, row.condition, {}, MakeVerdict(Action::Allow), {}});
    Diagram diagram;
    const auto rules = Cover(diagram, Lower(diagram, policy, {}), policy.arches, kMaxRules);
    REQUIRE(rules);
    std::vector<std::string> found;
    for (const ScmpRule& rule : rules->rules) found.push_back(Compares(rule));
    CHECK(found == row.rules);
  }
}

TEST_CASE(
    "there are no rules for a filter that looks at the instruction pointer, or for too many cases") {
  Diagram diagram;
  const uint32_t allow = ReturnValue(MakeVerdict(Action::Allow));
  const uint32_t deny = ReturnValue(MakeVerdict(Action::Errno, 1));
  const NodeId by_ip = diagram.Branch(kIpSlice.first, diagram.Leaf(allow), diagram.Leaf(deny));
  const Run read{0, 0, by_ip};
  CHECK_FALSE(Cover(diagram, {diagram.Table(kNrSlice, {&read, 1}, diagram.Leaf(deny))},
                    {Arch::X86_64}, kMaxRules));
  // The parity of an argument: a small diagram in which every second value is a case of its own.
  NodeId even = diagram.Leaf(allow);
  NodeId odd = diagram.Leaf(deny);
  for (int bit = 63; bit >= 0; --bit) {
    const auto variable = static_cast<uint16_t>(kFirstArgVariable + bit);
    const NodeId new_even = diagram.Branch(variable, even, odd);
    odd = diagram.Branch(variable, odd, even);
    even = new_even;
  }
  const Run parity{0, 0, even};
  CHECK_FALSE(Cover(diagram, {diagram.Table(kNrSlice, {&parity, 1}, diagram.Leaf(deny))},
                    {Arch::X86_64}, kMaxRules));
}

}  // namespace
}  // namespace polc
