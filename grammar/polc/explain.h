#pragma once

// Words the messages of syntax errors: "expected `,` or `}`, found `B`; …". messages.h says what
// was expected. What was found, and what the author probably meant by it, comes from the text.

#include <cstdint>
#include <string>
#include <string_view>

#include "grammar/polc/parse_state.h"
#include "grammar/polc/scan.h"

namespace polc::dsl {

// The places of the grammar at which the advice depends on what was found.
enum class Hint : uint8_t {
  None,
  ActionValue,
  CloseParen,
  CloseBrace,
  OpenParen,
  Cast,
  Condition,
  Comparison,
  Environment,
  NotEnvironment,
  KernelOp,
  Syscall,
  EndOfList,
  EndOfCondition,
  EndOfWhen,
  EndOfBlock,
  EndOfStatement,
  SettingName,
  Action,
  PolicyName,
  PolicyBody,
  LetName,
  EndOfValue,
  SetName,
  EndOfSet,
  IncludedPath,
  TestName,
  Call,
  EndOfExpectation,
  EndOfComparison,
};

struct Expected {
  std::string_view what;
  std::string_view advice = "";
  Hint hint = Hint::None;
};

// What stands at a place, for a message.
struct Found {
  Span span;
  std::string_view word;  // the token's text; empty at a line end and at the end of the file
  std::string name;       // "`B`", "a string", "the end of the line"
};
[[nodiscard]] Found TokenAt(const ParseState& state, size_t at);
// The same for a place inside a statement, where a token on a later line means that the line ended
// too early.
[[nodiscard]] Found FoundAt(const ParseState& state, size_t at);

[[noreturn]] void RaiseExpected(const ParseState& state, size_t at, const Expected& expected);
// Advice for `hint`, without the "; " in front; empty if there is none. (hints.cc)
[[nodiscard]] std::string AdviceFor(const ParseState& state, Hint hint, const Found& found);

}  // namespace polc::dsl
