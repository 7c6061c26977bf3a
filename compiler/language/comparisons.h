#pragma once

// Translates comparisons of the low bits of a register, masked or not, into the IR's tests. A
// comparison with a number that does not fit these bits is decided here, as mathematics does: 7 <
// 2^40 holds on a 32-bit register.

#include <cstdint>

#include "compiler/ir/predicate.h"

namespace polc::language {

// Which bits of an argument are compared, and how they make a number.
struct Compared {
  uint8_t arg = 0;
  uint8_t bits = 64;  // 16, 32 or 64
  uint64_t mask = UINT64_MAX;
  Signedness signedness = Signedness::Unsigned;  // never Signed with a mask
};

[[nodiscard]] Condition Always();
[[nodiscard]] Condition Never();
[[nodiscard]] bool IsNever(const Condition& condition);
[[nodiscard]] Condition Negation(Condition condition);

[[nodiscard]] Condition IsEqual(const Compared& compared, uint64_t value);
[[nodiscard]] Condition IsLess(const Compared& compared, uint64_t value);
[[nodiscard]] Condition IsAtMost(const Compared& compared, uint64_t value);
// Both ends included.
[[nodiscard]] Condition IsBetween(const Compared& compared, uint64_t low, uint64_t high);
// `arg & bits_mask == value`; `compared.mask` is ignored.
[[nodiscard]] Condition BitsAre(const Compared& compared, uint64_t bits_mask, uint64_t value);

// Whether the 64-bit `value` is a number of `bits` bits, which may be negative if signed.
[[nodiscard]] bool Fits(uint64_t value, uint8_t bits);

}  // namespace polc::language
