#include "compiler/analysis/describe.h"

#include "compiler/ir/predicate.h"
#include "tests/support/catch.h"
#include "tests/support/policy_generator.h"

namespace polc {
namespace {

const Verdict kAllow{Action::Allow, 0};
const Verdict kEperm{Action::Errno, 1};

ArgTest Test(uint8_t arg, CompareOp op, uint64_t value, Width width = Width::Full64,
             uint64_t mask = UINT64_MAX) {
  return {.arg = arg, .width = width, .op = op, .value = value, .mask = mask};
}

Condition All(std::vector<ArgTest> tests) {
  Condition all;
  for (const ArgTest& test : tests) all.parts.push_back(Condition::Of(test));
  return all;
}

Condition Any(std::vector<Condition> parts) { return {Condition::Kind::Any, {}, std::move(parts)}; }

std::string Told(const Condition& allowed, Arch arch, std::string_view syscall,
                 TextLimits limits = kConcise) {
  Diagram diagram;
  const Guard guard = BuildGuard(diagram, allowed);
  const NodeId node =
      diagram.Ite(guard.node, diagram.Leaf(ReturnValue(kAllow)), diagram.Leaf(ReturnValue(kEperm)));
  return Text(Describe(diagram, node), LabelsOf(arch, syscall), limits, kEperm);
}

TEST_CASE("conditions are told in the words of the syscall") {
  using enum CompareOp;
  const Width low = Width::Low32;
  struct Row {
    Condition allowed;
    Arch arch;
    std::string_view syscall;
    std::string_view expected;
  };
  const std::vector<Row> rows = {
      {All({Test(0, Eq, 16)}), Arch::X86_64, "ioctl",
       "ALLOW if fd as u64 == 16, else ERRNO(EPERM)"},
      {All({Test(1, Eq, 0x5401, low)}), Arch::X86_64, "ioctl",
       "ALLOW if cmd == 0x5401, else ERRNO(EPERM)"},
      {All({Test(0, Ne, 38, low), Test(0, Ne, 40, low)}), Arch::X86_64, "socket",
       "ALLOW unless domain in {38, 40}"},
      {All({Test(0, Ne, 38), Test(0, Ne, 40)}), Arch::X86_64, "socket",
       "ALLOW unless domain as u64 in {38, 40}"},
      {Any({All({Test(0, Lt, 38)}), All({Test(0, Eq, 39)}), All({Test(0, Gt, 40)})}), Arch::X86_64,
       "socket", "ALLOW unless domain as u64 in {38, 40}"},
      {All({Test(0, Gt, 40)}), Arch::X86_64, "socket",
       "ALLOW if domain as u64 > 40, else ERRNO(EPERM)"},
      // On a 32-bit ABI the low half is all there is of a parameter.
      {All({Test(0, Ne, 38, low), Test(0, Ne, 40, low)}), Arch::X86, "socket",
       "ALLOW unless domain in {38, 40}"},
      {All({Test(0, Gt, 40, low)}), Arch::X86, "brk", "ALLOW if addr > 40, else ERRNO(EPERM)"},
      {All({Test(0, Gt, 40, low)}), Arch::X32, "brk",
       "ALLOW if addr as u32 > 40, else ERRNO(EPERM)"},
      {All({Test(0, MaskedEq, 0, Width::Full64, 0x7e020000)}), Arch::X86_64, "clone",
       "ALLOW if flags & 0x7e020000 == 0, else ERRNO(EPERM)"},
      // s390 has the flags of clone in its second register.
      {All({Test(1, MaskedEq, 0, Width::Full64, 0x7e020000)}), Arch::S390x, "clone",
       "ALLOW if flags & 0x7e020000 == 0, else ERRNO(EPERM)"},
      {All({Test(0, MaskedEq, 4, low, 4)}), Arch::X86_64, "unshare",
       "ALLOW if flags & 0x4 != 0, else ERRNO(EPERM)"},
      {All({Test(0, MaskedEq, 0x10, low, 0xf0)}), Arch::X86_64, "unshare",
       "ALLOW if flags & 0xf0 == 0x10, else ERRNO(EPERM)"},
      {Any({All({Test(0, Eq, 0, low)}), All({Test(0, Eq, 8, low)}),
            All({Test(0, Eq, 0xffffffff, low)})}),
       Arch::X86_64, "personality",
       "ALLOW if personality in {0, 8, 0xffffffff}, else ERRNO(EPERM)"},
      // The high half alone, and apart from the low one.
      {All({Test(0, Lt, 0x100000000)}), Arch::X86_64, "brk",
       "ALLOW if addr < 0x100000000, else ERRNO(EPERM)"},
      {Any({All({Test(0, Eq, 5, low)}), All({Test(0, Eq, 0x700000006)})}), Arch::X86_64, "brk",
       "ALLOW if addr as u32 == 5 or (addr >> 32 == 7 and addr as u32 in 5..6), else ERRNO(EPERM)"},
      // Signed parameters in the order of signed numbers.
      {All({Test(0, Gt, 5, low)}), Arch::X86_64, "close", "ALLOW if fd > 5, else ERRNO(EPERM)"},
      {All({Test(0, Le, 5, low)}), Arch::X86_64, "dup2", "ALLOW if oldfd < 6, else ERRNO(EPERM)"},
      {All({Test(2, Gt, 5, low)}), Arch::X86_64, "socket",
       "ALLOW if protocol not in 0..5, else ERRNO(EPERM)"},
      {All({Test(0, Eq, 0xffffff9c, low)}), Arch::X86_64, "openat",
       "ALLOW if dirfd == -100, else ERRNO(EPERM)"},
      // No test of an argument where another will do.
      {Any({All({Test(0, Eq, 1)}), All({Test(1, Eq, 2)})}), Arch::X86_64, "read",
       "ALLOW if buf == 2 or fd as u64 == 1, else ERRNO(EPERM)"},
      {All({Test(0, Eq, 16, low), Test(2, Eq, 9, low)}), Arch::X86_64, "socket",
       "ALLOW if domain == 16 and protocol == 9, else ERRNO(EPERM)"},
      {Any({All({Test(0, Ne, 16, low)}), All({Test(2, Ne, 9, low)})}), Arch::X86_64, "socket",
       "ALLOW unless domain == 16 and protocol == 9"},
      {All({Test(0, Lt, 100), Test(0, MaskedEq, 1, Width::Full64, 1)}), Arch::X86_64,
       "no_such_call",
       "ALLOW if a0 in {1, 3, 5, 7, 9, 11, 13, 15, 17, 19, 21, 23, … (38 more)}, else ERRNO(EPERM)"},
      {Condition::Always(), Arch::X86_64, "read", "ALLOW"},
  };
  for (const Row& row : rows) CHECK(Told(row.allowed, row.arch, row.syscall) == row.expected);
}

TEST_CASE("more than two answers are a list, strictest first") {
  Diagram diagram;
  const auto leaf = [&](Action action, uint32_t data) {
    return diagram.Leaf(ReturnValue(MakeVerdict(action, data)));
  };
  const auto equals = [&](uint64_t value) {
    return BuildGuard(diagram, Test(0, CompareOp::Eq, value, Width::Low32)).node;
  };
  const NodeId node =
      diagram.Ite(equals(1), leaf(Action::Trap, 7),
                  diagram.Ite(equals(2), leaf(Action::KillProcess, 0), leaf(Action::Allow, 0)));
  CHECK(Text(Describe(diagram, node), LabelsOf(Arch::X86_64, "socket"), kConcise, kEperm) ==
        "KILL_PROCESS if domain == 2; TRAP(7) if domain == 1; else ALLOW");
}

TEST_CASE("a description of a random function says what the function answers") {
  testing::Random random(11);
  size_t several = 0;
  for (int round = 0; round < 400; ++round) {
    Diagram diagram;
    NodeId node = diagram.Leaf(ReturnValue(testing::RandomVerdict(random)));
    for (uint64_t i = 0; i <= random.Below(4); ++i) {
      Guard guard = diagram.Constant(true);
      for (uint64_t j = 0; j <= random.Below(3); ++j)
        guard = diagram.And(guard, BuildGuard(diagram, testing::RandomTest(random)));
      node =
          diagram.Ite(guard.node, diagram.Leaf(ReturnValue(testing::RandomVerdict(random))), node);
    }
    const Description description = Describe(diagram, node);
    if (!description.complete()) continue;
    several += description.cases.size() > 1 ? 1 : 0;
    // The whole function, by the diagram …
    NodeId rebuilt = diagram.Leaf(ReturnValue(description.otherwise));
    for (const Case& c : description.cases) {
      rebuilt = diagram.Ite(BuildGuard(diagram, c.when).node, diagram.Leaf(ReturnValue(c.verdict)),
                            rebuilt);
    }
    INFO("round " << round);
    REQUIRE(rebuilt == node);
    // … and the structure itself on calls around the constants.
    for (const Call& call :
         testing::InterestingCalls(random, Policy{{Arch::X86_64}, kAllow, kAllow, {}}, 40)) {
      REQUIRE(ReturnValue(Evaluate(description, call)) == diagram.Evaluate(node, call));
    }
  }
  REQUIRE(several > 50);
}

TEST_CASE("a function too large to tell is told in part, and says so") {
  testing::Random random(3);
  Diagram diagram;
  Guard guard = diagram.Constant(false);
  for (uint64_t i = 0; i < 300; ++i) {
    Guard both = BuildGuard(diagram, Test(0, CompareOp::Eq, i * 977, Width::Low32));
    both = diagram.And(both, BuildGuard(diagram, Test(1, CompareOp::Eq, i, Width::Low32)));
    guard = diagram.Or(guard, both);
  }
  const Clauses clauses = MakeClauses(diagram, guard);
  CHECK_FALSE(clauses.complete);
  CHECK(clauses.any.size() == 256);
  const Guard told = BuildGuard(diagram, clauses);
  CHECK(diagram.And(told, guard) == told);
  CHECK(Text(clauses, LabelsOf(Arch::X86_64, "read"), {1, 4}) ==
        "(fd == 0 and buf as u32 == 0) or … (more cases than polc lists)");
}

}  // namespace
}  // namespace polc
