// Checks comparisons against arithmetic: for every width, mask and sign, a register matches exactly
// if the number that its bits make does.

#include "compiler/language/comparisons.h"
#include "tests/support/catch.h"

#include <optional>
#include <random>
#include <vector>

namespace polc::language {
namespace {

uint64_t Ones(unsigned bits) { return bits == 64 ? UINT64_MAX : (uint64_t{1} << bits) - 1; }

// The number in a register, in 128 bits so that nothing wraps.
__extension__ typedef __int128 Wide;
Wide NumberIn(const Compared& compared, uint64_t reg) {
  const uint64_t low = reg & Ones(compared.bits) & compared.mask;
  if (compared.signedness == Signedness::Unsigned) return static_cast<Wide>(low);
  const uint64_t sign = uint64_t{1} << (compared.bits - 1);
  return (low & sign) != 0 ? static_cast<Wide>(low) - (static_cast<Wide>(Ones(compared.bits)) + 1)
                           : static_cast<Wide>(low);
}

// The number that a constant means in a comparison: if it is a negative number of the width, the
// number of its bits; if it does not fit the width, the number itself.
Wide NumberOf(const Compared& compared, uint64_t value) {
  if (Fits(value, compared.bits)) {
    Compared plain = compared;
    plain.mask = UINT64_MAX;
    return NumberIn(plain, value);
  }
  return static_cast<Wide>(static_cast<int64_t>(value));
}

Call CallWith(uint64_t reg) {
  Call call;
  call.args[2] = reg;
  return call;
}

std::vector<uint64_t> Interesting(std::mt19937_64& random) {
  std::vector<uint64_t> values = {0,
                                  1,
                                  2,
                                  7,
                                  8,
                                  0x7fff,
                                  0x8000,
                                  0xffff,
                                  0x10000,
                                  0x7fffffff,
                                  0x80000000,
                                  0xffffffff,
                                  0x100000000,
                                  UINT64_MAX,
                                  UINT64_MAX - 1,
                                  0xffffffff80000000,
                                  0xffffffff7fffffff,
                                  uint64_t{1} << 63,
                                  (uint64_t{1} << 63) - 1};
  for (int i = 0; i < 12; ++i) values.push_back(random() >> (random() % 64));
  for (int i = 0; i < 6; ++i) values.push_back(~(random() >> (random() % 64)));
  return values;
}

TEST_CASE("a comparison holds for the registers whose number compares so") {
  std::mt19937_64 random(11);
  size_t held = 0, failed = 0;
  for (int round = 0; round < 12; ++round) {
    const std::vector<uint64_t> values = Interesting(random);
    for (const uint8_t bits : std::vector<uint8_t>{16, 32, 64}) {
      for (const Signedness signedness : {Signedness::Unsigned, Signedness::Signed}) {
        for (const bool masked : {false, true}) {
          if (signedness == Signedness::Signed && (masked || bits == 16)) continue;
          Compared compared{2, bits, masked ? values[random() % values.size()] : UINT64_MAX,
                            signedness};
          for (const uint64_t value : values) {
            // Comparisons with numbers of more than 63 bits are not tested at width 64, where they
            // wrap.
            const Wide wanted = NumberOf(compared, value);
            const Condition equal = IsEqual(compared, value), less = IsLess(compared, value),
                            most = IsAtMost(compared, value);
            const uint64_t high = values[random() % values.size()];
            const Condition between = IsBetween(compared, value, high);
            for (uint64_t reg : values) {
              const Wide number = NumberIn(compared, reg);
              const Call call = CallWith(reg);
              INFO("bits " << int{bits} << " mask " << compared.mask << " signed "
                           << (signedness == Signedness::Signed) << " value " << value
                           << " register " << reg);
              REQUIRE(Holds(equal, call) == (number == wanted));
              REQUIRE(Holds(less, call) == (number < wanted));
              REQUIRE(Holds(most, call) == (number <= wanted));
              REQUIRE(Holds(between, call) ==
                      (number >= wanted && number <= NumberOf(compared, high)));
              REQUIRE(Holds(Negation(less), call) == (number >= wanted));
              (number < wanted ? held : failed) += 1;
            }
          }
        }
      }
    }
  }
  CHECK(held > 10000);
  CHECK(failed > 10000);
}

TEST_CASE("bits are what a mask leaves of the width") {
  std::mt19937_64 random(5);
  for (int i = 0; i < 20000; ++i) {
    const uint8_t bits = std::vector<uint8_t>{16, 32, 64}[random() % 3];
    const Compared compared{2, bits, UINT64_MAX, Signedness::Unsigned};
    const uint64_t mask = random() & random(),
                   value = random() & random() & (random() % 2 == 0 ? mask : UINT64_MAX),
                   reg = random();
    REQUIRE(Holds(BitsAre(compared, mask, value), CallWith(reg)) ==
            ((reg & mask & Ones(bits)) == (value & Ones(bits))));
    REQUIRE(Holds(BitsAre(compared, mask, reg & mask), CallWith(reg)));
  }
}

TEST_CASE("what fits a width is its numbers, signed and unsigned") {
  CHECK(Fits(0xffffffff, 32));
  CHECK(Fits(static_cast<uint64_t>(-1), 32));
  CHECK(Fits(static_cast<uint64_t>(INT32_MIN), 32));
  CHECK_FALSE(Fits(static_cast<uint64_t>(INT32_MIN) - 1, 32));
  CHECK_FALSE(Fits(0x100000000, 32));
  CHECK(Fits(0xffff, 16));
  CHECK_FALSE(Fits(0x10000, 16));
  CHECK(Fits(UINT64_MAX, 64));
}

}  // namespace
}  // namespace polc::language
