#pragma once

// The words of the language: which of them cannot be names, and which of them a misspelt word may
// mean. Used by the tokens (tokens.h) and by the error messages (explain.h).

#include <optional>
#include <span>
#include <string_view>

#include "grammar/polc/ast.h"

namespace polc::dsl {

[[nodiscard]] constexpr bool IsDigit(char c) { return c >= '0' && c <= '9'; }
[[nodiscard]] constexpr bool IsWordBegin(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
}
[[nodiscard]] constexpr bool IsWordPart(char c) { return IsWordBegin(c) || IsDigit(c); }

// The word that begins at `offset`, or nothing.
[[nodiscard]] std::string_view WordAt(std::string_view text, size_t offset);
// The same, but `-` joins words when a letter or digit follows it: `labs-default`, the `basic-io`
// of `@basic-io`.
[[nodiscard]] std::string_view DashedWordAt(std::string_view text, size_t offset);

// Words that no syscall and no constant may be called, so that a forgotten brace or operand is
// found where it is missing and the next statement is not swallowed.
[[nodiscard]] bool IsReserved(std::string_view word);
// The words of a condition: an argument may have any other name (`flags`, `policy`, `arch`).
[[nodiscard]] bool IsConditionWord(std::string_view word);
// Words of the AppArmor layer that begin a statement there.
[[nodiscard]] bool IsAppArmorWord(std::string_view word);

[[nodiscard]] std::optional<ActionKind> ActionOf(std::string_view word);
[[nodiscard]] std::string_view NameOf(ActionKind kind);
[[nodiscard]] std::optional<Cast> CastOf(std::string_view word);
[[nodiscard]] std::string_view NameOf(Cast cast);

// What a statement may begin with, by where it stands.
[[nodiscard]] std::span<const std::string_view> FileWords();
[[nodiscard]] std::span<const std::string_view> PolicyWords();
[[nodiscard]] std::span<const std::string_view> TestWords();
[[nodiscard]] std::span<const std::string_view> CastWords();

}  // namespace polc::dsl
