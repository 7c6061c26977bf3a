#pragma once

// Looks at the bytes of a JSON text for the reader and its messages: characters of UTF-8, numbers,
// words, and mistakes inside a string.

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace polc::docker {

[[nodiscard]] bool IsBlank(char c);
[[nodiscard]] bool IsDigit(char c);
// A letter, a digit, `_` or `$`: what words in other languages' JSON-like texts are made of.
[[nodiscard]] bool IsWordCharacter(char c);
[[nodiscard]] size_t SkipBlanks(std::string_view text, size_t at);

// The length of the well-formed UTF-8 character at `at` (RFC 3629: no overlong forms, no
// surrogates), or 0.
[[nodiscard]] size_t Utf8Length(std::string_view text, size_t at);

// The end of the number at `begin` by JSON's grammar (RFC 8259, section 6); `begin` itself if there
// is none.
[[nodiscard]] size_t NumberEnd(std::string_view text, size_t begin);

// Whether the number that ends at `end` goes on in a way that JSON does not allow: "1." or "1e+".
[[nodiscard]] bool NumberBreaksOff(std::string_view text, size_t begin, size_t end);

// The character at `at` for a message: "`}`", "`“`", "the control character 0x07", "the byte 0xff",
// "the end of the file".
[[nodiscard]] std::string DescribeCharacter(std::string_view text, size_t at);

// At most the first 40 characters, with "…" if there are more.
[[nodiscard]] std::string Shorten(std::string_view text);

// The end of the string that begins with the quote at `begin`, after its closing quote; nothing if
// its line ends first.
[[nodiscard]] std::optional<size_t> QuotedEnd(std::string_view text, size_t begin);

struct StringFault {
  enum class Kind { NotClosed, ControlCharacter, BadEscape, LoneSurrogate, BadUtf8 } kind;
  size_t begin;
  size_t end;
};
// The first thing in the string at `begin` that JSON does not allow.
[[nodiscard]] std::optional<StringFault> FindStringFault(std::string_view text, size_t begin);

// The value of a string without faults: without its quotes, escapes decoded.
[[nodiscard]] std::string DecodeString(std::string_view token);

}  // namespace polc::docker
