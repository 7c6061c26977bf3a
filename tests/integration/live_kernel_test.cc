// From a policy to a process: the running kernel, the interpreter and the executable specification
// answer every call alike.

#include <cerrno>
#include <cstdlib>
#include <string_view>
#include <vector>

#include "compiler/bpf/codegen.h"
#include "compiler/bpf/interpreter.h"
#include "compiler/docker/from_docker.h"
#include "compiler/ir/evaluate.h"
#include "compiler/ir/lower.h"
#include "grammar/docker_json/parse.h"
#include "syscalls/syscall_table.h"
#include "tests/support/builtin_json.h"
#include "tests/support/catch.h"
#include "tests/support/live_kernel.h"
#include "tests/support/oracle.h"
#include "tests/support/policy_generator.h"

namespace polc {
namespace {

using testing::Outcome;
using testing::Probe;

constexpr Arch kAbis[] = {Arch::X86_64, Arch::X86, Arch::X32};

// Empty, with a warning, if there is no kernel to ask; on a machine that has to have everything
// that is a failure.
std::vector<Arch> LiveArches() {
  std::vector<Arch> arches;
  for (const Arch arch : kAbis) {
    if (const auto reason = testing::WhyNoLiveKernel(arch)) {
      testing::SkipWithout("a kernel for " + std::string(TraitsOf(arch).name) + " (" + *reason +
                           ")");
    } else {
      arches.push_back(arch);
    }
  }
  return arches;
}

bpf::Program Compile(const Policy& policy) {
  Diagram diagram;
  bpf::CodegenFailure failure{};
  auto program = bpf::Generate(diagram, Lower(diagram, policy, {}), {}, failure);
  REQUIRE(program);
  return *program;
}

// Returns how many of the probes passed.
size_t RequireAgreement(const Policy& policy, const std::vector<Probe>& probes) {
  const bpf::Program program = Compile(policy);
  const testing::LiveRun run = testing::RunLive(program, probes);
  REQUIRE(run.failure == "");
  REQUIRE(run.install_error == 0);
  REQUIRE(run.outcomes.size() == probes.size());
  size_t passed = 0;
  for (size_t i = 0; i < probes.size(); ++i) {
    const Call call = testing::CallOf(probes[i]);
    const Verdict specified = Evaluate(policy, call);
    const uint32_t value = bpf::Interpret(program, bpf::SeccompDataOf(call), Endian::Little).value;
    INFO(Describe(probes[i]) << ", specified: " << Describe(specified)
                             << ", got: " << Describe(run.outcomes[i]));
    REQUIRE(FromReturnValue(value) == specified);
    REQUIRE(run.outcomes[i] == testing::Expected(specified));
    if (run.outcomes[i].kind == Outcome::Kind::Passed) ++passed;
  }
  return passed;
}

uint32_t Number(Arch arch, std::string_view name) {
  const auto nr = SyscallNumber(arch, name);
  REQUIRE(nr);
  return *nr;
}

Rule RuleFor(std::string_view name, Condition condition, Verdict verdict) {
  Rule rule;
  for (const Arch arch : kAbis) rule.syscalls.push_back({arch, Number(arch, name)});
  rule.condition = std::move(condition);
  rule.verdict = verdict;
  return rule;
}

Condition Low32Of(uint8_t arg, CompareOp op, uint64_t value, uint64_t mask) {
  return Condition::Of({.arg = arg, .width = Width::Low32, .op = op, .value = value, .mask = mask});
}

// The shapes that Docker's profile has: a call denied, one allowed by value, by inequality and by
// mask.
Policy SmallPolicy() {
  constexpr Verdict kAllow{Action::Allow, 0}, kDeny{Action::Errno, EPERM};
  Policy policy;
  policy.arches.assign(std::begin(kAbis), std::end(kAbis));
  policy.otherwise = kAllow;
  policy.rules.push_back(RuleFor("chmod", Condition::Always(), {Action::Errno, EACCES}));
  policy.rules.push_back(RuleFor("mount", Condition::Always(), {Action::KillProcess, 0}));
  policy.rules.push_back(RuleFor("getpid", Condition::Always(), {Action::Trap, 7}));
  policy.rules.push_back(RuleFor("socket", Low32Of(0, CompareOp::Eq, 40, UINT64_MAX), kDeny));
  for (const uint64_t persona : {0x0u, 0x8u, 0x20000u, 0x20008u, 0xffffffffu}) {
    const ArgTest is{.arg = 0, .width = Width::Full64, .op = CompareOp::Eq, .value = persona};
    policy.rules.push_back(RuleFor("personality", Condition::Of(is), kAllow));
  }
  policy.rules.push_back(RuleFor("personality", Condition::Always(), kDeny));
  policy.rules.push_back(RuleFor("clone", Low32Of(0, CompareOp::MaskedEq, 0, 0x7e020000), kAllow));
  policy.rules.push_back(RuleFor("clone", Condition::Always(), kDeny));
  return policy;
}

struct Expectation {
  std::string_view name;
  uint64_t arg0;
  Outcome outcome;
};

constexpr Outcome kPassed{Outcome::Kind::Passed, 0};
constexpr Outcome Fails(uint16_t error) { return {Outcome::Kind::Errno, error}; }

const Expectation kExpectations[] = {
    {"getuid", 0, kPassed},
    {"chmod", 0, Fails(EACCES)},
    {"mount", 0, {Outcome::Kind::Killed, 0}},
    {"getpid", 0, {Outcome::Kind::Trapped, 7}},
    {"socket", 1, kPassed},
    {"socket", 39, kPassed},
    {"socket", 40, Fails(EPERM)},
    {"socket", 41, kPassed},
    {"personality", 0, kPassed},
    {"personality", 8, kPassed},
    {"personality", 0x20008, kPassed},
    {"personality", 0xffffffff, kPassed},
    {"personality", 1, Fails(EPERM)},
    {"personality", 0x20009, Fails(EPERM)},
    {"clone", 0x11, kPassed},
    {"clone", 0x01000000, kPassed},
    {"clone", 0x10000000, Fails(EPERM)},
    {"clone", 0x00020011, Fails(EPERM)},
};

TEST_CASE("a process gets what the policy says, natively, through int 0x80 and as x32") {
  const Policy policy = SmallPolicy();
  for (const Arch arch : LiveArches()) {
    std::vector<Probe> probes;
    for (const Expectation& expectation : kExpectations) {
      probes.push_back({arch, Number(arch, expectation.name), {expectation.arg0}});
    }
    RequireAgreement(policy, probes);
    const testing::LiveRun run = testing::RunLive(Compile(policy), probes);
    REQUIRE(run.outcomes.size() == probes.size());
    for (size_t i = 0; i < probes.size(); ++i) {
      INFO(kExpectations[i].name << ": " << Describe(probes[i]));
      CHECK(Describe(run.outcomes[i]) == Describe(kExpectations[i].outcome));
    }
  }
}

TEST_CASE(
    "what lies above an int makes no difference where the policy looks at 32 bits, and all where it looks at 64") {
  const Policy policy = SmallPolicy();
  const uint64_t above = uint64_t{1} << 32;
  std::vector<Probe> probes;
  for (const Arch arch : LiveArches()) {
    if (arch == Arch::X86) continue;
    for (const uint64_t high : {uint64_t{0}, above, above << 31}) {
      probes.push_back({arch, Number(arch, "socket"), {high | 40}});
      probes.push_back({arch, Number(arch, "personality"), {high | 8}});
    }
  }
  if (probes.empty()) return;
  RequireAgreement(policy, probes);
  const testing::LiveRun run = testing::RunLive(Compile(policy), probes);
  for (size_t i = 0; i < probes.size(); i += 2) {
    CHECK(run.outcomes[i] == Fails(EPERM));
    CHECK(run.outcomes[i + 1] == (i % 6 == 0 ? kPassed : Fails(EPERM)));
  }
}

// An architecture that the policy does not list: its calls go to bad_arch, and x86_64's own do not.
TEST_CASE("the ways in that a policy does not list are shut") {
  Policy policy;
  policy.arches = {Arch::X86_64};
  policy.otherwise = {Action::Allow, 0};
  policy.bad_arch = {Action::Errno, 99};
  for (const Arch arch : LiveArches()) {
    const std::vector<Probe> probes = {{arch, Number(arch, "getuid"), {}},
                                       {arch, Number(arch, "mount"), {}}};
    CHECK(RequireAgreement(policy, probes) == (arch == Arch::X86_64 ? 2 : 0));
  }
}

TEST_CASE("the kernel, the interpreter and the specification agree on random policies") {
  const std::vector<Arch> arches = LiveArches();
  size_t probed = 0;
  for (uint64_t seed = 0; seed < 60 && !arches.empty(); ++seed) {
    testing::Random random(seed);
    testing::PolicyShape shape;
    shape.environments = false;
    const Policy policy = testing::RandomPolicy(random, shape);
    std::vector<Probe> probes;
    for (const Call& call : testing::InterestingCalls(random, policy, 24)) {
      for (const Arch arch : arches) {
        if (TraitsOf(arch).audit != call.arch ||
            (arch == Arch::X32) != ((call.nr & 0x40000000) != 0))
          continue;
        probes.push_back({arch, call.nr, call.args});
      }
    }
    INFO("seed " << seed);
    RequireAgreement(policy, probes);
    probed += probes.size();
  }
  if (!arches.empty()) CHECK(probed > 500);
}

// Two calls that the kernel itself puts into traced functions pass by every filter
// (kernel/seccomp.c, seccomp_uprobe_exception), even by one that kills at every call, and so are
// really made.
bool PassesByFilters(Arch arch, uint32_t nr) {
  return arch == Arch::X86_64 && (nr == 335 || nr == 336);
}

TEST_CASE("under the built-in default profile every call of every ABI gets what the profile says") {
  Sources sources;
  DiagnosticSink diagnostics;
  const auto profile =
      docker::ParseProfile(sources.Add("default", testing::BuiltinAsJson("default")), diagnostics);
  REQUIRE(profile);
  DockerContext context;
  context.native = Arch::X86_64;
  context.caps = DockerDefaultCapabilities();
  context.kernel = kNewestKernel;
  const auto scmp = ResolveDocker(*profile, context, diagnostics);
  REQUIRE(scmp);
  Policy policy = ToPolicy(*scmp, context.environment(), diagnostics);
  // The environment is decided: what does not hold is not there.
  std::erase_if(policy.rules,
                [&](const Rule& rule) { return !rule.when.Holds(*context.kernel, *context.caps); });
  for (Rule& rule : policy.rules) rule.when = {};

  for (const Arch arch : LiveArches()) {
    std::vector<Probe> probes;
    const uint32_t base = TraitsOf(arch).nr_base;
    for (uint32_t nr = base; nr < base + 600; ++nr) {
      if (PassesByFilters(arch, nr)) continue;
      for (const uint64_t arg0 : {uint64_t{0}, uint64_t{8}, uint64_t{40}, uint64_t{0x10000000}})
        probes.push_back({arch, nr, {arg0}});
    }
    INFO(TraitsOf(arch).name);
    const size_t passed = RequireAgreement(policy, probes);
    CHECK(passed > probes.size() / 3);
    CHECK(passed < probes.size());
  }
}

}  // namespace
}  // namespace polc
