#pragma once

// Conditions on arguments: single tests, as libseccomp and policy languages have them, and boolean
// combinations of them.

#include <cstdint>
#include <string>
#include <vector>

#include "compiler/ir/diagram.h"

namespace polc {

enum class Width : uint8_t { Full64, Low32 };
enum class CompareOp : uint8_t { Eq, Ne, Lt, Le, Gt, Ge, MaskedEq };
enum class Signedness : uint8_t { Unsigned, Signed };

// `a<arg> op value`; MaskedEq is `(a & mask) == value`. Low32 uses only the low halves of the
// argument, the value and the mask, as the kernel does for an `int` parameter.
struct ArgTest {
  uint8_t arg = 0;  // 0 to 5
  Width width = Width::Full64;
  CompareOp op = CompareOp::Eq;
  uint64_t value = 0;
  uint64_t mask = UINT64_MAX;  // for MaskedEq only
  Signedness signedness = Signedness::Unsigned;

  friend bool operator==(const ArgTest&, const ArgTest&) = default;
};

struct Condition {
  enum class Kind : uint8_t { Test, All, Any, Not };
  Kind kind = Kind::All;  // All of nothing: always true
  ArgTest test = {};
  std::vector<Condition> parts = {};

  [[nodiscard]] static Condition Always() { return {}; }
  [[nodiscard]] static Condition Of(ArgTest test) { return {Kind::Test, test, {}}; }
  [[nodiscard]] bool is_always() const { return kind == Kind::All && parts.empty(); }
};

[[nodiscard]] Guard BuildGuard(Diagram& diagram, const ArgTest& test);
[[nodiscard]] Guard BuildGuard(Diagram& diagram, const Condition& condition);

// The same for one call and without the diagram: part of the executable specification (evaluate.h).
[[nodiscard]] bool Holds(const ArgTest& test, const Call& call);
[[nodiscard]] bool Holds(const Condition& condition, const Call& call);

// "a0 & 0x7e020000 == 0"
[[nodiscard]] std::string Describe(const ArgTest& test);

}  // namespace polc
