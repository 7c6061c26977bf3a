// What Check() refuses and says, and that bytes and instructions are the same thing in both byte
// orders.

#include "compiler/bpf/program.h"
#include "tests/support/catch.h"
#include "tests/support/program_generator.h"

namespace polc::bpf {
namespace {

constexpr uint32_t kAllow = 0x7fff0000;
constexpr Insn kReturn{kRetK, 0, 0, kAllow};

std::string Refusal(std::vector<Insn> insns) {
  Invalid invalid;
  if (Program::Check(std::move(insns), invalid)) return "";
  return std::to_string(invalid.at) + ": " + invalid.reason;
}

std::vector<Insn> Repeated(Insn insn, size_t count) {
  std::vector<Insn> insns(count, insn);
  insns.push_back(kReturn);
  return insns;
}

TEST_CASE("Check says where and why a program is refused") {
  struct Row {
    const char* what;
    std::vector<Insn> insns;
    const char* refusal;  // "" for none
  };
  const Row rows[] = {
      {"nothing", {}, "0: an empty program"},
      {"the longest", Repeated({kLdImm, 0, 0, 0}, 4095), ""},
      {"one more", Repeated({kLdImm, 0, 0, 0}, 4096), "4096: more than 4096 instructions"},
      {"a byte load", {{0x30, 0, 0, 0}, kReturn}, "0: opcode 0x30 is not one that seccomp accepts"},
      {"an indirect load",
       {{0x40, 0, 0, 0}, kReturn},
       "0: opcode 0x40 is not one that seccomp accepts"},
      {"a remainder", {{0x94, 0, 0, 3}, kReturn}, "0: opcode 0x94 is not one that seccomp accepts"},
      {"high bits of the code",
       {{0x120, 0, 0, 0}, kReturn},
       "0: opcode 0x120 is not one that seccomp accepts"},
      {"the last word", {{kLdAbs, 0, 0, 60}, kReturn}, ""},
      {"behind the last word",
       {{kLdAbs, 0, 0, 64}, kReturn},
       "0: a load at offset 64, which is no word of seccomp_data"},
      {"between words",
       {{kLdAbs, 0, 0, 2}, kReturn},
       "0: a load at offset 2, which is no word of seccomp_data"},
      {"a negative offset",
       {{kLdAbs, 0, 0, 0xfffff000}, kReturn},
       "0: a load at offset 4294963200, which is no word of seccomp_data"},
      {"division by 0", {{kDivK, 0, 0, 0}, kReturn}, "0: a division by zero"},
      {"division by X", {{kDivX, 0, 0, 0}, kReturn}, ""},
      {"a shift by 31", {{kLshK, 0, 0, 31}, kReturn}, ""},
      {"a shift by 32", {{kRshK, 0, 0, 32}, kReturn}, "0: a shift by 32 bits"},
      {"the last scratch word", {{kSt, 0, 0, 15}, kReturn}, ""},
      {"one scratch word too far",
       {{kStx, 0, 0, 16}, kReturn},
       "0: scratch word 16, but there are only 16"},
      {"a jump to the end", {{kJa, 0, 0, 0}, kReturn}, ""},
      {"a jump behind the end", {{kJa, 0, 0, 1}, kReturn}, "0: a jump out of the program"},
      {"a jump backwards",
       {kReturn, {kJa, 0, 0, 0xfffffffe}, kReturn},
       "1: a jump out of the program"},
      {"a branch behind the end", {{kJeqK, 0, 1, 0}, kReturn}, "0: a jump out of the program"},
      {"the other branch", {{kJsetX, 1, 0, 0}, kReturn}, "0: a jump out of the program"},
      {"no return", {{kLdImm, 0, 0, 0}}, "0: the last instruction is not a return"},
      {"a return in the middle only",
       {kReturn, {kTax, 0, 0, 0}},
       "1: the last instruction is not a return"},
      {"return of X", {{0x0e, 0, 0, 0}}, "0: opcode 0xe is not one that seccomp accepts"},
      {"return of A", {{kRetA, 0, 0, 0}}, ""},
      {"a read before the write",
       {{kLdMem, 0, 0, 0}, kReturn},
       "0: a read of scratch memory that not every path to it has written"},
      {"a read of another word",
       {{kSt, 0, 0, 0}, {kLdxMem, 0, 0, 1}, kReturn},
       "1: a read of scratch memory that not every path to it has written"},
      {"a write on one way only",
       {{kJeqK, 0, 1, 0}, {kSt, 0, 0, 3}, {kLdMem, 0, 0, 3}, kReturn},
       "2: a read of scratch memory that not every path to it has written"},
      {"a write on both ways",
       {{kJeqK, 0, 2, 0},
        {kSt, 0, 0, 3},
        {kJa, 0, 0, 1},
        {kStx, 0, 0, 3},
        {kLdMem, 0, 0, 3},
        kReturn},
       ""},
      {"a write that returns",
       {{kJeqK, 1, 0, 0}, kReturn, {kSt, 0, 0, 3}, {kLdMem, 0, 0, 3}, kReturn},
       ""},
      // The kernel's pass does not know what follows a return, so what was written before it still
      // counts.
      {"a read that nothing reaches", {{kSt, 0, 0, 0}, kReturn, {kLdMem, 0, 0, 0}, kReturn}, ""},
      {"a read behind a jump over it", {{kJa, 0, 0, 1}, {kLdMem, 0, 0, 0}, kReturn}, ""},
      {"two mistakes", {{kLshK, 0, 0, 40}, {kDivK, 0, 0, 0}, kReturn}, "0: a shift by 40 bits"},
  };
  for (const Row& row : rows) {
    INFO(row.what);
    CHECK(Refusal(row.insns) == row.refusal);
  }
}

TEST_CASE("bytes are struct sock_filter in the byte order of the target") {
  Invalid invalid;
  const auto program = Program::Check({{kJeqK, 1, 0, 0x11223344}, kReturn, kReturn}, invalid);
  REQUIRE(program);
  const std::string little = ToBytes(*program, Endian::Little),
                    big = ToBytes(*program, Endian::Big);
  CHECK(little.substr(0, 8) == std::string("\x15\x00\x01\x00\x44\x33\x22\x11", 8));
  CHECK(big.substr(0, 8) == std::string("\x00\x15\x01\x00\x11\x22\x33\x44", 8));
  for (uint64_t seed = 0; seed < 500; ++seed) {
    testing::Random random(seed);
    const Program any = testing::RandomProgram(random, 60);
    for (const Endian endian : {Endian::Little, Endian::Big})
      REQUIRE(FromBytes(ToBytes(any, endian), endian, invalid) == any);
  }
}

TEST_CASE("bytes that are no program are refused with the place") {
  const std::string allow("\x06\x00\x00\x00\x00\x00\xff\x7f", 8);
  struct Row {
    std::string bytes;
    Endian endian;
    const char* refusal;
  };
  std::string many;
  for (int i = 0; i < 4097; ++i) many += allow;
  const Row rows[] = {
      {"", Endian::Little, "0: an empty program"},
      {allow, Endian::Little, ""},
      {allow, Endian::Big, "0: opcode 0x600 is not one that seccomp accepts"},
      {allow + "\x06", Endian::Little,
       "1: an incomplete instruction: the length is not a multiple of 8 bytes"},
      {many, Endian::Little, "4096: more than 4096 instructions"},
  };
  for (const Row& row : rows) {
    Invalid invalid;
    std::string refusal;
    if (!FromBytes(row.bytes, row.endian, invalid))
      refusal = std::to_string(invalid.at) + ": " + invalid.reason;
    CHECK(refusal == row.refusal);
  }
}

}  // namespace
}  // namespace polc::bpf
