#include "tests/support/program_generator.h"

#include <algorithm>

#include "compiler/base/check.h"

namespace polc::testing {
namespace {

using bpf::Insn;

constexpr uint32_t kWritten = 4;  // scratch words that every program writes before it reads any

const std::vector<uint16_t>& PlainCodes() {
  using namespace bpf;
  static const std::vector<uint16_t> codes = {
      kLdAbs,  kLdAbs, kLdAbs, kLdAbs, kLdLen, kLdxLen, kLdImm, kLdxImm, kLdMem,
      kLdxMem, kSt,    kStx,   kAddK,  kSubK,  kMulK,   kDivK,  kOrK,    kAndK,
      kLshK,   kRshK,  kXorK,  kNeg,   kAddX,  kSubX,   kMulX,  kDivX,   kOrX,
      kAndX,   kLshX,  kRshX,  kXorX,  kTax,   kTax,    kTxa};
  return codes;
}

const std::vector<uint16_t>& JumpCodes() {
  using namespace bpf;
  static const std::vector<uint16_t> codes = {kJeqK, kJeqK, kJgtK, kJgeK, kJsetK,
                                              kJeqX, kJgtX, kJgeX, kJsetX};
  return codes;
}

Insn Return(Random& random) {
  if (random.OneIn(8)) return {bpf::kRetA, 0, 0, 0};
  if (random.OneIn(8)) return {bpf::kRetK, 0, 0, RandomWord(random)};
  return {bpf::kRetK, 0, 0, ReturnValue(RandomVerdict(random))};
}

Insn Plain(Random& random) {
  Insn insn{random.Pick(PlainCodes()), 0, 0, RandomWord(random)};
  switch (insn.code) {
    case bpf::kLdAbs:
      insn.k = static_cast<uint32_t>(4 * random.Below(16));
      break;
    case bpf::kLdMem:
    case bpf::kLdxMem:
    case bpf::kSt:
    case bpf::kStx:
      insn.k = static_cast<uint32_t>(random.Below(kWritten));
      break;
    case bpf::kLshK:
    case bpf::kRshK:
      insn.k %= 32;
      break;
    case bpf::kDivK:
      insn.k = std::max(insn.k, 1u);
      break;
    default:
      break;
  }
  return insn;
}

// `after`: how many instructions follow.
Insn Jump(Random& random, size_t after) {
  if (random.OneIn(8)) return {bpf::kJa, 0, 0, static_cast<uint32_t>(random.Below(after))};
  const size_t reach = std::min<size_t>(after, 256);
  return {random.Pick(JumpCodes()), static_cast<uint8_t>(random.Below(reach)),
          static_cast<uint8_t>(random.Below(reach)), RandomWord(random)};
}

}  // namespace

uint32_t RandomWord(Random& random) {
  static const std::vector<uint32_t> known = {0,          1,          2,          31,
                                              32,         33,         0xff,       0x7fffffff,
                                              0x80000000, 0xffffffff, 0x40000000, 0x3fffffff,
                                              0xc000003e, 0x40000003, 0x00010000, 0x7fff0000};
  switch (random.Below(4)) {
    case 0:
      return static_cast<uint32_t>(random.Below(8));
    case 1:
      return static_cast<uint32_t>(random.Below(uint64_t{1} << 32));
    default:
      return random.Pick(known);
  }
}

bpf::Program RandomProgram(Random& random, size_t most) {
  const size_t length = 2 + random.Below(most - 1);
  std::vector<Insn> insns;
  for (size_t at = 0; at + 1 < length; ++at) {
    if (at < kWritten) {
      insns.push_back({random.OneIn(2) ? bpf::kSt : bpf::kStx, 0, 0, static_cast<uint32_t>(at)});
    } else if (random.OneIn(3)) {
      insns.push_back(Jump(random, length - at - 1));
    } else {
      insns.push_back(random.OneIn(12) ? Return(random) : Plain(random));
    }
  }
  insns.push_back(Return(random));
  bpf::Invalid invalid;
  const auto program = bpf::Program::Check(std::move(insns), invalid);
  POLC_CHECK(program);
  return *program;
}

std::vector<Insn> Mutated(Random& random, std::vector<Insn> insns) {
  const auto any_code = [&] {
    return static_cast<uint16_t>(random.Below(random.OneIn(10) ? 0x10000 : 0x100));
  };
  for (uint64_t changes = 1 + random.Below(3); changes != 0; --changes) {
    if (insns.empty()) return insns;
    Insn& victim = insns[random.OneIn(4) ? insns.size() - 1 : random.Below(insns.size())];
    switch (random.Below(8)) {
      case 0:
        victim.code = any_code();
        break;
      case 1:
        victim.jt = static_cast<uint8_t>(random.Below(insns.size() + 2));
        break;
      case 2:
        victim.jf = static_cast<uint8_t>(random.Below(insns.size() + 2));
        break;
      case 3:
        victim.k = RandomWord(random);
        break;
      case 4:
        victim.k = static_cast<uint32_t>(random.Below(70));
        break;
      case 5:
        insns.pop_back();
        break;
      case 6:
        insns.push_back({any_code(), 0, 0, RandomWord(random)});
        break;
      default:
        victim = {random.Pick(PlainCodes()), 0, 0, static_cast<uint32_t>(random.Below(18))};
        break;
    }
  }
  return insns;
}

Call RandomCall(Random& random) {
  Call call;
  call.arch = RandomWord(random);
  call.nr = RandomWord(random);
  for (uint64_t& arg : call.args) arg = uint64_t{RandomWord(random)} << 32 | RandomWord(random);
  call.ip = uint64_t{RandomWord(random)} << 32 | RandomWord(random);
  return call;
}

}  // namespace polc::testing
