#pragma once

// Evaluates constant expressions, in 64-bit arithmetic that wraps. A constant of the kernel may
// have another value on each architecture.

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "compiler/ir/verdict.h"
#include "compiler/language/library.h"
#include "compiler/language/reporter.h"
#include "grammar/polc/ast.h"
#include "syscalls/arch.h"

namespace polc::language {

// Where a value is used: an argument of a syscall. A constant that the argument does not take is a
// warning.
struct ValuePlace {
  Arch arch = Arch::X86_64;
  std::string_view syscall;  // empty: no argument
  uint8_t arg = 0;           // its position on this architecture
};

class Values {
 public:
  explicit Values(Reporter& reporter) : reporter_(reporter) {}

  // Nothing after a reported mistake.
  [[nodiscard]] std::optional<uint64_t> Evaluate(const dsl::Expr& expr, const Unit& unit,
                                                 const ValuePlace& place);
  // Inside `errno(…)`, a name is the name of an error or of a `let`.
  [[nodiscard]] std::optional<uint64_t> EvaluateErrno(const dsl::Expr& expr, const Unit& unit);

  // `denial` is what `deny` answers.
  [[nodiscard]] std::optional<Verdict> VerdictOf(const dsl::Action& action, const Unit& unit,
                                                 Verdict denial);

  // Reports what is wrong with a `let` that nothing may use.
  void CheckLet(const Unit& unit, const dsl::Let& let);

 private:
  enum class NamesOf { Arguments, Errors };
  // The value of a `let` at a place; a `let` that others use many times is evaluated once.
  struct Evaluated {
    const dsl::Let* let;
    NamesOf names;
    Arch arch;
    std::string_view syscall;
    uint8_t arg;
    friend auto operator<=>(const Evaluated&, const Evaluated&) = default;
  };
  struct Pass {
    const Unit& unit;
    const ValuePlace& place;
    NamesOf names;
  };
  [[nodiscard]] std::optional<uint64_t> Step(const dsl::Expr& expr, const Pass& pass);
  [[nodiscard]] std::optional<uint64_t> Name(const dsl::Expr& expr, const Pass& pass);
  [[nodiscard]] std::optional<uint64_t> Constant(const dsl::Expr& expr, const Pass& pass);
  [[nodiscard]] std::optional<uint64_t> LetValue(const dsl::Expr& use, Definition<dsl::Let> let,
                                                 const Pass& pass);
  [[nodiscard]] static std::optional<uint64_t> Combine(const dsl::Expr& expr,
                                                       const std::vector<uint64_t>& operands);

  Reporter& reporter_;
  std::vector<const dsl::Let*> evaluating_;
  std::map<Evaluated, std::optional<uint64_t>> evaluated_;
};

}  // namespace polc::language
