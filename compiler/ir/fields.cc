#include "compiler/ir/fields.h"

#include "compiler/base/check.h"

namespace polc {
namespace {

bool BitOf(uint64_t word, Slice slice, uint16_t variable) {
  return (word >> (slice.bits - 1 - (variable - slice.first)) & 1) != 0;
}

template <class Word>
void PutBit(Word& word, Slice slice, uint16_t variable, bool value) {
  const Word mask = static_cast<Word>(Word{1} << (slice.bits - 1 - (variable - slice.first)));
  word = static_cast<Word>(value ? word | mask : word & ~mask);
}

}  // namespace

bool Call::Bit(uint16_t variable) const {
  if (variable < kNrSlice.first) return BitOf(arch, kArchSlice, variable);
  if (variable < kKernelSlice.first) return BitOf(nr, kNrSlice, variable);
  if (variable < kCapsSlice.first) return BitOf(kernel, kKernelSlice, variable);
  if (variable < kFirstArgVariable) return BitOf(caps, kCapsSlice, variable);
  if (variable >= kIpSlice.first) return BitOf(ip, kIpSlice, variable);
  const auto arg = static_cast<uint8_t>((variable - kFirstArgVariable) / 64);
  return BitOf(args[arg], ArgSlice(arg), variable);
}

void Call::SetBit(uint16_t variable, bool value) {
  POLC_CHECK(variable < kVariableCount);
  if (variable < kNrSlice.first) return PutBit(arch, kArchSlice, variable, value);
  if (variable < kKernelSlice.first) return PutBit(nr, kNrSlice, variable, value);
  if (variable < kCapsSlice.first) return PutBit(kernel, kKernelSlice, variable, value);
  if (variable < kFirstArgVariable) return PutBit(caps, kCapsSlice, variable, value);
  if (variable >= kIpSlice.first) return PutBit(ip, kIpSlice, variable, value);
  const auto arg = static_cast<uint8_t>((variable - kFirstArgVariable) / 64);
  PutBit(args[arg], ArgSlice(arg), variable, value);
}

}  // namespace polc
