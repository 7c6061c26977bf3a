#include "compiler/analysis/query.h"

#include "compiler/analysis/why.h"
#include "compiler/bpf/codegen.h"
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

Condition Test(uint8_t arg, CompareOp op, uint64_t value, Width width = Width::Low32) {
  return Condition::Of({.arg = arg, .width = width, .op = op, .value = value});
}

Policy Example() {
  const uint32_t socket = *SyscallNumber(Arch::X86_64, "socket"),
                 socket32 = *SyscallNumber(Arch::X86, "socket");
  Policy policy{{Arch::X86_64, Arch::X86}, kEperm, {Action::KillThread, 0}, {}};
  const auto rule = [&](Condition condition, Verdict verdict, uint32_t begin) {
    policy.rules.push_back({{{Arch::X86_64, socket}, {Arch::X86, socket32}},
                            std::move(condition),
                            {},
                            verdict,
                            Span{SourceId{0}, begin, begin + 6}});
  };
  rule(Test(0, CompareOp::Eq, 16), kEinval, 0);
  rule(Test(0, CompareOp::Ne, 40), kAllow, 7);
  rule(Test(0, CompareOp::Eq, 16), kAllow, 14);
  policy.rules.push_back(
      {{{Arch::X86_64, 135}}, Test(0, CompareOp::Eq, 0xffffffff, Width::Full64), {}, kAllow, {}});
  return policy;
}

struct Asked {
  std::string text;
  std::string why;
  std::vector<std::string> errors;
};

Asked Ask(std::string_view syscall, const std::vector<std::string>& arguments,
          const std::vector<Arch>& arches) {
  const Policy policy = Example();
  Diagram diagram;
  DiagnosticSink diagnostics;
  Sources sources;
  (void)sources.Add("web.json", "first\nsecond\nthird\ndefault");
  const Filter filter = Lower(diagram, policy, {0, 0});
  const auto answers = Query(diagram, filter, arches, syscall, arguments, diagnostics);
  Asked asked;
  for (const Diagnostic& diagnostic : diagnostics.all()) asked.errors.push_back(diagnostic.message);
  if (!answers) return asked;
  asked.text = QueryText(*answers, policy.otherwise, Colour::Off);
  for (const QueryAnswer& answer : *answers) {
    if (answer.nr)
      asked.why +=
          WhyText(Why(diagram, policy, {0, 0}, answer), answer, sources, Span{SourceId{0}, 19, 26});
  }
  return asked;
}

TEST_CASE("a query answers for what is left open") {
  struct Row {
    std::string_view syscall;
    std::vector<std::string> arguments;
    std::vector<Arch> arches;
    std::string_view expected;
  };
  const Arch x86_64 = Arch::X86_64;
  const std::vector<Row> rows = {
      {"fchmodat", {}, {x86_64}, "ERRNO(EPERM)   x86_64 nr 268\n"},
      {"socket", {"domain=2"}, {x86_64, Arch::X86}, "ALLOW   x86_64 nr 41\nALLOW   x86 nr 359\n"},
      {"socket",
       {"a1=1"},
       {x86_64},
       "ERRNO(EPERM) if domain == 40; ERRNO(EINVAL) if domain == 16; else ALLOW   x86_64 nr 41\n"},
      {"41", {"arg0=0x28"}, {x86_64}, "ERRNO(EPERM)   x86_64 nr 41\n"},
      {"socketcall",
       {},
       {x86_64, Arch::X86},
       "no such syscall   x86_64\nERRNO(EPERM)      x86 nr 102\n"},
      {"read", {}, {Arch::X32}, "KILL_THREAD   x32 nr 0\n"},
      // -1 as a 32-bit parameter says nothing of the high half, which this rule tests.
      {"personality",
       {"personality=-1"},
       {x86_64},
       "ALLOW if personality as u64 < 0x100000000, else ERRNO(EPERM)   x86_64 nr 135\n"},
      {"personality", {"personality=0xffffffff"}, {x86_64}, "ALLOW   x86_64 nr 135\n"},
  };
  for (const Row& row : rows) {
    const Asked asked = Ask(row.syscall, row.arguments, row.arches);
    CHECK(asked.errors.empty());
    CHECK(asked.text == row.expected);
  }
}

TEST_CASE("mistakes in a query") {
  struct Row {
    std::string_view syscall;
    std::vector<std::string> arguments;
    std::vector<std::string> expected;
  };
  const std::vector<Row> rows = {
      {"sockt", {}, {"unknown syscall `sockt`; did you mean `socket`?"}},
      {"99999999999",
       {},
       {"`99999999999` is too large for a syscall number; the largest is 4294967295"}},
      {"socket", {"domian=2"}, {"`socket` has no argument `domian`; did you mean `domain`?"}},
      {"socket",
       {"x=2"},
       {"`socket` has no argument `x`; it has `domain`, `type`, `protocol`, or write `a0` to `a5`"}},
      {"socket", {"2"}, {"`2` is not an argument; write NAME=VALUE, such as `a0=1`"}},
      {"socket",
       {"domain=AF_X", "type=1q"},
       {"`AF_X` is not a value for `domain`; write a number of up to 64 bits, in decimal or with `0x`, or the name of a constant",
        "`1q` is not a value for `type`; write a number of up to 64 bits, in decimal or with `0x`, or the name of a constant"}},
      {"socket", {"domain=1", "a0=2"}, {"argument 0 is given twice; remove `a0=2`"}},
      {"socket", {"domain=-2147483649"}, {"`-2147483649` does not fit the 32 bits of `domain`"}},
  };
  for (const Row& row : rows)
    CHECK(Ask(row.syscall, row.arguments, {Arch::X86_64}).errors == row.expected);
}

TEST_CASE("the reasons of an answer, in the order of the rules") {
  struct Row {
    std::string_view syscall;
    std::vector<std::string> arguments;
    Arch arch;
    std::string_view expected;
  };
  const std::vector<Row> rows = {
      {"fchmodat",
       {},
       Arch::X86_64,
       "  no rule names fchmodat: the default action   web.json:4:1\n"},
      {"socket",
       {"domain=16"},
       Arch::X86_64,
       "  ERRNO(EINVAL)   web.json:1:1   decides\n"
       "  ALLOW   web.json:2:2   a rule before it decides\n"
       "  ALLOW   web.json:3:2   a rule before it decides\n"},
      {"socket",
       {"domain=40"},
       Arch::X86_64,
       "  ERRNO(EINVAL)   web.json:1:1   does not match\n"
       "  ALLOW   web.json:2:2   does not match\n"
       "  ALLOW   web.json:3:2   does not match\n"
       "  no rule for socket matches: the default action   web.json:4:1\n"},
      {"socket",
       {},
       Arch::X86_64,
       "  ERRNO(EINVAL) if domain == 16   web.json:1:1   decides where it holds\n"
       "  ALLOW if domain != 40   web.json:2:2   decides where it holds\n"
       "  ALLOW if domain == 16   web.json:3:2   a rule before it decides\n"
       "  otherwise: the default action, ERRNO(EPERM)   web.json:4:1\n"},
      {"read",
       {},
       Arch::Aarch64,
       "  the filter is not for aarch64: the answer to unknown architectures\n"},
  };
  for (const Row& row : rows)
    CHECK(Ask(row.syscall, row.arguments, {row.arch}).why == row.expected);
}

// All six arguments as they would be typed.
std::vector<std::string> Typed(const Call& call) {
  std::vector<std::string> arguments;
  for (size_t i = 0; i < kArgCount; ++i)
    arguments.push_back("a" + std::to_string(i) + "=" + std::to_string(call.args[i]));
  return arguments;
}

TEST_CASE(
    "a query with every argument is the policy's answer, its reason the first rule that holds, its path the program's") {
  testing::Random random(47);
  testing::PolicyShape shape;
  shape.environments = false;
  size_t by_rule = 0, paths = 0;
  for (int round = 0; round < 60; ++round) {
    const Policy policy = testing::RandomPolicy(random, shape);
    Diagram diagram;
    const Filter filter = Lower(diagram, policy, {0, 0});
    DiagnosticSink diagnostics;
    bpf::CodegenFailure failure{};
    const auto program = bpf::Generate(diagram, filter, {}, failure);
    for (Call call : testing::InterestingCalls(random, policy, 20)) {
      call.ip = 0;
      for (const Arch arch : {Arch::X86_64, Arch::X86, Arch::X32}) {
        const bool x32 = call.nr >= 0x40000000 && call.nr != UINT32_MAX;
        if (TraitsOf(arch).audit != call.arch || (arch == Arch::X32) != (x32 && arch != Arch::X86))
          continue;
        const std::string number = std::to_string(call.nr);
        const auto answers =
            Query(diagram, filter, std::span(&arch, 1), number, Typed(call), diagnostics);
        REQUIRE(answers.has_value());
        const QueryAnswer& answer = answers->front();
        REQUIRE(answer.description.is_constant());
        REQUIRE(answer.description.otherwise == Evaluate(policy, call));
        const Reasons reasons = Why(diagram, policy, {0, 0}, answer);
        std::optional<size_t> first;
        for (size_t i = 0;
             i < policy.rules.size() && !first && reasons.rest != Reasons::Rest::BadArch; ++i) {
          const auto& refs = policy.rules[i].syscalls;
          const bool names =
              std::find(refs.begin(), refs.end(), SyscallRef{arch, call.nr}) != refs.end();
          if (names && Holds(policy.rules[i].condition, call)) first = i;
        }
        std::vector<size_t> deciding;
        for (const RuleReason& reason : reasons.rules) {
          REQUIRE(reason.fate != RuleFate::DecidesPartly);
          if (reason.fate == RuleFate::Decides) deciding.push_back(reason.rule);
        }
        REQUIRE(deciding == (first ? std::vector{*first} : std::vector<size_t>{}));
        REQUIRE((reasons.rest == Reasons::Rest::None) == first.has_value());
        by_rule += first ? 1 : 0;
        if (!program) continue;
        ++paths;
        const std::vector<size_t> path = PathOf(*program, Endian::Little, call);
        REQUIRE(path.front() == 0);
        REQUIRE(FromReturnValue(program->insns()[path.back()].k) == Evaluate(policy, call));
      }
    }
  }
  CHECK(by_rule > 50);
  CHECK(paths > 200);
}

TEST_CASE("a path is told in the names of the filter's inputs") {
  Diagram diagram;
  const Policy policy{{Arch::X86_64},
                      kEperm,
                      {Action::KillThread, 0},
                      {{{{Arch::X86_64, 0}}, Test(0, CompareOp::Eq, 3), {}, kAllow, {}}}};
  const Filter filter = Lower(diagram, policy, {0, 0});
  bpf::Invalid invalid;
  const auto program = bpf::Program::Check({{bpf::kLdAbs, 0, 0, 4},
                                            {bpf::kJeqK, 1, 0, 0xc000003e},
                                            {bpf::kRetK, 0, 0, 0},
                                            {bpf::kLdAbs, 0, 0, 0},
                                            {bpf::kJeqK, 0, 3, 0},
                                            {bpf::kLdAbs, 0, 0, 16},
                                            {bpf::kJeqK, 0, 1, 3},
                                            {bpf::kRetK, 0, 0, 0x7fff0000},
                                            {bpf::kRetK, 0, 0, 0x00050001}},
                                           invalid);
  REQUIRE(program.has_value());
  DiagnosticSink diagnostics;
  const Arch arch = Arch::X86_64;
  const auto told = [&](const std::vector<std::string>& arguments) {
    return PathText(
        *program, Endian::Little,
        Query(diagram, filter, std::span(&arch, 1), "read", arguments, diagnostics)->front());
  };
  CHECK(
      told({"fd=3"}) ==
      "  BPF path: 0 ld arch · 1 jeq x86_64 · 3 ld nr · 4 jeq read · 5 ld a0.lo · 6 jeq 3 · 7 ret ALLOW\n");
  CHECK(
      told({}) ==
      "  BPF path of read(0, 0, 0): 0 ld arch · 1 jeq x86_64 · 3 ld nr · 4 jeq read · 5 ld a0.lo · 6 jeq 3 · 8 ret ERRNO(EPERM)\n");
}

}  // namespace
}  // namespace polc
