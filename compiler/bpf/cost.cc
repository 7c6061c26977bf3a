#include "compiler/bpf/cost.h"

#include <algorithm>
#include <vector>

#include "compiler/bpf/seccomp_data.h"

namespace polc::bpf {
namespace {

constexpr uint32_t kAllow = 0x7fff0000;  // SECCOMP_RET_ALLOW
bool IsConditional(uint16_t code) { return (code & 7) == kJa && code != kJa; }

size_t EbpfSizeOf(const Insn& insn) {
  if (insn.code == kRetK) return 2;
  if (insn.code == kDivX) return 5;  // with a test whether X is 0
  if (!IsConditional(insn.code)) return 1;
  // A constant that is negative as an int needs a register and an instruction that loads it.
  const bool with_x = (insn.code & 0x08) != 0;
  const size_t constant = !with_x && insn.k >= 0x80000000 ? 1 : 0;
  const bool inverted = insn.jt == 0 && (insn.code & ~0x08) != kJsetK;
  return constant + (insn.jf == 0 || inverted ? 1 : 2);
}

// For each instruction, the length of the longest path from it to a return.
std::vector<size_t> LongestFrom(std::span<const Insn> insns) {
  std::vector<size_t> longest(insns.size(), 1);
  for (size_t at = insns.size(); at-- > 0;) {
    const Insn& insn = insns[at];
    if (insn.code == kRetK || insn.code == kRetA) continue;
    if (insn.code == kJa) {
      longest[at] += longest[at + 1 + insn.k];
    } else if (IsConditional(insn.code)) {
      longest[at] += std::max(longest[at + 1 + insn.jt], longest[at + 1 + insn.jf]);
    } else {
      longest[at] += longest[at + 1];
    }
  }
  return longest;
}

}  // namespace

size_t EbpfSize(const Program& program) {
  size_t size = 3;  // A and X are cleared, and the context is kept
  for (const Insn& insn : program.insns()) size += EbpfSizeOf(insn);
  return size;
}

NumberCost CostOfNumber(const Program& program, uint32_t audit, uint32_t nr) {
  const auto insns = program.insns();
  uint32_t a = 0;
  size_t steps = 0;
  for (size_t at = 0;; ++at) {
    const Insn& insn = insns[at];
    ++steps;
    bool jump = false;
    switch (insn.code) {
      case kRetK:
        return {steps, insn.k == kAllow};
      case kLdAbs:
        if (insn.k != kNrOffset && insn.k != kArchOffset)
          return {steps - 1 + LongestFrom(insns)[at], false};
        a = insn.k == kNrOffset ? nr : audit;
        continue;
      case kAndK:
        a &= insn.k;
        continue;
      case kJa:
        at += insn.k;
        continue;
      case kJeqK:
        jump = a == insn.k;
        break;
      case kJgtK:
        jump = a > insn.k;
        break;
      case kJgeK:
        jump = a >= insn.k;
        break;
      case kJsetK:
        jump = (a & insn.k) != 0;
        break;
      default:
        return {steps - 1 + LongestFrom(insns)[at], false};
    }
    at += jump ? insn.jt : insn.jf;
  }
}

}  // namespace polc::bpf
