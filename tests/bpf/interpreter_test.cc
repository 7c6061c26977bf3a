// What each instruction does, on a point and on all points at once. The rows are the kernel's
// rules, computed by hand.

#include "compiler/bpf/interpreter.h"

#include "compiler/bpf/symbolic.h"
#include "compiler/ir/verdict.h"
#include "tests/support/catch.h"
#include "tests/support/program_generator.h"

namespace polc::bpf {
namespace {

Program Checked(std::vector<Insn> insns) {
  Invalid invalid;
  const auto program = Program::Check(std::move(insns), invalid);
  INFO(invalid.at << ": " << invalid.reason);
  REQUIRE(program);
  return *program;
}

// nr 0x11, arch 0x22, ip 0x33…44…, a0 0x50000000'50000001, a1 0x51…, …
Call Sample() {
  Call call{.arch = 0x22, .nr = 0x11};
  call.ip = 0x33333333'44444444;
  for (uint32_t i = 0; i < 6; ++i) call.args[i] = uint64_t{0x50000000 + i} << 32 | (0x60000000 + i);
  return call;
}

uint32_t Value(std::vector<Insn> insns, Endian endian = Endian::Little) {
  return Interpret(Checked(std::move(insns)), SeccompDataOf(Sample()), endian).value;
}

TEST_CASE("every instruction computes what the kernel computes") {
  struct Row {
    const char* what;
    std::vector<Insn> insns;  // a `ret a` is added
    uint32_t value;
  };
  const auto alu = [](uint16_t code, uint32_t a, uint32_t k) {
    return std::vector<Insn>{{kLdImm, 0, 0, a}, {code, 0, 0, k}};
  };
  const auto alu_x = [](uint16_t code, uint32_t a, uint32_t x) {
    return std::vector<Insn>{{kLdxImm, 0, 0, x}, {kLdImm, 0, 0, a}, {code, 0, 0, 12345}};
  };
  const Row rows[] = {
      {"A and X begin with 0", {{kAddX, 0, 0, 0}}, 0},
      {"len", {{kLdLen, 0, 0, 0}}, 64},
      {"ldx len", {{kLdxLen, 0, 0, 0}, {kTxa, 0, 0, 0}}, 64},
      {"tax", {{kLdImm, 0, 0, 7}, {kTax, 0, 0, 0}, {kLdImm, 0, 0, 1}, {kAddX, 0, 0, 0}}, 8},
      {"scratch memory from A",
       {{kLdImm, 0, 0, 7}, {kSt, 0, 0, 15}, {kLdImm, 0, 0, 1}, {kLdMem, 0, 0, 15}},
       7},
      {"scratch memory from X",
       {{kLdxImm, 0, 0, 9},
        {kStx, 0, 0, 0},
        {kLdxImm, 0, 0, 1},
        {kLdxMem, 0, 0, 0},
        {kTxa, 0, 0, 0}},
       9},
      {"add wraps", alu(kAddK, 0xffffffff, 2), 1},
      {"sub wraps", alu(kSubK, 1, 2), 0xffffffff},
      {"mul wraps", alu(kMulK, 0x10001, 0x10001), 0x20001},
      {"div is unsigned", alu(kDivK, 0xfffffffe, 2), 0x7fffffff},
      {"or", alu(kOrK, 0xf0, 0x3c), 0xfc},
      {"and", alu(kAndK, 0xf0, 0x3c), 0x30},
      {"xor", alu(kXorK, 0xf0, 0x3c), 0xcc},
      {"lsh drops high bits", alu(kLshK, 0x80000001, 1), 2},
      {"rsh is logical", alu(kRshK, 0x80000000, 31), 1},
      {"neg", alu(kNeg, 5, 0), 0xfffffffb},
      {"neg ignores the bit for X", {{kLdImm, 0, 0, 0}, {kNeg, 0, 0, 0}}, 0},
      {"add x", alu_x(kAddX, 3, 4), 7},
      {"sub x", alu_x(kSubX, 3, 4), 0xffffffff},
      {"mul x", alu_x(kMulX, 3, 4), 12},
      {"div x", alu_x(kDivX, 9, 4), 2},
      {"div x by 0 ends with 0, not with A", alu_x(kDivX, 9, 0), 0},
      {"or x", alu_x(kOrX, 1, 4), 5},
      {"and x", alu_x(kAndX, 7, 4), 4},
      {"xor x", alu_x(kXorX, 7, 4), 3},
      {"lsh x takes five bits of X", alu_x(kLshX, 1, 33), 2},
      {"rsh x takes five bits of X", alu_x(kRshX, 4, 65), 2},
      {"ja", {{kJa, 0, 0, 1}, {kLdImm, 0, 0, 1}, {kAddK, 0, 0, 2}}, 2},
  };
  for (const Row& row : rows) {
    INFO(row.what);
    std::vector<Insn> insns = row.insns;
    insns.push_back({kRetA, 0, 0, 0});
    CHECK(Value(std::move(insns)) == row.value);
  }
}

TEST_CASE("comparisons are unsigned and take jt where they hold") {
  struct Row {
    uint16_t with_k;
    uint32_t a, b;
    bool taken;
  };
  const Row rows[] = {{kJeqK, 5, 5, true},
                      {kJeqK, 5, 4, false},
                      {kJgtK, 5, 4, true},
                      {kJgtK, 5, 5, false},
                      {kJgtK, 0x80000000, 1, true},
                      {kJgeK, 5, 5, true},
                      {kJgeK, 4, 5, false},
                      {kJgeK, 0xffffffff, 0, true},
                      {kJsetK, 6, 3, true},
                      {kJsetK, 4, 3, false},
                      {kJsetK, 0, 0, false},
                      {kJsetK, 0x80000000, 0x80000000, true},
                      {kJeqK, 0xc000003e, 0xc000003e, true},
                      {kJgtK, 0x7fffffff, 0x80000000, false}};
  for (const Row& row : rows) {
    INFO(row.with_k << " " << row.a << " " << row.b);
    const auto with_x = static_cast<uint16_t>(row.with_k | 0x08);
    const uint32_t want = row.taken ? 1 : 2;
    CHECK(Value({{kLdImm, 0, 0, row.a},
                 {row.with_k, 1, 2, row.b},
                 {kRetK, 0, 0, 0},
                 {kRetK, 0, 0, 1},
                 {kRetK, 0, 0, 2}}) == want);
    CHECK(Value({{kLdImm, 0, 0, row.a},
                 {kLdxImm, 0, 0, row.b},
                 {with_x, 1, 2, ~row.b},
                 {kRetK, 0, 0, 0},
                 {kRetK, 0, 0, 1},
                 {kRetK, 0, 0, 2}}) == want);
  }
}

TEST_CASE("a load takes the half that lies there in the byte order of the target") {
  const auto load = [](uint32_t offset, Endian endian) {
    return Value({{kLdAbs, 0, 0, offset}, {kRetA, 0, 0, 0}}, endian);
  };
  for (const Endian endian : {Endian::Little, Endian::Big}) {
    CHECK(load(0, endian) == 0x11);
    CHECK(load(4, endian) == 0x22);
  }
  CHECK(load(8, Endian::Little) == 0x44444444);
  CHECK(load(12, Endian::Little) == 0x33333333);
  CHECK(load(8, Endian::Big) == 0x33333333);
  CHECK(load(12, Endian::Big) == 0x44444444);
  for (uint32_t arg = 0; arg < 6; ++arg) {
    INFO("argument " << arg);
    CHECK(load(16 + 8 * arg, Endian::Little) == 0x60000000 + arg);
    CHECK(load(20 + 8 * arg, Endian::Little) == 0x50000000 + arg);
    CHECK(load(16 + 8 * arg, Endian::Big) == 0x50000000 + arg);
    CHECK(load(20 + 8 * arg, Endian::Big) == 0x60000000 + arg);
  }
}

TEST_CASE("the path is the instructions that were executed, in order") {
  const Program program = Checked({{kLdAbs, 0, 0, 0},
                                   {kJeqK, 1, 0, 0x11},
                                   {kRetK, 0, 0, 1},
                                   {kJa, 0, 0, 1},
                                   {kRetK, 0, 0, 2},
                                   {kRetK, 0, 0, 3}});
  const Run run = Interpret(program, SeccompDataOf(Sample()), Endian::Little);
  CHECK(run.value == 3);
  CHECK(run.path == std::vector<uint32_t>{0, 1, 3, 5});
}

TEST_CASE("symbolic execution is the interpreter on every call at once") {
  size_t executed = 0;
  for (uint64_t seed = 0; seed < 3000; ++seed) {
    testing::Random random(seed);
    const Program program = testing::RandomProgram(random, 20);
    const Endian endian = random.OneIn(2) ? Endian::Big : Endian::Little;
    Diagram diagram(200'000);
    Unsupported unsupported;
    std::optional<Filter> filter;
    try {
      filter = Execute(diagram, program, endian, unsupported);
    } catch (const NodeBudgetExceeded&) {
    }
    if (!filter) continue;
    ++executed;
    for (int round = 0; round < 40; ++round) {
      const Call call = testing::RandomCall(random);
      INFO("seed " << seed << " round " << round);
      const uint32_t value = Interpret(program, SeccompDataOf(call), endian).value;
      REQUIRE(FromReturnValue(diagram.Evaluate(filter->node, call)) == FromReturnValue(value));
    }
  }
  CHECK(executed > 1500);
}

}  // namespace
}  // namespace polc::bpf
