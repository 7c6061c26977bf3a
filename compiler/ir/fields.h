#pragma once

// The inputs of a filter as bits. A filter is a function of struct seccomp_data, and of two facts
// about its environment that Docker's format can ask for: the kernel's version and the bounding set
// of capabilities. The order of the variables is
//
//   arch < nr < kernel < caps < a0 < a1 < … < a5 < instruction pointer,  each word most significant
//   bit first.
//
// This order keeps diagrams small: an argument is looked at only after the syscall is known.

#include <array>
#include <cstdint>

namespace polc {

// `bits` consecutive variables of the diagram from `first` on: a word, or half of one.
struct Slice {
  uint16_t first;
  uint8_t bits;
  friend bool operator==(Slice, Slice) = default;
};

inline constexpr Slice kArchSlice{0, 32};
inline constexpr Slice kNrSlice{32, 32};
inline constexpr Slice kKernelSlice{64, 32};
inline constexpr Slice kCapsSlice{96, 64};
inline constexpr uint16_t kFirstArgVariable = 160;
inline constexpr Slice kIpSlice{544, 64};
inline constexpr uint16_t kVariableCount = 608;
inline constexpr uint8_t kArgCount = 6;

[[nodiscard]] constexpr Slice ArgSlice(uint8_t arg) {
  return {static_cast<uint16_t>(kFirstArgVariable + 64 * arg), 64};
}
// The halves of a 64-bit slice.
[[nodiscard]] constexpr Slice HighHalf(Slice slice) { return {slice.first, 32}; }
[[nodiscard]] constexpr Slice LowHalf(Slice slice) {
  return {static_cast<uint16_t>(slice.first + 32), 32};
}

// One input of a filter: a syscall with its environment.
struct Call {
  uint32_t arch = 0;    // AUDIT_ARCH_*
  uint32_t nr = 0;      // seccomp_data.nr
  uint32_t kernel = 0;  // KernelVersion(major, minor)
  uint64_t caps = 0;    // bit n: capability number n is in the bounding set
  std::array<uint64_t, kArgCount> args{};
  uint64_t ip = 0;

  [[nodiscard]] bool Bit(uint16_t variable) const;
  void SetBit(uint16_t variable, bool value);
  friend bool operator==(const Call&, const Call&) = default;
};

[[nodiscard]] constexpr uint32_t KernelVersion(uint32_t major, uint32_t minor) {
  return major << 16 | minor;
}

}  // namespace polc
