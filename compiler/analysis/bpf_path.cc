// Follows one call through a program, instruction by instruction. The result is only shown to
// people: bpf/symbolic.h decides what a program means, and bpf/interpreter.h tests that.

#include <array>

#include "compiler/analysis/why.h"
#include "compiler/base/check.h"
#include "compiler/base/str_format.h"
#include "compiler/base/strings.h"
#include "compiler/bpf/insn.h"
#include "compiler/bpf/seccomp_data.h"
#include "syscalls/syscall_table.h"

namespace polc {
namespace {

using bpf::Insn;

constexpr size_t kShown = 24;  // a longer path loses its middle

uint32_t WordOf(Slice slice, const Call& call) {
  uint32_t word = 0;
  for (uint16_t i = 0; i < 32; ++i)
    word = word << 1 | (call.Bit(static_cast<uint16_t>(slice.first + i)) ? 1u : 0u);
  return word;
}

// `operation` is the BPF_OP of an ALU instruction. The caller handles division by zero, with which
// the kernel ends a program and returns 0.
uint32_t Alu(uint16_t operation, uint32_t a, uint32_t b) {
  switch (operation) {
    case 0x00:
      return a + b;
    case 0x10:
      return a - b;
    case 0x20:
      return a * b;
    case 0x30:
      return a / b;
    case 0x40:
      return a | b;
    case 0x50:
      return a & b;
    case 0x60:
      return a << (b & 31);  // kernel/bpf/core.c masks the count of a shift by X
    case 0x70:
      return a >> (b & 31);
    case 0x80:
      return uint32_t{0} - a;
    case 0xa0:
      return a ^ b;
    default:
      break;
  }
  POLC_CHECK(false);
}

bool Jumps(uint16_t operation, uint32_t a, uint32_t b) {
  switch (operation) {
    case 0x10:
      return a == b;
    case 0x20:
      return a > b;
    case 0x30:
      return a >= b;
    case 0x40:
      return (a & b) != 0;
    default:
      break;
  }
  POLC_CHECK(false);
}

std::string SliceName(Slice slice) {
  if (slice == kArchSlice) return "arch";
  if (slice == kNrSlice) return "nr";
  if (slice.first >= kIpSlice.first) return slice.first == kIpSlice.first ? "ip.hi" : "ip.lo";
  const int bit = slice.first - kFirstArgVariable;
  return StrFormat("a{}.{}", bit / 64, bit % 64 == 0 ? "hi" : "lo");
}

// `loaded` is the word of the call that the accumulator holds, if it holds one.
std::string Mnemonic(const Insn& insn, std::optional<Slice> loaded, Arch arch, Endian endian) {
  const auto operand = [&]() -> std::string {
    if (loaded == kArchSlice) {
      for (const ArchTraits& traits : AllArches()) {
        if (traits.audit == insn.k) return std::string(traits.name);
      }
    }
    if (loaded == kNrSlice) {
      if (const std::string_view name = SyscallName(arch, insn.k); !name.empty())
        return std::string(name);
    }
    return NumberText(insn.k);
  };
  static constexpr std::array<std::string_view, 16> kAlu = {
      "add", "sub", "mul", "div", "or", "and", "lsh", "rsh",
      "neg", "mod", "xor", "?",   "?",  "?",   "?",   "?"};
  static constexpr std::array<std::string_view, 5> kJump = {"ja", "jeq", "jgt", "jge", "jset"};
  const bool uses_x = (insn.code & 0x08) != 0;
  switch (insn.code & 0x07) {
    case 0x00:
      if (insn.code == bpf::kLdAbs)
        return StrFormat("ld {}", SliceName(bpf::WordAt(insn.k, endian)));
      if (insn.code == bpf::kLdMem) return StrFormat("ld M[{}]", insn.k);
      return StrFormat("ld {}", insn.code == bpf::kLdLen ? bpf::kSeccompDataSize : insn.k);
    case 0x01:
      return insn.code == bpf::kLdxMem ? StrFormat("ldx M[{}]", insn.k)
                                       : StrFormat("ldx {}", NumberText(insn.k));
    case 0x02:
      return StrFormat("st M[{}]", insn.k);
    case 0x03:
      return StrFormat("stx M[{}]", insn.k);
    case 0x04:
      return StrFormat("{} {}", kAlu[insn.code >> 4 & 0x0f], uses_x ? "x" : NumberText(insn.k));
    case 0x05:
      if (insn.code == bpf::kJa) return "ja";
      return StrFormat("{} {}", kJump[insn.code >> 4 & 0x07], uses_x ? "x" : operand());
    case 0x06:
      return insn.code == bpf::kRetA ? "ret a"
                                     : StrFormat("ret {}", Describe(FromReturnValue(insn.k)));
    default:
      return insn.code == bpf::kTax ? "tax" : "txa";
  }
}

struct Step {
  size_t at;
  std::optional<Slice> loaded;  // before the instruction
};

std::vector<Step> Walk(const bpf::Program& program, Endian endian, const Call& call) {
  std::vector<Step> steps;
  uint32_t a = 0, x = 0;
  std::array<uint32_t, 16> memory{};
  std::optional<Slice> loaded;
  for (size_t pc = 0;; ++pc) {
    POLC_CHECK(pc < program.size());  // Program::Check: every path ends in a return
    const Insn& insn = program.insns()[pc];
    steps.push_back({pc, loaded});
    const uint32_t operand = (insn.code & 0x08) != 0 ? x : insn.k;
    switch (insn.code & 0x07) {
      case 0x00:
        loaded.reset();
        if (insn.code == bpf::kLdAbs) {
          loaded = bpf::WordAt(insn.k, endian);
          a = WordOf(*loaded, call);
        } else {
          a = insn.code == bpf::kLdMem   ? memory[insn.k]
              : insn.code == bpf::kLdLen ? bpf::kSeccompDataSize
                                         : insn.k;
        }
        break;
      case 0x01:
        x = insn.code == bpf::kLdxMem   ? memory[insn.k]
            : insn.code == bpf::kLdxLen ? bpf::kSeccompDataSize
                                        : insn.k;
        break;
      case 0x02:
        memory[insn.k] = a;
        break;
      case 0x03:
        memory[insn.k] = x;
        break;
      case 0x04:
        loaded.reset();
        if ((insn.code & 0xf0) == 0x30 && operand == 0) return steps;
        a = Alu(insn.code & 0xf0, a, operand);
        break;
      case 0x05:
        if (insn.code == bpf::kJa)
          pc += insn.k;
        else
          pc += Jumps(insn.code & 0xf0, a, operand) ? insn.jt : insn.jf;
        break;
      case 0x06:
        return steps;
      default:
        if (insn.code == bpf::kTax)
          x = a;
        else
          a = x;
        if (insn.code == bpf::kTxa) loaded.reset();
        break;
    }
  }
}

}  // namespace

std::vector<size_t> PathOf(const bpf::Program& program, Endian endian, const Call& call) {
  std::vector<size_t> path;
  for (const Step& step : Walk(program, endian, call)) path.push_back(step.at);
  return path;
}

std::string PathText(const bpf::Program& program, Endian endian, const QueryAnswer& answer) {
  const Call call = CallOf(answer);
  const std::vector<Step> steps = Walk(program, endian, call);
  std::vector<std::string> shown;
  for (size_t i = 0; i < steps.size(); ++i) {
    if (steps.size() > kShown && i >= kShown / 2 && i + kShown / 2 < steps.size()) {
      if (i == kShown / 2) shown.push_back(StrFormat("… ({} more)", steps.size() - kShown));
      continue;
    }
    shown.push_back(
        StrFormat("{} {}", steps[i].at,
                  Mnemonic(program.insns()[steps[i].at], steps[i].loaded, answer.arch, endian)));
  }
  const std::string which =
      answer.description.is_constant() ? "" : StrFormat(" of {}", CallText(answer.labels, call));
  return StrFormat("  BPF path{}: {}\n", which, Join(shown, " · "));
}

}  // namespace polc
