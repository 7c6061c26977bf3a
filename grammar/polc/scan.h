#pragma once

// The functions that implement the tokens of the grammar (tokens.h). Each returns the offset after
// the token that begins at `at`, or kNoMatch. The spelling of another language is reported in
// ParseState and accepted; an error after which reading cannot go on is thrown.

#include <cstddef>
#include <string_view>

#include "grammar/polc/parse_state.h"

namespace polc::dsl {

inline constexpr size_t kNoMatch = static_cast<size_t>(-1);

enum class Place : uint8_t { File, Policy, Test, RuleBlock };

// --- scan_space.cc ---
// Blanks, line ends and comments; the comments are noted in the state.
[[nodiscard]] size_t ScanGap(ParseState& state, size_t at);
[[nodiscard]] size_t ScanBetween(ParseState& state, size_t at);  // and `;`
// Blanks only; also carriage returns, so that a file from elsewhere has the same lines.
[[nodiscard]] size_t ScanBlanks(std::string_view text, size_t at);
[[nodiscard]] bool IsBlank(char c);
[[nodiscard]] size_t EndOfLine(std::string_view text, size_t at);
[[nodiscard]] bool FirstOnLine(std::string_view text, size_t at);
// Matches, empty, if a line end, the end of the text, `;`, `}` or a comment follows.
[[nodiscard]] bool AtLineEnd(std::string_view text, size_t at);
// Matches, empty, if something that can belong to a list follows on the line.
[[nodiscard]] bool GoesOnAfterBlock(std::string_view text, size_t at);
[[nodiscard]] size_t OpenBlock(ParseState& state, size_t at);
// Also matches, empty, where `}` is missing, and reports that.
[[nodiscard]] size_t CloseBlock(ParseState& state, size_t at);
[[nodiscard]] bool BlockEnds(const ParseState& state, size_t at, Place place);

// --- scan_names.cc ---
[[nodiscard]] size_t ScanWord(const ParseState& state, size_t at, std::string_view word);
[[nodiscard]] size_t ScanPlainAction(const ParseState& state, size_t at);
[[nodiscard]] size_t ScanName(std::string_view text, size_t at);
[[nodiscard]] size_t ScanSettingName(std::string_view text, size_t at);
[[nodiscard]] size_t ScanArgName(std::string_view text, size_t at);
[[nodiscard]] size_t ScanPolicyName(std::string_view text, size_t at);
[[nodiscard]] size_t ScanGroupName(std::string_view text, size_t at);
[[nodiscard]] size_t ScanCastName(std::string_view text, size_t at);
[[nodiscard]] size_t ScanAnyValue(std::string_view text, size_t at);
// Reports a misspelt word that begins a statement, and notes what to read in its place.
[[nodiscard]] size_t RepairWord(ParseState& state, size_t at, Place place);

// --- scan_values.cc ---
[[nodiscard]] size_t ScanNumber(ParseState& state, size_t at);
[[nodiscard]] size_t ScanCharacter(ParseState& state, size_t at);
[[nodiscard]] size_t ScanVersion(ParseState& state, size_t at);
[[nodiscard]] size_t ScanQuoted(ParseState& state, size_t at);

// --- scan_operators.cc ---
[[nodiscard]] size_t ScanCompareOp(ParseState& state, size_t at);
[[nodiscard]] size_t ScanKernelOp(ParseState& state, size_t at);
[[nodiscard]] size_t ScanOperator(ParseState& state, size_t at, std::string_view word,
                                  std::string_view symbol);
[[nodiscard]] size_t ScanAssign(ParseState& state, size_t at);
// Matches, empty, unless a second comparison follows: then it throws.
[[nodiscard]] size_t ExpectUnchained(ParseState& state, size_t at);

// --- scan_apparmor.cc ---
// `capability chown`, `network inet stream`, `file /srv/** r`: to the end of the line, without
// AppArmor's comma.
[[nodiscard]] size_t ScanSharedRule(std::string_view text, size_t at);
[[nodiscard]] size_t SkipRuleComma(std::string_view text, size_t at);
// After the word `apparmor`: the words of a profile's header, `{`, AppArmor's rules and the `}`
// that closes it.
[[nodiscard]] size_t ScanSection(std::string_view text, size_t at);
// The offset of its `{`.
[[nodiscard]] size_t SectionBrace(std::string_view text, size_t at);

// --- explain.cc ---
[[noreturn]] void RaiseNoStatement(ParseState& state, size_t at, Place place);
[[noreturn]] void RaiseTooDeep(ParseState& state, size_t at);

}  // namespace polc::dsl
