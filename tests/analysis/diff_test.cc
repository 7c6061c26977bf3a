#include "compiler/analysis/diff.h"

#include <algorithm>

#include "compiler/analysis/diff_render.h"
#include "compiler/analysis/domain.h"
#include "compiler/ir/evaluate.h"
#include "compiler/ir/lower.h"
#include "syscalls/syscall_table.h"
#include "tests/support/catch.h"
#include "tests/support/policy_generator.h"

namespace polc {
namespace {

const Verdict kAllow{Action::Allow, 0};
const Verdict kEperm{Action::Errno, 1};
const Verdict kEinval{Action::Errno, 22};
const Verdict kKill{Action::KillProcess, 0};
const std::vector<Arch> kX86Family = {Arch::X86_64, Arch::X86, Arch::X32};

// One rule for the names on every ABI that has them.
Rule Allow(const std::vector<Arch>& arches, const std::vector<std::string_view>& names,
           Condition condition = {}, Verdict verdict = kAllow) {
  Rule rule;
  for (const Arch arch : arches) {
    for (const std::string_view name : names) {
      if (const auto nr = SyscallNumber(arch, name)) rule.syscalls.push_back({arch, *nr});
    }
  }
  rule.condition = std::move(condition);
  rule.verdict = verdict;
  return rule;
}

Policy Profile(std::vector<Arch> arches, std::vector<Rule> rules, Verdict otherwise = kEperm) {
  return {std::move(arches), otherwise, {Action::KillThread, 0}, std::move(rules)};
}

Condition Not(uint8_t arg, std::vector<uint64_t> values) {
  Condition all;
  for (const uint64_t value : values) {
    all.parts.push_back(
        Condition::Of({.arg = arg, .width = Width::Low32, .op = CompareOp::Ne, .value = value}));
  }
  return all;
}

struct Compared {
  DiffReport report;
  ProfileFacts before, after;
  [[nodiscard]] std::string Text(DiffDetail detail) const {
    return DiffText(report, before, after, detail, Colour::Off);
  }
};

Compared Compare(const Policy& before, const Policy& after) {
  Diagram diagram;
  const Filter old_filter = Lower(diagram, before, {0, 0}),
               new_filter = Lower(diagram, after, {0, 0});
  const std::vector<Arch> arches = ArchesToCompare(diagram, old_filter, new_filter, Arch::X86_64);
  return {Diff(diagram, old_filter, new_filter, arches),
          {.name = "old.json", .names = before.rules.size(), .otherwise = before.otherwise},
          {.name = "stricter.json", .otherwise = after.otherwise}};
}

TEST_CASE("a syscall that is no longer allowed") {
  const Compared diff =
      Compare(Profile(kX86Family, {Allow(kX86Family, {"read", "write", "chmod", "fchmodat"})}),
              Profile(kX86Family, {Allow(kX86Family, {"read", "write"})}));
  CHECK(diff.Text(DiffDetail::Concise) ==
        "--- old.json        seccomp, 1 name, default ERRNO(EPERM)\n"
        "+++ stricter.json   seccomp, default ERRNO(EPERM)\n"
        "Compared on x86_64, x86, x32: every syscall number, every argument value.\n"
        "\n"
        "TIGHTENED  2 syscalls, the same on all 3 ABIs\n"
        "  - chmod      ALLOW → ERRNO(EPERM)    x86_64 90    x86 15    x32 90\n"
        "  - fchmodat   ALLOW → ERRNO(EPERM)    x86_64 268   x86 306   x32 268\n"
        "LOOSENED   none\n"
        "\n"
        "verdict: NEW is strictly tighter.  allowed 4→2 x86_64, 4→2 x86, 4→2 x32\n");
  CHECK(diff.Text(DiffDetail::Summary) ==
        "old.json → stricter.json: NEW is strictly tighter.  2 tightened, 0 loosened, 0 changed.  "
        "allowed 4→2 x86_64, 4→2 x86, 4→2 x32\n");
  CHECK(DiffMarkdown(diff.report, diff.before, diff.after) ==
        "### seccomp: old.json → stricter.json\n"
        "\n"
        "**NEW is strictly tighter**; allowed syscalls 4→2 x86\\_64, 4→2 x86, 4→2 x32\n"
        "\n"
        "| change | syscalls | old | new | ABIs |\n"
        "|---|---|---|---|---|\n"
        "| tightened | `chmod` `fchmodat` | ALLOW | ERRNO(EPERM) | all |\n");
}

TEST_CASE("a condition that moves both ways has a call for each") {
  const std::vector<Arch> arches = {Arch::X86_64};
  const Compared diff = Compare(Profile(arches, {Allow(arches, {"socket"}, Not(0, {38, 40}))}),
                                Profile(arches, {Allow(arches, {"socket"}, Not(0, {16}))}));
  CHECK(
      diff.Text(DiffDetail::Concise) ==
      "--- old.json        seccomp, 1 name, default ERRNO(EPERM)\n"
      "+++ stricter.json   seccomp, default ERRNO(EPERM)\n"
      "Compared on x86_64: every syscall number, every argument value.\n"
      "\n"
      "TIGHTENED  none\n"
      "LOOSENED   none\n"
      "CHANGED    1 syscall\n"
      "  ~ socket   old: ALLOW unless domain in {38, 40}      new: ALLOW unless domain == 16   x86_64 41\n"
      "      + LOOSENED   socket(38, 0, 0)   ERRNO(EPERM) → ALLOW\n"
      "      - TIGHTENED  socket(16, 0, 0)   ALLOW → ERRNO(EPERM)\n"
      "\n"
      "verdict: neither is tighter.  allowed 1 x86_64\n");
}

TEST_CASE("many syscalls with the same change are one group unless all is asked for") {
  const std::vector<Arch> arches = {Arch::X86_64, Arch::X86};
  const std::vector<std::string_view> names = {"read", "write", "open", "close",
                                               "dup",  "dup2",  "pipe", "socketcall"};
  const Compared diff = Compare(Profile(arches, {}), Profile(arches, {Allow(arches, names)}));
  const std::string concise = diff.Text(DiffDetail::Concise);
  CHECK(concise.find("LOOSENED   8 syscalls, the same on every ABI that has them\n"
                     "  + ERRNO(EPERM) → ALLOW   8 syscalls\n"
                     "      close, dup, dup2, open, pipe, read, socketcall, write\n") !=
        std::string::npos);
  const std::string full = diff.Text(DiffDetail::Full);
  CHECK(full.find("  + read         ERRNO(EPERM) → ALLOW    x86_64 0    x86 3\n"
                  "  + socketcall   ERRNO(EPERM) → ALLOW                x86 102\n") !=
        std::string::npos);
}

TEST_CASE("another default changes the numbers without a name too") {
  const std::vector<Arch> arches = {Arch::X86_64};
  const Compared diff = Compare(Profile(arches, {Allow(arches, {"read"})}),
                                Profile(arches, {Allow(arches, {"read"})}, kEinval));
  CHECK(diff.report.verdict == DiffVerdict::OnlyChanged);
  CHECK(diff.Text(DiffDetail::Concise)
            .find("  ~ ERRNO(EPERM) → ERRNO(EINVAL)   every other number on x86_64\n") !=
        std::string::npos);
}

TEST_CASE("an ABI that one side does not know") {
  const Compared diff =
      Compare(Profile({Arch::X86_64}, {Allow(kX86Family, {"read"})}),
              Profile({Arch::X86_64, Arch::Arm}, {Allow({Arch::X86_64, Arch::Arm}, {"read"})}));
  CHECK(
      diff.Text(DiffDetail::Concise) ==
      "--- old.json        seccomp, 1 name, default ERRNO(EPERM)\n"
      "+++ stricter.json   seccomp, default ERRNO(EPERM)\n"
      "Compared on x86_64, arm: every syscall number, every argument value (of 32 bits on arm).\n"
      "\n"
      "LOOSENED  ABI arm  OLD does not know it and answers KILL_THREAD to every call; NEW allows 1 syscall\n"
      "\n"
      "verdict: NEW is strictly looser.  allowed 1 x86_64, 0→1 arm\n");
}

TEST_CASE("another answer to unknown architectures") {
  Policy before = Profile({Arch::X86_64}, {});
  Policy after = before;
  after.bad_arch = kKill;
  const Compared diff = Compare(before, after);
  CHECK(diff.Text(DiffDetail::Concise)
            .find("TIGHTENED  every other architecture  KILL_THREAD → KILL_PROCESS\n") !=
        std::string::npos);
  CHECK(diff.report.verdict == DiffVerdict::Tighter);
}

TEST_CASE("the report as JSON") {
  const std::vector<Arch> arches = {Arch::X32};
  const Compared diff = Compare(Profile(arches, {Allow(arches, {"close"})}),
                                Profile(arches, {Allow(arches, {"close"}, Not(0, {5}))}));
  CHECK(DiffJson(diff.report, diff.before, diff.after).Dump() == R"json({
  "schema": "polc.diff/1",
  "old": {
    "name": "old.json",
    "kind": "seccomp",
    "names": 1,
    "default": "ERRNO(EPERM)"
  },
  "new": {
    "name": "stricter.json",
    "kind": "seccomp",
    "default": "ERRNO(EPERM)"
  },
  "verdict": "tighter",
  "tightened": true,
  "loosened": false,
  "changed": false,
  "compared": [
    "x32"
  ],
  "allowed": {
    "x32": {
      "old": 1,
      "new": 1
    }
  },
  "syscalls": [
    {
      "syscall": "close",
      "change": "tightened",
      "old": "ALLOW",
      "new": "ERRNO(EPERM) if fd == 5, else ALLOW",
      "numbers": {
        "x32": [
          [
            1073741827,
            1073741827
          ]
        ]
      },
      "witnesses": [
        {
          "direction": "tightened",
          "arch": "0xc000003e",
          "nr": 1073741827,
          "args": [
            "0x5",
            "0x0",
            "0x0",
            "0x0",
            "0x0",
            "0x0"
          ],
          "instruction_pointer": "0x0",
          "old": "ALLOW",
          "new": "ERRNO(EPERM)"
        }
      ]
    }
  ],
  "one_sided_abis": [],
  "other_architectures": null
}
)json");
}

TEST_CASE("equal filters have nothing but a verdict") {
  const Policy policy = Profile(kX86Family, {Allow(kX86Family, {"read"})});
  CHECK(Compare(policy, policy).Text(DiffDetail::Concise) ==
        "--- old.json        seccomp, 1 name, default ERRNO(EPERM)\n"
        "+++ stricter.json   seccomp, default ERRNO(EPERM)\n"
        "Compared on x86_64, x86, x32: every syscall number, every argument value.\n"
        "\n"
        "verdict: equal.  allowed 1 x86_64, 1 x86, 1 x32\n");
}

TEST_CASE("high halves differ where a call can have them") {
  const auto allow_if_high = [](Arch arch, uint64_t high) {
    Condition condition = Condition::Of({.arg = 0, .op = CompareOp::Ne, .value = high << 32});
    return Profile({arch}, {Allow({arch}, {"close"}, condition)});
  };
  for (const Arch arch : {Arch::X86_64, Arch::X86, Arch::X32}) {
    CHECK(Compare(allow_if_high(arch, 1), allow_if_high(arch, 2)).report.verdict ==
          DiffVerdict::Neither);
  }
  CHECK(Compare(allow_if_high(Arch::Arm, 1), allow_if_high(Arch::Arm, 2)).report.verdict ==
        DiffVerdict::Equal);
}

// The domain by its definition: every other call on an ABI with narrow arguments is left out.
Guard Domain(Diagram& diagram) {
  Guard domain = diagram.Constant(true);
  for (const ArchTraits& traits : AllArches()) {
    if (!HasNarrowArguments(traits.arch)) continue;
    Guard low = diagram.Constant(true);
    for (uint8_t arg = 0; arg < kArgCount; ++arg) {
      const Run zero{0, UINT32_MAX, diagram.Leaf(1)};
      low = diagram.And(low, {diagram.Table(ArgSlice(arg), std::span(&zero, 1), diagram.Leaf(0))});
    }
    const Guard space = SpaceOf(diagram, traits.arch);
    domain = diagram.And(domain, diagram.Or(diagram.Not(space), low));
  }
  return domain;
}

TEST_CASE(
    "a report is empty exactly if the filters are equal on the domain, and its calls are true") {
  testing::Random random(23);
  testing::PolicyShape shape;
  shape.environments = false;
  shape.arches = {Arch::X86_64, Arch::X86, Arch::X32, Arch::Arm};
  shape.max_rules = 3;
  size_t equal = 0, mixed = 0, one_sided = 0;
  for (int round = 0; round < 150; ++round) {
    Diagram diagram;
    const Policy policy = testing::RandomPolicy(random, shape);
    Policy other = random.OneIn(4) ? testing::RandomPolicy(random, shape) : policy;
    if (random.OneIn(3) && !other.rules.empty()) other.rules.erase(other.rules.begin());
    if (random.OneIn(5)) std::reverse(other.rules.begin(), other.rules.end());
    if (random.OneIn(6)) other.bad_arch = testing::RandomVerdict(random);
    const Filter before = Lower(diagram, policy, {0, 0}), after = Lower(diagram, other, {0, 0});
    const DiffReport report =
        Diff(diagram, before, after, ArchesToCompare(diagram, before, after, Arch::X86_64));
    const Guard differ = diagram.And(diagram.Differ(before.node, after.node), Domain(diagram));
    INFO("round " << round);
    const bool empty = report.rows.empty() && report.one_sided.empty() && !report.other_arches;
    REQUIRE(empty == (differ.node == NodeId{0}));
    REQUIRE(empty == (report.verdict == DiffVerdict::Equal));
    equal += empty ? 1 : 0;
    one_sided += report.one_sided.empty() ? 0 : 1;
    std::vector<WitnessCall> witnesses;
    if (report.other_arches) witnesses = report.other_arches->witnesses;
    std::vector<DiffRow> rows = report.rows;
    for (const OneSidedAbi& abi : report.one_sided)
      rows.insert(rows.end(), abi.rows.begin(), abi.rows.end());
    for (const DiffRow& row : rows) {
      mixed += row.change == Change::Mixed ? 1 : 0;
      witnesses.insert(witnesses.end(), row.witnesses.begin(), row.witnesses.end());
    }
    for (const WitnessCall& witness : witnesses) {
      REQUIRE(Evaluate(policy, witness.call) == witness.before);
      REQUIRE(Evaluate(other, witness.call) == witness.after);
      REQUIRE(Compare(witness.before, witness.after) == witness.direction);
    }
    // Each sampled call that differs lies in a row, and its direction is the row's.
    for (const Call& call : testing::InterestingCalls(random, policy, 60)) {
      if (diagram.Evaluate(differ.node, call) == 0) continue;
      const Direction direction = Compare(Evaluate(policy, call), Evaluate(other, call));
      const bool loosened = direction == Direction::Loosened;
      const bool tightened = direction == Direction::Tightened;
      if (loosened) REQUIRE(report.loosened());
      if (tightened) REQUIRE(report.tightened());
      const bool told = std::any_of(rows.begin(), rows.end(), [&](const DiffRow& row) {
        return std::any_of(row.numbers.begin(), row.numbers.end(), [&](const NumberSet& set) {
          return TraitsOf(set.arch).audit == call.arch &&
                 std::any_of(set.ranges.begin(), set.ranges.end(), [&](NumberRange r) {
                   return r.first <= call.nr && call.nr <= r.last;
                 });
        });
      });
      REQUIRE((told || report.other_arches.has_value()));
    }
    // Every rendering of every report can be made.
    const ProfileFacts facts{.name = "p"};
    REQUIRE_FALSE(DiffText(report, facts, facts, DiffDetail::Full, Colour::On).empty());
    REQUIRE(DiffJson(report, facts, facts).Dump().find("\"schema\": \"polc.diff/1\"") !=
            std::string::npos);
  }
  CHECK(equal > 20);
  CHECK(mixed > 5);
  CHECK(one_sided > 5);
}

}  // namespace
}  // namespace polc
