// The checks follow net/core/filter.c (bpf_check_basics_ok, bpf_check_classic,
// check_load_and_stores) and kernel/seccomp.c (seccomp_check_filter, which has the shorter list of
// opcodes).

#include "compiler/bpf/program.h"

#include <array>

#include "compiler/base/str_format.h"
#include "compiler/bpf/seccomp_data.h"

namespace polc::bpf {
namespace {

constexpr uint32_t kMemoryWords = 16;  // BPF_MEMWORDS

bool IsJump(uint16_t code) { return (code & 0x07) == kJa; }

// The opcodes of seccomp_check_filter.
bool IsAllowed(uint16_t code) {
  switch (code) {
    case kLdAbs:
    case kLdLen:
    case kLdxLen:
    case kLdImm:
    case kLdxImm:
    case kLdMem:
    case kLdxMem:
    case kSt:
    case kStx:
    case kAddK:
    case kSubK:
    case kMulK:
    case kDivK:
    case kOrK:
    case kAndK:
    case kLshK:
    case kRshK:
    case kXorK:
    case kNeg:
    case kAddX:
    case kSubX:
    case kMulX:
    case kDivX:
    case kOrX:
    case kAndX:
    case kLshX:
    case kRshX:
    case kXorX:
    case kJa:
    case kJeqK:
    case kJgtK:
    case kJgeK:
    case kJsetK:
    case kJeqX:
    case kJgtX:
    case kJgeX:
    case kJsetX:
    case kRetK:
    case kRetA:
    case kTax:
    case kTxa:
      return true;
    default:
      return false;
  }
}

std::optional<std::string> CheckInsn(const Insn& insn, size_t at, size_t length) {
  if (!IsAllowed(insn.code))
    return StrFormat("opcode {:#x} is not one that seccomp accepts", insn.code);
  switch (insn.code) {
    case kLdAbs:
      if (insn.k >= kSeccompDataSize || insn.k % 4 != 0)
        return StrFormat("a load at offset {}, which is no word of seccomp_data", insn.k);
      break;
    case kDivK:
      if (insn.k == 0) return "a division by zero";
      break;
    case kLshK:
    case kRshK:
      if (insn.k >= 32) return StrFormat("a shift by {} bits", insn.k);
      break;
    case kLdMem:
    case kLdxMem:
    case kSt:
    case kStx:
      if (insn.k >= kMemoryWords)
        return StrFormat("scratch word {}, but there are only {}", insn.k, kMemoryWords);
      break;
    case kJa:
      if (insn.k >= length - at - 1) return "a jump out of the program";
      break;
    default:
      if (IsJump(insn.code) && (at + insn.jt + 1 >= length || at + insn.jf + 1 >= length))
        return "a jump out of the program";
      break;
  }
  return std::nullopt;
}

// The first read of a scratch word that some path to it has not written. Bit n of a mask says that
// word n was written.
std::optional<size_t> UninitialisedRead(const std::vector<Insn>& insns) {
  std::vector<uint16_t> written_at(insns.size(), 0xffff);  // on all jumps to an instruction
  uint16_t written = 0;
  for (size_t at = 0; at < insns.size(); ++at) {
    const Insn& insn = insns[at];
    written = static_cast<uint16_t>(written & written_at[at]);
    const auto meet = [&](size_t target) {
      written_at[target] = static_cast<uint16_t>(written_at[target] & written);
    };
    switch (insn.code) {
      case kSt:
      case kStx:
        written = static_cast<uint16_t>(written | 1u << insn.k);
        break;
      case kLdMem:
      case kLdxMem:
        if ((written >> insn.k & 1) == 0) return at;
        break;
      case kJa:
        meet(at + 1 + insn.k);
        written = 0xffff;  // the next instruction can only be reached by another jump
        break;
      default:
        if (IsJump(insn.code)) {
          meet(at + 1 + insn.jt);
          meet(at + 1 + insn.jf);
          written = 0xffff;
        }
        break;
    }
  }
  return std::nullopt;
}

uint32_t Read(std::string_view bytes, size_t count, Endian endian) {
  uint32_t value = 0;
  for (size_t i = 0; i < count; ++i) {
    const size_t at = endian == Endian::Big ? i : count - 1 - i;
    value = value << 8 | static_cast<unsigned char>(bytes[at]);
  }
  return value;
}

void Append(std::string& bytes, uint32_t value, size_t count, Endian endian) {
  for (size_t i = 0; i < count; ++i) {
    const size_t shift = 8 * (endian == Endian::Big ? count - 1 - i : i);
    bytes += static_cast<char>(value >> shift & 0xff);
  }
}

}  // namespace

std::optional<Program> Program::Check(std::vector<Insn> insns, Invalid& invalid) {
  if (insns.empty()) {
    invalid = {0, "an empty program"};
    return std::nullopt;
  }
  if (insns.size() > kMaxInsns) {
    invalid = {kMaxInsns, StrFormat("more than {} instructions", kMaxInsns)};
    return std::nullopt;
  }
  for (size_t at = 0; at < insns.size(); ++at) {
    if (auto reason = CheckInsn(insns[at], at, insns.size())) {
      invalid = {at, std::move(*reason)};
      return std::nullopt;
    }
  }
  if (insns.back().code != kRetK && insns.back().code != kRetA) {
    invalid = {insns.size() - 1, "the last instruction is not a return"};
    return std::nullopt;
  }
  if (const auto at = UninitialisedRead(insns)) {
    invalid = {*at, "a read of scratch memory that not every path to it has written"};
    return std::nullopt;
  }
  return Program(std::move(insns));
}

std::string ToBytes(const Program& program, Endian endian) {
  std::string bytes;
  bytes.reserve(program.size() * 8);
  for (const Insn& insn : program.insns()) {
    Append(bytes, insn.code, 2, endian);
    bytes += static_cast<char>(insn.jt);
    bytes += static_cast<char>(insn.jf);
    Append(bytes, insn.k, 4, endian);
  }
  return bytes;
}

std::optional<Program> FromBytes(std::string_view bytes, Endian endian, Invalid& invalid) {
  if (bytes.size() % 8 != 0) {
    invalid = {bytes.size() / 8,
               "an incomplete instruction: the length is not a multiple of 8 bytes"};
    return std::nullopt;
  }
  if (bytes.size() > kMaxInsns * 8) {
    invalid = {kMaxInsns, StrFormat("more than {} instructions", kMaxInsns)};
    return std::nullopt;
  }
  std::vector<Insn> insns;
  for (size_t at = 0; at < bytes.size(); at += 8) {
    insns.push_back({static_cast<uint16_t>(Read(bytes.substr(at, 2), 2, endian)),
                     static_cast<uint8_t>(bytes[at + 2]), static_cast<uint8_t>(bytes[at + 3]),
                     Read(bytes.substr(at + 4, 4), 4, endian)});
  }
  return Program::Check(std::move(insns), invalid);
}

}  // namespace polc::bpf
