#pragma once

// Small text functions that several layers share.

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace polc {

// "0x7e020000": lower case, no leading zeros.
[[nodiscard]] std::string Hex(uint64_t value);

// Decimal, or hexadecimal after "0x"; nothing if there is anything else in the text or the value
// does not fit 64 bits.
[[nodiscard]] std::optional<uint64_t> ParseUnsigned(std::string_view text);

[[nodiscard]] std::string Join(std::span<const std::string> parts, std::string_view separator);
[[nodiscard]] std::vector<std::string_view> Split(std::string_view text, char separator);
[[nodiscard]] std::string ToLower(std::string_view text);
[[nodiscard]] std::string ToUpper(std::string_view text);

// "1 syscall", "2 syscalls".
[[nodiscard]] std::string Counted(size_t count, std::string_view noun);

// RFC 4648, with padding.
[[nodiscard]] std::string Base64(std::string_view bytes);

// Insertions, deletions, substitutions and swaps of neighbours needed to turn one word into the
// other.
[[nodiscard]] size_t EditDistance(std::string_view a, std::string_view b);

// The closest candidate if it is near enough to be a typing mistake (a third of the word's length,
// at least one letter, at most three), the first such in the order given; otherwise nothing.
[[nodiscard]] std::optional<std::string_view> Nearest(std::string_view word,
                                                      std::span<const std::string_view> candidates);

// "; did you mean `openat`?", or the empty string when nothing is near.
[[nodiscard]] std::string DidYouMean(std::string_view word,
                                     std::span<const std::string_view> candidates);

// What a terminal may get of a hostile text: a tab becomes a space and other control characters
// `?`, so that columns keep their width.
[[nodiscard]] std::string Printable(std::string_view text);

}  // namespace polc
