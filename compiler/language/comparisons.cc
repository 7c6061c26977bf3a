#include "compiler/language/comparisons.h"

#include <utility>

namespace polc::language {
namespace {

uint64_t Ones(uint8_t bits) { return bits == 64 ? UINT64_MAX : (uint64_t{1} << bits) - 1; }

bool IsMasked(const Compared& compared) {
  return compared.bits == 16 || (compared.mask & Ones(compared.bits)) != Ones(compared.bits);
}

ArgTest Test(const Compared& compared, CompareOp op, uint64_t value) {
  ArgTest test;
  test.arg = compared.arg;
  test.width = compared.bits == 64 ? Width::Full64 : Width::Low32;
  test.op = op;
  test.value = value & Ones(compared.bits);
  test.signedness = compared.signedness;
  return test;
}

// 1 if the value is greater than every number of these bits, -1 if it is less, 0 if it is one of
// them.
int Beyond(const Compared& compared, uint64_t value) {
  if (compared.bits == 64) return 0;
  if (compared.signedness == Signedness::Unsigned)
    return Fits(value, compared.bits) ? 0 : static_cast<int64_t>(value) < 0 ? -1 : 1;
  const auto number = static_cast<int64_t>(value);
  const int64_t limit = int64_t{1} << (compared.bits - 1);
  if (Fits(value, compared.bits)) return 0;
  return number < -limit ? -1 : 1;
}

// Looks at the bits from the highest down: x < v if v has 1 at the first bit where they differ.
Condition MaskedLess(const Compared& compared, uint64_t value) {
  const uint64_t mask = compared.mask & Ones(compared.bits);
  Condition any{Condition::Kind::Any, {}, {}};
  uint64_t above = 0;  // the bits already compared
  for (int bit = compared.bits - 1; bit >= 0; --bit) {
    const uint64_t one = uint64_t{1} << bit;
    if ((value & one) != 0) {
      const uint64_t tested = mask & (above | one);
      any.parts.push_back(BitsAre(compared, tested, value & above));
      if ((mask & one) == 0) break;  // x has 0 here because of the mask, so it is less
    }
    above |= one;
  }
  return any;
}

}  // namespace

Condition Always() { return Condition::Always(); }
Condition Never() { return {Condition::Kind::Any, {}, {}}; }
bool IsNever(const Condition& condition) {
  return condition.kind == Condition::Kind::Any && condition.parts.empty();
}

Condition Negation(Condition condition) {
  if (condition.is_always()) return Never();
  if (IsNever(condition)) return Always();
  Condition result{Condition::Kind::Not, {}, {}};
  result.parts.push_back(std::move(condition));
  return result;
}

bool Fits(uint64_t value, uint8_t bits) {
  if (bits == 64 || value <= Ones(bits)) return true;
  const uint64_t high = ~Ones(bits) | uint64_t{1} << (bits - 1);
  return (value & high) == high;  // it is a negative number of these bits
}

Condition BitsAre(const Compared& compared, uint64_t bits_mask, uint64_t value) {
  const uint64_t mask = bits_mask & Ones(compared.bits);
  value &= Ones(compared.bits);
  if ((value & ~mask) != 0) return Never();
  if (mask == 0) return Always();
  ArgTest test = Test(compared, CompareOp::MaskedEq, value);
  test.mask = mask;
  test.signedness = Signedness::Unsigned;
  return Condition::Of(test);
}

Condition IsEqual(const Compared& compared, uint64_t value) {
  if (Beyond(compared, value) != 0) return Never();
  if (IsMasked(compared)) return BitsAre(compared, compared.mask, value);
  return Condition::Of(Test(compared, CompareOp::Eq, value));
}

Condition IsLess(const Compared& compared, uint64_t value) {
  if (const int beyond = Beyond(compared, value); beyond != 0)
    return beyond > 0 ? Always() : Never();
  value &= Ones(compared.bits);
  if (!IsMasked(compared)) {
    if (value == 0 && compared.signedness == Signedness::Unsigned) return Never();
    return Condition::Of(Test(compared, CompareOp::Lt, value));
  }
  return MaskedLess(compared, value);
}

Condition IsAtMost(const Compared& compared, uint64_t value) {
  if (const int beyond = Beyond(compared, value); beyond != 0)
    return beyond > 0 ? Always() : Never();
  value &= Ones(compared.bits);
  if (!IsMasked(compared)) return Condition::Of(Test(compared, CompareOp::Le, value));
  return value == Ones(compared.bits) ? Always() : MaskedLess(compared, value + 1);
}

Condition IsBetween(const Compared& compared, uint64_t low, uint64_t high) {
  if (low == high) return IsEqual(compared, low);
  Condition from = Negation(IsLess(compared, low));
  Condition to = IsAtMost(compared, high);
  if (from.is_always()) return to;
  if (to.is_always()) return from;
  if (IsNever(from) || IsNever(to)) return Never();
  Condition both{Condition::Kind::All, {}, {}};
  both.parts.push_back(std::move(from));
  both.parts.push_back(std::move(to));
  return both;
}

}  // namespace polc::language
