#pragma once

// Numbers as `.polc` spells them: 12, 0x1f, 0o17, 0b11, 'T'.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace polc::dsl {

struct NumberResult {
  std::optional<uint64_t> value;
  std::string error;  // why there is none
};
// `text` begins with a digit and is all letters, digits and `_`.
[[nodiscard]] NumberResult ReadNumber(std::string_view text);

// `text` is what stands between the single quotes.
[[nodiscard]] std::optional<uint64_t> ReadCharacter(std::string_view text);

// A string without its quotes and escapes (`\"`, `\\`), and the other way round.
[[nodiscard]] std::string Unquote(std::string_view quoted);
[[nodiscard]] std::string Quote(std::string_view text);

}  // namespace polc::dsl
