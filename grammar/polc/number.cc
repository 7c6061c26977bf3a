#include "grammar/polc/number.h"

#include <algorithm>
#include <charconv>

#include "compiler/base/str_format.h"

namespace polc::dsl {

NumberResult ReadNumber(std::string_view text) {
  int base = 10;
  std::string_view digits = text;
  const std::string_view prefix = text.substr(0, 2);
  if (prefix == "0x" || prefix == "0X") base = 16;
  if (prefix == "0o" || prefix == "0O") base = 8;
  if (prefix == "0b" || prefix == "0B") base = 2;
  if (base != 10) digits.remove_prefix(2);

  if (base == 10 && text.size() > 1 && text[0] == '0') {
    // C reads such a number as octal, most other languages as decimal.
    const std::string_view rest =
        text.substr(std::min(text.find_first_not_of('0'), text.size() - 1));
    return {
        std::nullopt,
        StrFormat("a number does not begin with `0`; write `0o{}` for octal or `{}` for decimal",
                  rest, rest)};
  }
  uint64_t value = 0;
  const auto [end, error] =
      std::from_chars(digits.data(), digits.data() + digits.size(), value, base);
  if (error == std::errc::result_out_of_range)
    return {std::nullopt, StrFormat("`{}` does not fit 64 bits", text)};
  if (error != std::errc() || end != digits.data() + digits.size()) {
    return {std::nullopt,
            StrFormat("`{}` is not a number; write it like `12`, `0x1f`, `0o17` or `0b11`", text)};
  }
  return {value, ""};
}

std::optional<uint64_t> ReadCharacter(std::string_view text) {
  const auto byte = [](char c) { return static_cast<uint64_t>(static_cast<unsigned char>(c)); };
  if (text.size() == 1 && text[0] != '\\' && text[0] != '\'' && byte(text[0]) >= 0x20 &&
      byte(text[0]) < 0x7f) {
    return byte(text[0]);
  }
  if (text == "\\n") return byte('\n');
  if (text == "\\t") return byte('\t');
  if (text == "\\0") return byte('\0');
  if (text == "\\\\") return byte('\\');
  if (text == "\\'") return byte('\'');
  return std::nullopt;
}

std::string Unquote(std::string_view quoted) {
  std::string text;
  for (size_t i = 0; i < quoted.size(); ++i) {
    if (quoted[i] == '\\' && i + 1 < quoted.size()) ++i;
    text += quoted[i];
  }
  return text;
}

std::string Quote(std::string_view text) {
  std::string quoted = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') quoted += '\\';
    quoted += c;
  }
  return quoted + "\"";
}

}  // namespace polc::dsl
