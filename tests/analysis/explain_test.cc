#include "compiler/analysis/explain.h"

#include <map>

#include "compiler/analysis/regions.h"
#include "compiler/ir/evaluate.h"
#include "compiler/ir/lower.h"
#include "syscalls/syscall_table.h"
#include "tests/support/catch.h"
#include "tests/support/policy_generator.h"

namespace polc {
namespace {

const Verdict kAllow{Action::Allow, 0};
const Verdict kEperm{Action::Errno, 1};

Rule RuleFor(const std::vector<Arch>& arches, const std::vector<std::string_view>& names,
             Verdict verdict, Condition condition = {}) {
  Rule rule{{}, std::move(condition), {}, verdict, {}};
  for (const Arch arch : arches) {
    for (const std::string_view name : names) {
      if (const auto nr = SyscallNumber(arch, name)) rule.syscalls.push_back({arch, *nr});
    }
  }
  return rule;
}

Policy Example() {
  const std::vector<Arch> arches = {Arch::X86_64, Arch::X86};
  const Condition not_vsock =
      Condition::Of({.arg = 0, .width = Width::Low32, .op = CompareOp::Ne, .value = 40});
  Policy policy{arches, kEperm, {Action::KillThread, 0}, {}};
  policy.rules = {RuleFor(arches, {"read", "write", "socketcall"}, kAllow),
                  RuleFor({Arch::X86}, {"open"}, kAllow),
                  RuleFor(arches, {"socket"}, kAllow, not_vsock),
                  RuleFor(arches, {"clone3"}, {Action::Errno, 38})};
  policy.rules.push_back({{{Arch::X86_64, 5000}}, {}, {}, kAllow, {}});
  return policy;
}

std::string Explained(const Policy& policy, ExplainDetail detail) {
  Diagram diagram;
  const Filter filter = Lower(diagram, policy, {0, 0});
  return ExplainText(Explain(diagram, filter, policy.arches), {.name = "web.json", .names = 6},
                     detail, Colour::Off);
}

// The counts of what the table has beyond the example depend on the table.
std::string WithoutCounts(std::string text) {
  for (size_t at = text.find(" refused"); at != std::string::npos;
       at = text.find(" refused", at + 2)) {
    const size_t begin = text.rfind(' ', at - 1) + 1;
    text.replace(begin, at - begin, "N");
    at = begin;
  }
  const size_t begin = text.find("ERRNO(EPERM)   ") + 15;
  if (begin > 15) text.replace(begin, text.find(' ', begin) - begin, "N");
  return text;
}

TEST_CASE("an explanation begins with the default and what depends on arguments") {
  CHECK(WithoutCounts(Explained(Example(), ExplainDetail::Concise)) ==
        "web.json   seccomp, 6 names\n"
        "  default               ERRNO(EPERM)\n"
        "  other architectures   KILL_THREAD\n"
        "  x86_64                2 allowed, 1 by their arguments, N refused\n"
        "  x86                   4 allowed, 1 by their arguments, N refused\n"
        "\n"
        "BY ARGUMENTS   1 syscall\n"
        "  socket   ALLOW unless domain == 40\n"
        "\n"
        "ALLOW   4 syscalls\n"
        "  read, socketcall, write\n"
        "  only on x86\n"
        "    open\n"
        "\n"
        "ERRNO(ENOSYS)   1 syscall\n"
        "  clone3\n"
        "\n"
        "ERRNO(EPERM)   N syscalls, as every number without a name\n"
        "\n"
        "Numbers without a name\n"
        "  x86_64 number 5000   ALLOW\n");
}

TEST_CASE("in full the syscalls that get the default are listed too") {
  const std::string full = Explained(Example(), ExplainDetail::Full);
  CHECK(full.find("chmod") != std::string::npos);
  CHECK(full.find("  only on x86_64\n") != std::string::npos);  // open, refused there alone
}

TEST_CASE("every syscall is in an explanation once an ABI, with its answer") {
  testing::Random random(31);
  testing::PolicyShape shape;
  shape.environments = false;
  for (int round = 0; round < 60; ++round) {
    Diagram diagram;
    const Policy policy = testing::RandomPolicy(random, shape);
    const Filter filter = Lower(diagram, policy, {0, 0});
    const Explanation explanation = Explain(diagram, filter, policy.arches);
    std::map<SyscallRef, const Description*> told;
    const auto tell = [&](const std::vector<Answer>& answers) {
      for (const Answer& answer : answers) {
        for (const NumberSet& set : answer.numbers) {
          REQUIRE(told.emplace(SyscallRef{set.arch, set.ranges.front().first}, &answer.description)
                      .second);
        }
      }
    };
    tell(explanation.conditional);
    tell(explanation.constant);
    size_t counted = 0;
    for (const AbiSummary& abi : explanation.abis)
      counted += abi.allowed + abi.conditional + abi.refused;
    CHECK(counted == told.size());
    for (Call call : testing::InterestingCalls(random, policy, 50)) {
      for (const auto& [ref, description] : told) {
        if (TraitsOf(ref.arch).audit != call.arch || ref.nr != call.nr || !description->complete())
          continue;
        REQUIRE(Evaluate(*description, call) == Evaluate(policy, call));
      }
    }
  }
}

}  // namespace
}  // namespace polc
