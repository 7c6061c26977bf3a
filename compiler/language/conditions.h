#pragma once

// Translates a condition of the language for one call on one architecture: which register holds the
// argument, how many of its bits the kernel reads, whether they are signed, and which value the
// constants have there.

#include <map>
#include <optional>
#include <string_view>

#include "compiler/ir/predicate.h"
#include "compiler/language/library.h"
#include "compiler/language/reporter.h"
#include "compiler/language/values.h"
#include "grammar/polc/ast.h"

namespace polc::language {

// The call that a condition is resolved for. `name` is empty for a call by its number.
struct CallSite {
  Arch arch = Arch::X86_64;
  uint32_t nr = 0;
  std::string_view name;
};

// An argument and how a comparison reads it.
struct Operand {
  uint8_t arg = 0;
  uint8_t bits = 64;       // the low bits of the register that count: 16, 32 or 64
  uint8_t type_bits = 64;  // before the architecture's registers cut it
  Signedness signedness = Signedness::Unsigned;
  bool is_pointer = false;
};

class Conditions {
 public:
  Conditions(Values& values, Reporter& reporter) : values_(values), reporter_(reporter) {}

  // Nothing after a reported mistake.
  [[nodiscard]] std::optional<Condition> Translate(const dsl::Condition& condition,
                                                   const Unit& unit, const CallSite& site);
  // Reports the tests of a rule that are true for all of its calls, or false for all, and forgets
  // the tests seen so far.
  void ReportConstantTests();

  // Reports an argument that the call does not have.
  [[nodiscard]] std::optional<Operand> Find(const dsl::ArgRef& ref, const CallSite& site);
  // `operand == value`, compared in the bits that the kernel reads; reports a value that does not
  // fit.
  [[nodiscard]] std::optional<Condition> Equals(const Operand& operand, uint64_t value, Span place,
                                                std::string_view name);

 private:
  struct Seen {
    bool never = false, always = false, sometimes = false;
  };
  [[nodiscard]] std::optional<Condition> TranslateTest(const dsl::Test& test, const Unit& unit,
                                                       const CallSite& site);
  [[nodiscard]] bool CheckFits(const Operand& operand, uint64_t value, Span place,
                               std::string_view name);
  [[nodiscard]] bool CheckPointer(const dsl::Test& test, const Operand& operand,
                                  const std::vector<uint64_t>& values);

  Values& values_;
  Reporter& reporter_;
  std::map<const dsl::Test*, Seen> seen_;
};

}  // namespace polc::language
