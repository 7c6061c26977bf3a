#include "compiler/bpf/cost.h"

#include "tests/support/catch.h"

namespace polc::bpf {
namespace {

constexpr uint32_t kAllow = 0x7fff0000;

Program Checked(std::vector<Insn> insns) {
  Invalid invalid;
  auto program = Program::Check(std::move(insns), invalid);
  INFO(invalid.reason);
  REQUIRE(program);
  return *program;
}

TEST_CASE("the size of the eBPF program counts what the kernel's conversion adds") {
  struct Row {
    Insn insn;
    size_t ebpf;
  };
  const std::vector<Row> rows = {
      {{kLdAbs, 0, 0, 0}, 1},
      {{kAndK, 0, 0, 7}, 1},
      {{kJa, 0, 0, 0}, 1},
      {{kJeqK, 1, 0, 5}, 1},
      {{kJeqK, 0, 1, 5}, 1},
      {{kJeqK, 1, 1, 5}, 2},
      {{kJgeK, 0, 1, 5}, 1},
      {{kJsetK, 1, 0, 5}, 1},
      {{kJsetK, 0, 1, 5}, 2},
      {{kJeqK, 1, 0, 0x80000000}, 2},
      {{kJeqK, 1, 1, 0xffffffff}, 3},
      {{kJeqX, 1, 0, 0xffffffff}, 1},
      {{kDivX, 0, 0, 0}, 5},
      {{kRetA, 0, 0, 0}, 1},
  };
  // Three instructions before the program, and two returns of two behind the one in question.
  for (const Row& row : rows) {
    INFO(row.insn.code << " " << int{row.insn.jt} << " " << int{row.insn.jf} << " " << row.insn.k);
    CHECK(EbpfSize(Checked({row.insn, {kRetK, 0, 0, 0}, {kRetK, 0, 0, 0}})) == 3 + row.ebpf + 4);
  }
}

TEST_CASE(
    "a number is cached if nothing but its number and architecture is looked at, and the answer is plain ALLOW") {
  const Program program = Checked({
      {kLdAbs, 0, 0, 4},
      {kJeqK, 0, 8, 0xc000003e},
      {kLdAbs, 0, 0, 0},
      {kJeqK, 5, 0, 1},
      {kJeqK, 0, 3, 2},
      {kLdAbs, 0, 0, 16},
      {kJeqK, 0, 1, 0},
      {kRetK, 0, 0, kAllow | 1},
      {kJsetK, 0, 1, 8},
      {kRetK, 0, 0, kAllow},
      {kRetK, 0, 0, 0},
  });
  const auto cost = [&](uint32_t nr, uint32_t audit = 0xc000003e) {
    return CostOfNumber(program, audit, nr);
  };
  CHECK_FALSE(cost(2).cached);  // an argument is loaded
  CHECK(cost(2).longest == 9);
  CHECK(cost(9).cached);
  CHECK(cost(9).longest == 7);
  CHECK_FALSE(cost(4).cached);  // not allowed
  CHECK_FALSE(cost(9, 5).cached);
  CHECK(cost(1).cached);
}

}  // namespace
}  // namespace polc::bpf
