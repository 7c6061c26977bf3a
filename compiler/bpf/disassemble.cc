// The meaning of a number depends on the architecture and on the word in A. One forward pass
// computes what is known of both at each instruction, since all jumps go forward. What is not known
// is left open and never guessed.

#include "compiler/bpf/disassemble.h"

#include <algorithm>
#include <array>
#include <optional>
#include <vector>

#include "compiler/base/str_format.h"
#include "compiler/base/strings.h"
#include "compiler/bpf/seccomp_data.h"
#include "compiler/ir/verdict.h"
#include "syscalls/arch.h"
#include "syscalls/syscall_table.h"

namespace polc::bpf {
namespace {

// What is known when an instruction is reached.
struct Known {
  bool reached = false;
  // The offset of the word in A; nothing if A holds something else or not always the same word.
  std::optional<uint32_t> word;
  std::array<bool, kArchCount> arches{};  // those that the call may have come through

  void Meet(const Known& other) {
    if (!reached) {
      *this = other;
      return;
    }
    if (word != other.word) word = std::nullopt;
    for (size_t i = 0; i < kArchCount; ++i) arches[i] = arches[i] || other.arches[i];
  }
};

// What is known after the test `insn` if it holds, or if it does not.
enum class Way { Yes, No };
Known After(Known known, const Insn& insn, Way way) {
  for (const ArchTraits& traits : AllArches()) {
    bool& possible = known.arches[static_cast<size_t>(traits.arch)];
    if (known.word == kArchOffset && insn.code == kJeqK)
      possible = possible && (traits.audit == insn.k) == (way == Way::Yes);
    // Of all comparisons of a number, only one with the border between x86_64 and x32 says
    // something about the ABI. Compilers write it in one of three ways.
    const bool at_border = (insn.code == kJgeK && insn.k == kX32Bit) ||
                           (insn.code == kJgtK && insn.k == kX32Bit - 1) ||
                           (insn.code == kJsetK && insn.k == kX32Bit);
    if (known.word == kNrOffset && at_border) {
      if (traits.arch == Arch::X86_64) possible = possible && way == Way::No;
      if (traits.arch == Arch::X32) possible = possible && way == Way::Yes;
    }
  }
  return known;
}

std::string WordName(uint32_t offset, Endian endian) {
  if (offset == kNrOffset) return "nr";
  if (offset == kArchOffset) return "arch";
  const Slice word = WordAt(offset, endian);
  const bool is_ip = word.first >= kIpSlice.first;
  const uint16_t bit =
      static_cast<uint16_t>(word.first - (is_ip ? kIpSlice.first : kFirstArgVariable));
  const std::string name = is_ip ? "ip" : StrFormat("a{}", bit / 64);
  return StrFormat("{}, {} half", name, bit % 64 == 0 ? "high" : "low");
}

// The names of a number on the ABIs that can get here, with ABIs that agree joined: "x86_64/x32
// read, x86 restart_syscall". Empty if the program has not yet tested the architecture, because the
// number then has a dozen names.
std::string NumberNames(uint32_t nr, const Known& known) {
  constexpr size_t kMostArches = 6;
  if (static_cast<size_t>(std::count(known.arches.begin(), known.arches.end(), true)) > kMostArches)
    return "";
  struct Named {
    std::string_view name;
    std::string arches;
  };
  std::vector<Named> names;
  for (const ArchTraits& traits : AllArches()) {
    const std::string_view name =
        known.arches[static_cast<size_t>(traits.arch)] ? SyscallName(traits.arch, nr) : "";
    if (name.empty()) continue;
    const auto same = std::find_if(names.begin(), names.end(),
                                   [&](const Named& named) { return named.name == name; });
    if (same == names.end()) {
      names.push_back({name, std::string(traits.name)});
    } else {
      same->arches += "/" + std::string(traits.name);
    }
  }
  std::string text;
  for (const Named& named : names)
    text += StrFormat("{}{} {}", text.empty() ? "" : ", ", named.arches, named.name);
  return text;
}

std::string Meaning(const Insn& insn, const Known& known, Endian endian) {
  switch (insn.code) {
    case kLdAbs:
      return WordName(insn.k, endian);
    case kRetK:
      return Describe(FromReturnValue(insn.k));
    case kJeqK:
    case kJgeK:
    case kJgtK:
    case kJsetK:
      break;
    default:
      return "";
  }
  if (known.word == kNrOffset && insn.k == kX32Bit && (insn.code == kJsetK || insn.code == kJgeK))
    return "x32";
  if (insn.code == kJsetK) return "";
  if (known.word == kArchOffset) {
    for (const ArchTraits& traits : AllArches()) {
      if (traits.audit == insn.k) return std::string(traits.name);
    }
  }
  if (known.word == kNrOffset && insn.code != kJgtK) return NumberNames(insn.k, known);
  return "";
}

std::string Constant(uint32_t k) {
  return k < 0x1000 ? StrFormat("#{}", k) : StrFormat("#{:#x}", k);
}

std::string Text(const Insn& insn, size_t at) {
  // By the operation's bits, BPF_OP(code) >> 4.
  static constexpr std::string_view kAlu[] = {"add", "sub", "mul", "div", "or", "and",
                                              "lsh", "rsh", "neg", "mod", "xor"};
  const bool with_x = (insn.code & 0x08) != 0;
  const std::string operand = with_x ? "x" : Constant(insn.k);
  const auto jump = [&](std::string_view name) {
    return StrFormat("{:4} {}, {}, {}", name, operand, at + 1 + insn.jt, at + 1 + insn.jf);
  };
  switch (insn.code) {
    case kLdAbs:
      return StrFormat("ld   [{}]", insn.k);
    case kLdLen:
      return "ld   len";
    case kLdxLen:
      return "ldx  len";
    case kLdImm:
      return "ld   " + Constant(insn.k);
    case kLdxImm:
      return "ldx  " + Constant(insn.k);
    case kLdMem:
      return StrFormat("ld   M[{}]", insn.k);
    case kLdxMem:
      return StrFormat("ldx  M[{}]", insn.k);
    case kSt:
      return StrFormat("st   M[{}]", insn.k);
    case kStx:
      return StrFormat("stx  M[{}]", insn.k);
    case kTax:
      return "tax";
    case kTxa:
      return "txa";
    case kNeg:
      return "neg";
    case kRetK:
      return "ret  " + Hex(insn.k);
    case kRetA:
      return "ret  a";
    case kJa:
      return StrFormat("ja   {}", at + 1 + insn.k);
    case kJeqK:
    case kJeqX:
      return jump("jeq");
    case kJgtK:
    case kJgtX:
      return jump("jgt");
    case kJgeK:
    case kJgeX:
      return jump("jge");
    case kJsetK:
    case kJsetX:
      return jump("jset");
    default:
      break;
  }
  return StrFormat("{:4} {}", kAlu[insn.code >> 4], operand);
}

}  // namespace

std::string Disassemble(const Program& program, Endian endian) {
  const std::span<const Insn> insns = program.insns();
  std::vector<Known> known(insns.size());
  known[0].reached = true;
  known[0].arches.fill(true);
  std::string out;
  const size_t digits = std::to_string(insns.size() - 1).size();
  for (size_t at = 0; at < insns.size(); ++at) {
    const Insn& insn = insns[at];
    Known here = known[at];
    std::string line = StrFormat("{:>{}}  {}", at, digits + 2, Text(insn, at));
    const std::string meaning = here.reached ? Meaning(insn, here, endian) : "not reached";
    if (!meaning.empty()) {
      const size_t column = digits + 36;
      line.resize(line.size() < column ? column : line.size() + 2, ' ');
      line += meaning;
    }
    out += line + "\n";
    if (!here.reached || insn.code == kRetK || insn.code == kRetA) continue;
    if (insn.code == kJa) {
      known[at + 1 + insn.k].Meet(here);
    } else if ((insn.code & 0x07) == kJa) {
      known[at + 1 + insn.jt].Meet(After(here, insn, Way::Yes));
      known[at + 1 + insn.jf].Meet(After(here, insn, Way::No));
    } else {
      // Every instruction that writes A, except a load of a word, leaves something without a name.
      const bool keeps_a = insn.code == kSt || insn.code == kStx || insn.code == kTax ||
                           insn.code == kLdxImm || insn.code == kLdxLen || insn.code == kLdxMem;
      if (insn.code == kLdAbs) {
        here.word = insn.k;
      } else if (!keeps_a) {
        here.word = std::nullopt;
      }
      known[at + 1].Meet(here);
    }
  }
  return out;
}

}  // namespace polc::bpf
