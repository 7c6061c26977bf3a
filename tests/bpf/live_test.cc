// The running kernel under a program answers calls as Interpret() says.

#include "compiler/bpf/interpreter.h"
#include "tests/support/catch.h"
#include "tests/support/live_kernel.h"
#include "tests/support/oracle.h"
#include "tests/support/program_generator.h"

namespace polc::bpf {
namespace {

using testing::Outcome;
using testing::Probe;

std::vector<Arch> LiveArches() {
  std::vector<Arch> arches;
  for (const Arch arch : {Arch::X86_64, Arch::X86, Arch::X32}) {
    if (const auto reason = testing::WhyNoLiveKernel(arch)) {
      testing::SkipWithout("a kernel for " + std::string(TraitsOf(arch).name) + " (" + *reason +
                           ")");
    } else {
      arches.push_back(arch);
    }
  }
  return arches;
}

Probe RandomProbe(testing::Random& random, const std::vector<Arch>& arches) {
  Probe probe{random.Pick(arches), testing::RandomWord(random), {}};
  if (probe.arch == Arch::X32) probe.nr |= 0x40000000;
  for (uint64_t& arg : probe.args) {
    arg = uint64_t{testing::RandomWord(random)} << 32 | testing::RandomWord(random);
  }
  return probe;
}

Outcome Interpreted(const Program& program, const Probe& probe) {
  const uint32_t value =
      Interpret(program, SeccompDataOf(testing::CallOf(probe)), Endian::Little).value;
  return testing::Expected(FromReturnValue(value));
}

void RequireObedience(const Program& program, const std::vector<Probe>& probes) {
  const testing::LiveRun run = testing::RunLive(program, probes);
  REQUIRE(run.failure == "");
  REQUIRE(run.install_error == 0);
  REQUIRE(run.outcomes.size() == probes.size());
  for (size_t i = 0; i < probes.size(); ++i) {
    INFO("probe " << i << ", " << Describe(probes[i]) << ", got: " << Describe(run.outcomes[i]));
    REQUIRE(Describe(Interpreted(program, probes[i])) == Describe(run.outcomes[i]));
  }
}

TEST_CASE("every return value is what the kernel makes of it") {
  const std::vector<Arch> arches = LiveArches();
  for (uint64_t seed = 0; seed < 40 && !arches.empty(); ++seed) {
    testing::Random random(seed);
    std::vector<Probe> probes;
    for (int i = 0; i < 3; ++i) probes.push_back(RandomProbe(random, arches));
    const uint32_t action = static_cast<uint32_t>(seed) < kActionCount
                                ? ReturnValue({static_cast<Action>(seed), 0})
                                : testing::RandomWord(random);
    Invalid invalid;
    const auto program = Program::Check(
        {{kRetK, 0, 0, action | static_cast<uint32_t>(random.Below(0x10000))}}, invalid);
    REQUIRE(program);
    INFO("seed " << seed);
    RequireObedience(*program, probes);
  }
}

// The high halves of the arguments included, also of an x86 call: a test of them there is one that
// a 64-bit process can fail at will.
TEST_CASE("a filter sees every word of the call as the caller set it") {
  const std::vector<Arch> arches = LiveArches();
  std::vector<Probe> probes;
  for (const Arch arch : arches) {
    Probe probe{arch, TraitsOf(arch).nr_base + 0x123, {}};
    for (uint32_t i = 0; i < 6; ++i) probe.args[i] = 0x81828384'91929300u + i;
    probes.push_back(probe);
  }
  // Twelve bits of one word at a time, as an errno: more are cut.
  for (uint32_t offset = 0; offset < 64 && !probes.empty(); offset += 4) {
    for (uint32_t shift = 0; shift < 32; shift += 12) {
      Invalid invalid;
      const auto program = Program::Check({{kLdAbs, 0, 0, offset},
                                           {kRshK, 0, 0, shift},
                                           {kAndK, 0, 0, 0xfff},
                                           {kOrK, 0, 0, 0x00050000},
                                           {kRetA, 0, 0, 0}},
                                          invalid);
      REQUIRE(program);
      INFO("offset " << offset << " shift " << shift);
      RequireObedience(*program, probes);
    }
  }
}

TEST_CASE("the kernel and the interpreter agree on random programs") {
  const std::vector<Arch> arches = LiveArches();
  for (uint64_t seed = 0; seed < 100 && !arches.empty(); ++seed) {
    testing::Random random(seed);
    const Program program = testing::RandomProgram(random, 30);
    std::vector<Probe> probes;
    for (int i = 0; i < 10; ++i) probes.push_back(RandomProbe(random, arches));
    INFO("seed " << seed);
    RequireObedience(program, probes);
  }
}

}  // namespace
}  // namespace polc::bpf
