#include "compiler/bpf/seccomp_data.h"

#include "compiler/base/check.h"

namespace polc::bpf {
namespace {

// struct seccomp_data { int nr; __u32 arch; __u64 instruction_pointer; __u64 args[6]; };
constexpr uint32_t kIpOffset = 8, kArgsOffset = 16;

// The offset of half of a 64-bit field, which begins at bit 0 (high half) or 32 (low half) of its
// slice.
constexpr uint32_t HalfOffset(uint32_t slice_bit, Endian endian) {
  return (slice_bit == 0) == (endian == Endian::Big) ? 0 : 4;
}

}  // namespace

std::optional<uint32_t> OffsetOf(Slice word, Endian endian) {
  POLC_CHECK(word.bits == 32);
  if (word.first == kArchSlice.first) return kArchOffset;
  if (word.first == kNrSlice.first) return kNrOffset;
  if (word.first < kFirstArgVariable) return std::nullopt;
  if (word.first >= kIpSlice.first)
    return kIpOffset + HalfOffset(word.first - kIpSlice.first, endian);
  const uint32_t bit = word.first - kFirstArgVariable;
  return kArgsOffset + bit / 64 * 8 + HalfOffset(bit % 64, endian);
}

Slice WordAt(uint32_t offset, Endian endian) {
  POLC_CHECK(offset % 4 == 0 && offset < kSeccompDataSize);
  if (offset == kNrOffset) return kNrSlice;
  if (offset == kArchOffset) return kArchSlice;
  const uint32_t field = offset / 8;
  const Slice whole = field == 1 ? kIpSlice : ArgSlice(static_cast<uint8_t>(field - 2));
  return (offset % 8 == 0) == (endian == Endian::Big) ? HighHalf(whole) : LowHalf(whole);
}

Slice WordOf(uint16_t variable) {
  // Every field begins at a multiple of 32.
  return {static_cast<uint16_t>(variable / 32 * 32), 32};
}

}  // namespace polc::bpf
