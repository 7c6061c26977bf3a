// Programs that are valid and made to be expensive: each ends, in an answer or in the reason why
// there is none.

#include <algorithm>
#include <string>
#include <vector>

#include "compiler/bpf/disassemble.h"
#include "compiler/bpf/symbolic.h"
#include "tests/support/catch.h"

namespace polc::bpf {
namespace {

constexpr Insn kEnd{kRetK, 0, 0, 0};

// "ok", "too large" or the reason of Unsupported.
std::string Executed(std::vector<Insn> insns) {
  Invalid invalid;
  const auto program = Program::Check(std::move(insns), invalid);
  INFO(invalid.at << ": " << invalid.reason);
  REQUIRE(program);
  const std::string text = Disassemble(*program, Endian::Little);
  REQUIRE(static_cast<size_t>(std::count(text.begin(), text.end(), '\n')) == program->size());
  REQUIRE(text.size() < 2'000'000);
  Diagram diagram(300'000);
  Unsupported unsupported;
  try {
    return Execute(diagram, *program, Endian::Little, unsupported) ? "ok" : unsupported.reason;
  } catch (const NodeBudgetExceeded&) {
    return "too large";
  }
}

TEST_CASE("a program of nothing but branches is followed to its end") {
  std::vector<Insn> insns = {{kLdAbs, 0, 0, 0}};
  for (uint32_t i = 0; insns.size() + 1 < kMaxInsns; ++i) {
    const size_t after = kMaxInsns - insns.size() - 2;
    insns.push_back({kJeqK, static_cast<uint8_t>(std::min<size_t>(after, 255)), 0, 3 * i});
  }
  insns.push_back(kEnd);
  CHECK(Executed(insns) == "ok");
}

TEST_CASE("a register that collects the bits of a call is given up") {
  std::vector<Insn> insns = {{kSt, 0, 0, 0}};
  for (uint32_t i = 0; i < 32; ++i) {
    const Insn step[] = {{kLdAbs, 0, 0, 0},
                         {kJsetK, 0, 3, 1u << i},
                         {kLdMem, 0, 0, 0},
                         {kAddK, 0, 0, 1u << i},
                         {kSt, 0, 0, 0}};
    insns.insert(insns.end(), std::begin(step), std::end(step));
  }
  insns.push_back(kEnd);
  CHECK(Executed(insns) == "registers that can hold too many different values here");
}

TEST_CASE("arithmetic on arithmetic stays within the budget") {
  std::vector<Insn> insns = {{kLdAbs, 0, 0, 16}};
  for (uint32_t i = 0; i < 1000; ++i) {
    insns.push_back({kMulK, 0, 0, 0x9e3779b1});
    insns.push_back({kXorK, 0, 0, 0x7f4a7c15 + i});
    insns.push_back({kAddK, 0, 0, 0x85ebca6b});
  }
  insns.push_back({kJeqK, 0, 1, 5});
  insns.push_back({kRetK, 0, 0, 1});
  insns.push_back(kEnd);
  CHECK(Executed(insns) == "too large");
}

}  // namespace
}  // namespace polc::bpf
