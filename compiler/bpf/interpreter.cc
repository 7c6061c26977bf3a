// Arithmetic follows the kernel's conversion of classic BPF to eBPF (net/core/filter.c,
// bpf_convert_filter): operations have 32 bits, shifts use the low five bits of X, and a division
// by an X of zero ends the filter with 0. Shifts by 32 and more do what the kernel's interpreter
// (kernel/bpf/core.c, ___bpf_prog_run) and x86's and arm64's instructions do; on other machines the
// code that the kernel generates may shift by all of X.

#include "compiler/bpf/interpreter.h"

#include <array>
#include <cstddef>
#include <cstring>

#include "compiler/base/check.h"

namespace polc::bpf {
namespace {

// The word at a byte offset. A big-endian kernel has the high half of a 64-bit field first, which
// may be the other way round on the machine that runs this.
uint32_t LoadWord(const struct seccomp_data& data, uint32_t offset, Endian endian) {
  constexpr uint32_t kFirst64 = offsetof(struct seccomp_data, instruction_pointer);
  static_assert(offsetof(struct seccomp_data, nr) == 0 && sizeof(struct seccomp_data) == 64);
  constexpr Endian kHost = __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__ ? Endian::Big : Endian::Little;
  if (offset >= kFirst64 && endian != kHost) offset ^= 4;
  uint32_t word = 0;
  std::memcpy(&word, reinterpret_cast<const unsigned char*>(&data) + offset, sizeof word);
  return word;
}

struct Machine {
  uint32_t a = 0, x = 0;
  std::array<uint32_t, 16> memory{};
};

uint32_t Alu(uint16_t operation, uint32_t a, uint32_t b) {
  switch (operation) {
    case kAddK:
      return a + b;
    case kSubK:
      return a - b;
    case kMulK:
      return a * b;
    case kDivK:
      return a / b;
    case kOrK:
      return a | b;
    case kAndK:
      return a & b;
    case kXorK:
      return a ^ b;
    case kLshK:
      return a << (b & 31);
    case kRshK:
      return a >> (b & 31);
    default:
      POLC_CHECK(false);
  }
}

bool Taken(uint16_t test, uint32_t a, uint32_t b) {
  switch (test) {
    case kJeqK:
      return a == b;
    case kJgtK:
      return a > b;
    case kJgeK:
      return a >= b;
    case kJsetK:
      return (a & b) != 0;
    default:
      POLC_CHECK(false);
  }
}

constexpr uint16_t kSourceX = 0x08;
constexpr uint16_t kClass = 0x07;

}  // namespace

Run Interpret(const Program& program, const struct seccomp_data& data, Endian endian) {
  Machine machine;
  Run run;
  for (size_t pc = 0;; ++pc) {
    const Insn& insn = program.insns()[pc];
    run.path.push_back(static_cast<uint32_t>(pc));
    const uint32_t operand = (insn.code & kSourceX) != 0 ? machine.x : insn.k;
    const auto operation = static_cast<uint16_t>(insn.code & ~kSourceX);
    switch (insn.code) {
      case kRetK:
        run.value = insn.k;
        return run;
      case kRetA:
        run.value = machine.a;
        return run;
      case kLdAbs:
        machine.a = LoadWord(data, insn.k, endian);
        continue;
      case kLdLen:
        machine.a = sizeof data;
        continue;
      case kLdxLen:
        machine.x = sizeof data;
        continue;
      case kLdImm:
        machine.a = insn.k;
        continue;
      case kLdxImm:
        machine.x = insn.k;
        continue;
      case kLdMem:
        machine.a = machine.memory[insn.k];
        continue;
      case kLdxMem:
        machine.x = machine.memory[insn.k];
        continue;
      case kSt:
        machine.memory[insn.k] = machine.a;
        continue;
      case kStx:
        machine.memory[insn.k] = machine.x;
        continue;
      case kTax:
        machine.x = machine.a;
        continue;
      case kTxa:
        machine.a = machine.x;
        continue;
      case kNeg:
        machine.a = 0 - machine.a;
        continue;
      case kJa:
        pc += insn.k;
        continue;
      default:
        break;
    }
    if ((insn.code & kClass) == kJa) {
      pc += Taken(operation, machine.a, operand) ? insn.jt : insn.jf;
    } else if (operation == kDivK && operand == 0) {
      return run;  // value 0
    } else {
      machine.a = Alu(operation, machine.a, operand);
    }
  }
}

struct seccomp_data SeccompDataOf(const Call& call) {
  struct seccomp_data data = {};
  data.nr = static_cast<int>(call.nr);
  data.arch = call.arch;
  data.instruction_pointer = call.ip;
  for (size_t i = 0; i < call.args.size(); ++i) data.args[i] = call.args[i];
  return data;
}

}  // namespace polc::bpf
