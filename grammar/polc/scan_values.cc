#include <charconv>
#include <string>
#include <utility>

#include "compiler/base/str_format.h"
#include "grammar/polc/number.h"
#include "grammar/polc/scan.h"
#include "grammar/polc/words.h"

namespace polc::dsl {
namespace {

[[noreturn]] void Raise(const ParseState& state, size_t begin, size_t end, std::string message) {
  throw SyntaxError{{.id = DiagnosticId::PolicySyntax,
                     .span = state.At(begin, end),
                     .message = std::move(message)},
                    static_cast<uint32_t>(end)};
}

void ReportValue(ParseState& state, size_t begin, size_t end, std::string message) {
  state.Report({.id = DiagnosticId::InvalidValue,
                .span = state.At(begin, end),
                .message = std::move(message)});
}

// The offset of the `mark` that closes what `at` opens on this line, or kNoMatch.
size_t Closing(std::string_view text, size_t at, char mark) {
  for (size_t i = at + 1; i < text.size() && text[i] != '\n'; ++i) {
    if (text[i] == mark) return i;
    if (text[i] == '\\' && i + 1 < text.size() && text[i + 1] != '\n') ++i;
  }
  return kNoMatch;
}

}  // namespace

size_t ScanNumber(ParseState& state, size_t at) {
  const std::string_view text = state.text;
  if (at == text.size() || !IsDigit(text[at])) return kNoMatch;
  size_t end = at;
  while (end < text.size() && IsWordPart(text[end])) ++end;
  const NumberResult number = ReadNumber(text.substr(at, end - at));
  if (!number.value) ReportValue(state, at, end, number.error);
  return end;
}

size_t ScanCharacter(ParseState& state, size_t at) {
  const std::string_view text = state.text;
  if (at == text.size() || text[at] != '\'') return kNoMatch;
  const size_t close = Closing(text, at, '\'');
  if (close == kNoMatch)
    Raise(state, at, EndOfLine(text, at), "this character is not closed; end it with `'`");
  if (!ReadCharacter(text.substr(at + 1, close - at - 1))) {
    ReportValue(state, at, close + 1,
                "a character is one ASCII character such as `'T'`; a string has double quotes");
  }
  return close + 1;
}

size_t ScanVersion(ParseState& state, size_t at) {
  const std::string_view text = state.text;
  size_t end = at;
  size_t dots = 0;
  while (end < text.size() && (IsWordPart(text[end]) || text[end] == '.'))
    dots += text[end++] == '.' ? 1 : 0;
  if (at == text.size() || !IsDigit(text[at])) return kNoMatch;
  uint16_t major = 0;
  uint16_t minor = 0;
  const char* const stop = text.data() + end;
  const auto [dot, major_error] = std::from_chars(text.data() + at, stop, major);
  const bool has_minor = major_error == std::errc() && dot != stop && *dot == '.';
  const auto [last, minor_error] = std::from_chars(has_minor ? dot + 1 : stop, stop, minor);
  if (!has_minor || minor_error != std::errc() || last != stop) {
    const std::string shown = StrFormat("`{}`", std::string(text.substr(at, end - at)));
    ReportValue(state, at, end,
                dots == 0   ? StrFormat("{} is no kernel version; write it like `4.8`", shown)
                : dots == 1 ? shown + " is no kernel version"
                            : "a kernel version has two numbers; write it like `4.8`");
  }
  return end;
}

size_t ScanQuoted(ParseState& state, size_t at) {
  const std::string_view text = state.text;
  if (at == text.size() || text[at] != '"') return kNoMatch;
  const size_t close = Closing(text, at, '"');
  if (close == kNoMatch)
    Raise(state, at, EndOfLine(text, at),
          "this string is not closed; end it with `\"` on the same line");
  for (size_t i = at + 1; i < close; ++i) {
    const auto byte = static_cast<unsigned char>(text[i]);
    if (byte < 0x20 || byte == 0x7f) {
      ReportValue(state, i, i + 1, "a string holds no control characters");
    } else if (text[i] == '\\') {
      if (text[i + 1] != '"' && text[i + 1] != '\\') {
        ReportValue(state, i, i + 2, "unknown escape; a string knows `\\\"` and `\\\\` only");
      }
      ++i;
    }
  }
  if (close == at + 1) ReportValue(state, at, close + 1, "this string is empty");
  return close + 1;
}

}  // namespace polc::dsl
