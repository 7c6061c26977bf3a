// The text of a program: names only where the way there decides them.

#include "compiler/bpf/disassemble.h"

#include "compiler/bpf/program.h"
#include "tests/support/catch.h"

namespace polc::bpf {
namespace {

constexpr uint32_t kX86_64 = 0xc000003e, kX86 = 0x40000003, kAllow = 0x7fff0000;

std::string Text(std::vector<Insn> insns, Endian endian = Endian::Little) {
  Invalid invalid;
  const auto program = Program::Check(std::move(insns), invalid);
  INFO(invalid.at << ": " << invalid.reason);
  REQUIRE(program);
  return "\n" + Disassemble(*program, endian);
}

TEST_CASE("numbers are named by the ABIs that can get there") {
  CHECK(Text({{kLdAbs, 0, 0, 4},
              {kJeqK, 6, 0, kX86_64},
              {kJeqK, 1, 0, kX86},
              {kRetK, 0, 0, 0x80000000},
              {kLdAbs, 0, 0, 0},
              {kJeqK, 0, 1, 5},
              {kRetK, 0, 0, kAllow},
              {kRetK, 0, 0, 0x50001},
              {kLdAbs, 0, 0, 0},
              {kJgeK, 3, 0, 0x40000000},
              {kJeqK, 1, 0, 41},
              {kRetK, 0, 0, 0x7ff00007},
              {kRetK, 0, 0, 0x30000},
              {kJgeK, 0, 1, 0x40000029},
              {kRetK, 0, 0, kAllow},
              {kRetK, 0, 0, 0x12345678}}) == R"(
   0  ld   [4]                        arch
   1  jeq  #0xc000003e, 8, 2          x86_64
   2  jeq  #0x40000003, 4, 3          x86
   3  ret  0x80000000                 KILL_PROCESS
   4  ld   [0]                        nr
   5  jeq  #5, 6, 7                   x86 open
   6  ret  0x7fff0000                 ALLOW
   7  ret  0x50001                    ERRNO(EPERM)
   8  ld   [0]                        nr
   9  jge  #0x40000000, 13, 10        x32
  10  jeq  #41, 12, 11                x86_64 socket
  11  ret  0x7ff00007                 TRACE(7)
  12  ret  0x30000                    TRAP(0)
  13  jge  #0x40000029, 14, 15        x32 socket
  14  ret  0x7fff0000                 ALLOW
  15  ret  0x12345678                 KILL_PROCESS
)");
}

TEST_CASE("ABIs that agree on a name share it, the others have their own") {
  const std::vector<Insn> both = {{kLdAbs, 0, 0, 4}, {kJeqK, 1, 0, 0x80000016}, {kJeqK, 0, 2, 0x16},
                                  {kLdAbs, 0, 0, 0}, {kJeqK, 0, 0, 5},          {kRetK, 0, 0, 0}};
  CHECK(Text(both, Endian::Big) == R"(
  0  ld   [4]                        arch
  1  jeq  #0x80000016, 3, 2          s390x
  2  jeq  #22, 3, 5                  s390
  3  ld   [0]                        nr
  4  jeq  #5, 5, 5                   s390x/s390 open
  5  ret  0x0                        KILL_THREAD
)");
  std::vector<Insn> x86 = both;
  x86[1].k = kX86_64;
  x86[2].k = kX86;
  CHECK_THAT(Text(x86), ContainsSubstring("x86_64 fstat, x86 open\n"));
}

TEST_CASE(
    "a number has no name before the architecture is known, nor where A holds something else") {
  CHECK(Text({{kLdAbs, 0, 0, 0},
              {kJeqK, 0, 0, 1},
              {kAndK, 0, 0, 0xfff},
              {kJeqK, 0, 0, 1},
              {kLdAbs, 0, 0, 4},
              {kJeqK, 0, 1, kX86_64},
              {kLdImm, 0, 0, 1},
              {kJeqK, 0, 0, 1},
              {kRetA, 0, 0, 0}}) == R"(
  0  ld   [0]                        nr
  1  jeq  #1, 2, 2
  2  and  #4095
  3  jeq  #1, 4, 4
  4  ld   [4]                        arch
  5  jeq  #0xc000003e, 6, 7          x86_64
  6  ld   #1
  7  jeq  #1, 8, 8
  8  ret  a
)");
}

TEST_CASE("the x32 border is known in every way that compilers test it") {
  struct Row {
    Insn test;
    const char* line;
  };
  const Row rows[] = {{{kJgeK, 0, 1, 0x40000000}, "jge  #0x40000000, 4, 5          x32\n"},
                      {{kJsetK, 0, 1, 0x40000000}, "jset #0x40000000, 4, 5          x32\n"},
                      {{kJgtK, 0, 1, 0x3fffffff}, "jgt  #0x3fffffff, 4, 5\n"}};
  for (const Row& row : rows) {
    const std::string text = Text({{kLdAbs, 0, 0, 4},
                                   {kJeqK, 0, 4, kX86_64},
                                   {kLdAbs, 0, 0, 0},
                                   row.test,
                                   {kJeqK, 1, 1, 0x40000002},
                                   {kJeqK, 0, 0, 2},
                                   {kRetK, 0, 0, 0}});
    CHECK_THAT(text, ContainsSubstring(row.line));
    CHECK_THAT(text, ContainsSubstring("#0x40000002, 6, 6          x32 open\n"));
    CHECK_THAT(text, ContainsSubstring("#2, 6, 6                   x86_64 open\n"));
  }
}

TEST_CASE("arguments are named by half, in the byte order of the target") {
  const std::vector<Insn> loads = {{kLdAbs, 0, 0, 8},
                                   {kLdAbs, 0, 0, 12},
                                   {kLdAbs, 0, 0, 16},
                                   {kLdAbs, 0, 0, 60},
                                   {kRetK, 0, 0, 0}};
  CHECK(Text(loads, Endian::Little) == R"(
  0  ld   [8]                        ip, low half
  1  ld   [12]                       ip, high half
  2  ld   [16]                       a0, low half
  3  ld   [60]                       a5, high half
  4  ret  0x0                        KILL_THREAD
)");
  CHECK(Text(loads, Endian::Big) == R"(
  0  ld   [8]                        ip, high half
  1  ld   [12]                       ip, low half
  2  ld   [16]                       a0, high half
  3  ld   [60]                       a5, low half
  4  ret  0x0                        KILL_THREAD
)");
}

TEST_CASE("every opcode has a spelling, and what is never reached is marked") {
  CHECK(Text({{kLdLen, 0, 0, 0}, {kLdxLen, 0, 0, 0}, {kLdxImm, 0, 0, 4096}, {kSt, 0, 0, 1},
              {kStx, 0, 0, 2},   {kLdMem, 0, 0, 1},  {kLdxMem, 0, 0, 2},    {kTax, 0, 0, 0},
              {kTxa, 0, 0, 0},   {kNeg, 0, 0, 0},    {kAddK, 0, 0, 1},      {kSubX, 0, 0, 0},
              {kMulK, 0, 0, 3},  {kDivX, 0, 0, 0},   {kOrK, 0, 0, 1},       {kXorX, 0, 0, 0},
              {kLshK, 0, 0, 31}, {kRshX, 0, 0, 0},   {kJsetX, 0, 1, 0},     {kJgtX, 0, 0, 0},
              {kJa, 0, 0, 1},    {kLdAbs, 0, 0, 0},  {kRetA, 0, 0, 0}}) == R"(
   0  ld   len
   1  ldx  len
   2  ldx  #0x1000
   3  st   M[1]
   4  stx  M[2]
   5  ld   M[1]
   6  ldx  M[2]
   7  tax
   8  txa
   9  neg
  10  add  #1
  11  sub  x
  12  mul  #3
  13  div  x
  14  or   #1
  15  xor  x
  16  lsh  #31
  17  rsh  x
  18  jset x, 19, 20
  19  jgt  x, 20, 20
  20  ja   22
  21  ld   [0]                        not reached
  22  ret  a
)");
}

}  // namespace
}  // namespace polc::bpf
