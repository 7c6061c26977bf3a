// The running kernel decides which programs it takes; Check() has to say the same of every one.

#include <cerrno>

#include "tests/support/catch.h"
#include "tests/support/live_kernel.h"
#include "tests/support/oracle.h"
#include "tests/support/program_generator.h"

namespace polc::bpf {
namespace {

bool Accepted(std::vector<Insn> insns) {
  Invalid invalid;
  return Program::Check(std::move(insns), invalid).has_value();
}

struct Agreement {
  size_t accepted = 0, refused = 0;
};

// Nothing, with a warning, if there is no kernel to ask.
std::optional<Agreement> Compare(const std::vector<std::vector<Insn>>& programs) {
  if (const auto reason = testing::WhyNoLiveKernel()) {
    testing::SkipWithout("a kernel to ask (" + *reason + ")");
    return std::nullopt;
  }
  const auto errors = testing::KernelVerdicts(programs);
  REQUIRE(errors);
  Agreement agreement;
  for (size_t i = 0; i < programs.size(); ++i) {
    INFO("program " << i << " of " << programs[i].size() << " instructions, kernel: errno "
                    << (*errors)[i]);
    REQUIRE(((*errors)[i] == 0 || (*errors)[i] == EINVAL));
    REQUIRE(Accepted(programs[i]) == ((*errors)[i] == 0));
    ++((*errors)[i] == 0 ? agreement.accepted : agreement.refused);
  }
  return agreement;
}

TEST_CASE("the kernel takes every opcode that Check takes, and no other") {
  std::vector<std::vector<Insn>> programs;
  for (uint32_t code = 0; code < 0x10000; code += code < 0x200 ? 1 : 0xff) {
    // Scratch word 4 is written, 4 is a word of seccomp_data, and jumps by 4 stay inside.
    std::vector<Insn> insns = {{kSt, 0, 0, 4}, {static_cast<uint16_t>(code), 0, 0, 4}};
    for (int i = 0; i < 5; ++i) insns.push_back({kRetK, 0, 0, 0});
    programs.push_back(insns);
    programs.push_back({{static_cast<uint16_t>(code), 0, 0, 4}});
  }
  const auto agreement = Compare(programs);
  if (!agreement) return;
  CHECK(agreement->accepted ==
        41 + 2);  // all opcodes with returns behind them, the two returns alone
}

TEST_CASE("the kernel and Check agree on operands at their limits") {
  std::vector<std::vector<Insn>> programs;
  for (uint16_t code = 0; code < 0x100; ++code) {
    for (const uint32_t k : {0u, 1u, 2u, 3u, 4u, 5u, 15u, 16u, 31u, 32u, 60u, 61u, 63u, 64u,
                             0x7fffffffu, 0xfffffffeu, 0xffffffffu}) {
      for (const uint8_t jump : {uint8_t{0}, uint8_t{2}, uint8_t{3}, uint8_t{255}}) {
        programs.push_back({{kSt, 0, 0, 3},
                            {code, jump, 0, k},
                            {kTxa, 0, 0, 0},
                            {kTax, 0, 0, 0},
                            {kRetA, 0, 0, 0}});
        programs.push_back({{kSt, 0, 0, 3},
                            {code, 1, jump, k},
                            {kTxa, 0, 0, 0},
                            {kTax, 0, 0, 0},
                            {kRetA, 0, 0, 0}});
      }
    }
  }
  const auto agreement = Compare(programs);
  if (!agreement) return;
  CHECK(agreement->accepted > 1000);
  CHECK(agreement->refused > 1000);
}

TEST_CASE("the kernel and Check agree on the length of a program") {
  std::vector<std::vector<Insn>> programs;
  for (const size_t length :
       {size_t{0}, size_t{1}, size_t{2}, size_t{4095}, size_t{4096}, size_t{4097}, size_t{65535}}) {
    programs.emplace_back(length, Insn{kRetK, 0, 0, 0});
  }
  const auto agreement = Compare(programs);
  if (!agreement) return;
  CHECK(agreement->accepted == 4);
}

TEST_CASE("the kernel and Check agree on random programs and on mutants of them") {
  std::vector<std::vector<Insn>> programs;
  for (uint64_t seed = 0; seed < 20'000; ++seed) {
    testing::Random random(seed);
    const Program program = testing::RandomProgram(random, random.OneIn(50) ? 600 : 24);
    std::vector<Insn> insns(program.insns().begin(), program.insns().end());
    programs.push_back(random.OneIn(8) ? insns : testing::Mutated(random, insns));
  }
  const auto agreement = Compare(programs);
  if (!agreement) return;
  CHECK(agreement->accepted > 4000);
  CHECK(agreement->refused > 4000);
}

}  // namespace
}  // namespace polc::bpf
