#include "grammar/docker_json/json_text.h"

#include <algorithm>

#include "compiler/base/str_format.h"
#include "compiler/base/strings.h"

namespace polc::docker {
namespace {

constexpr size_t kLongestShown = 40;

unsigned char ByteAt(std::string_view text, size_t at) {
  return at < text.size() ? static_cast<unsigned char>(text[at]) : 0;
}

// The four digits of a \u escape, whose backslash is at `at`.
std::optional<unsigned> HexEscape(std::string_view text, size_t at) {
  if (at + 6 > text.size() || text[at] != '\\' || text[at + 1] != 'u') return std::nullopt;
  unsigned value = 0;
  for (const char c : text.substr(at + 2, 4)) {
    const char lower = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    if (IsDigit(c)) {
      value = value * 16 + static_cast<unsigned>(c - '0');
    } else if (lower >= 'a' && lower <= 'f') {
      value = value * 16 + static_cast<unsigned>(lower - 'a' + 10);
    } else {
      return std::nullopt;
    }
  }
  return value;
}

bool IsHighSurrogate(unsigned code) { return code >= 0xd800 && code < 0xdc00; }
bool IsLowSurrogate(unsigned code) { return code >= 0xdc00 && code < 0xe000; }

void AppendUtf8(unsigned code, std::string& out) {
  const auto byte = [&](unsigned bits) { out += static_cast<char>(bits); };
  const auto rest = [&](unsigned shift) { byte(0x80 | (code >> shift & 0x3f)); };
  if (code < 0x80) return byte(code);
  if (code < 0x800) {
    byte(0xc0 | code >> 6);
  } else if (code < 0x10000) {
    byte(0xe0 | code >> 12);
    rest(6);
  } else {
    byte(0xf0 | code >> 18);
    rest(12);
    rest(6);
  }
  rest(0);
}

// The length of the escape at `at`; on a bad one, `fault` says what to report.
size_t EscapeLength(std::string_view text, size_t at, std::optional<StringFault>& fault) {
  using Kind = StringFault::Kind;
  if (at + 1 < text.size() &&
      std::string_view("\"\\/bfnrt").find(text[at + 1]) != std::string_view::npos)
    return 2;
  const auto code = HexEscape(text, at);
  if (!code) {
    // Points at as much of \uXYZW as there is, or else at the backslash and the next character.
    size_t end = std::min(at + 2, text.size());
    if (ByteAt(text, at + 1) == 'u') {
      while (end < text.size() && end < at + 6 && IsWordCharacter(text[end])) ++end;
    } else if (const size_t length = Utf8Length(text, at + 1); length > 1) {
      end = at + 1 + length;
    }
    fault = StringFault{Kind::BadEscape, at, end};
    return 0;
  }
  if (IsHighSurrogate(*code)) {
    const auto low = HexEscape(text, at + 6);
    if (low && IsLowSurrogate(*low)) return 12;
  }
  if (IsHighSurrogate(*code) || IsLowSurrogate(*code)) {
    fault = StringFault{Kind::LoneSurrogate, at, at + 6};
    return 0;
  }
  return 6;
}

}  // namespace

bool IsBlank(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }

bool IsDigit(char c) { return c >= '0' && c <= '9'; }

bool IsWordCharacter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || IsDigit(c) || c == '_' || c == '$';
}

size_t SkipBlanks(std::string_view text, size_t at) {
  while (at < text.size() && IsBlank(text[at])) ++at;
  return at;
}

size_t Utf8Length(std::string_view text, size_t at) {
  const unsigned char first = ByteAt(text, at);
  if (first < 0x80) return at < text.size() ? 1 : 0;
  // The second byte rules out overlong forms, surrogates and characters above U+10FFFF.
  unsigned char low = 0x80;
  unsigned char high = 0xbf;
  size_t length = 0;
  if (first >= 0xc2 && first <= 0xdf) length = 2;
  if (first >= 0xe0 && first <= 0xef) length = 3;
  if (first >= 0xf0 && first <= 0xf4) length = 4;
  if (first == 0xe0) low = 0xa0;
  if (first == 0xed) high = 0x9f;
  if (first == 0xf0) low = 0x90;
  if (first == 0xf4) high = 0x8f;
  if (length == 0 || at + length > text.size()) return 0;
  for (size_t i = 1; i < length; ++i) {
    const unsigned char byte = ByteAt(text, at + i);
    if (byte < low || byte > high) return 0;
    low = 0x80;
    high = 0xbf;
  }
  return length;
}

size_t NumberEnd(std::string_view text, size_t begin) {
  size_t at = begin;
  const auto digits = [&] {
    const size_t first = at;
    while (at < text.size() && IsDigit(text[at])) ++at;
    return at != first;
  };
  const auto next_is = [&](std::string_view characters) {
    return at < text.size() && characters.find(text[at]) != std::string_view::npos;
  };
  if (next_is("-")) ++at;
  if (next_is("0")) {
    ++at;
  } else if (!digits()) {
    return begin;
  }
  size_t end = at;
  if (next_is(".")) {
    ++at;
    if (!digits()) return end;
    end = at;
  }
  if (next_is("eE")) {
    ++at;
    if (next_is("+-")) ++at;
    if (!digits()) return end;
    end = at;
  }
  return end;
}

bool NumberBreaksOff(std::string_view text, size_t begin, size_t end) {
  const std::string_view number = text.substr(begin, end - begin);
  const char next = end < text.size() ? text[end] : ' ';
  if (next == '.') return number.find_first_of(".eE") == std::string_view::npos;
  return (next == 'e' || next == 'E') && number.find_first_of("eE") == std::string_view::npos;
}

std::string DescribeCharacter(std::string_view text, size_t at) {
  if (at >= text.size()) return "the end of the file";
  const unsigned char byte = ByteAt(text, at);
  if (byte < 0x20 || byte == 0x7f) return "the control character " + Hex(byte);
  if (byte == '`') return "a backquote";
  const size_t length = Utf8Length(text, at);
  if (length == 0) return "the byte " + Hex(byte);
  return StrFormat("`{}`", text.substr(at, length));
}

std::string Shorten(std::string_view text) {
  size_t at = 0;
  for (size_t characters = 0; at < text.size(); ++characters) {
    if (characters == kLongestShown) return std::string(text.substr(0, at)) + "…";
    at += std::max<size_t>(1, Utf8Length(text, at));
  }
  return std::string(text);
}

std::optional<size_t> QuotedEnd(std::string_view text, size_t begin) {
  for (size_t at = begin + 1; at < text.size() && text[at] != '\n'; ++at) {
    if (text[at] == text[begin]) return at + 1;
    if (text[at] == '\\') ++at;
  }
  return std::nullopt;
}

std::optional<StringFault> FindStringFault(std::string_view text, size_t begin) {
  using Kind = StringFault::Kind;
  std::optional<StringFault> fault;
  for (size_t at = begin + 1; at < text.size();) {
    const unsigned char byte = ByteAt(text, at);
    if (byte == '"') return std::nullopt;
    if (byte == '\n' || byte == '\r') return StringFault{Kind::NotClosed, begin, at};
    if (byte < 0x20) return StringFault{Kind::ControlCharacter, at, at + 1};
    if (byte == '\\') {
      at += EscapeLength(text, at, fault);
      if (fault) return fault;
      continue;
    }
    const size_t length = Utf8Length(text, at);
    if (length == 0) {
      size_t end = at + 1;
      while (end < text.size() && (ByteAt(text, end) & 0xc0) == 0x80) ++end;
      return StringFault{Kind::BadUtf8, at, end};
    }
    at += length;
  }
  return StringFault{Kind::NotClosed, begin, text.size()};
}

std::string DecodeString(std::string_view token) {
  std::string out;
  for (size_t at = 1; at + 1 < token.size();) {
    if (token[at] != '\\') {
      out += token[at++];
      continue;
    }
    if (const auto code = HexEscape(token, at)) {
      const auto low = IsHighSurrogate(*code) ? HexEscape(token, at + 6) : std::nullopt;
      AppendUtf8(low ? 0x10000 + ((*code - 0xd800) << 10) + (*low - 0xdc00) : *code, out);
      at += low ? 12 : 6;
      continue;
    }
    constexpr std::string_view kEscapes = "bfnrt", kMeant = "\b\f\n\r\t";
    const size_t escape = kEscapes.find(token[at + 1]);
    out += escape == std::string_view::npos ? token[at + 1] : kMeant[escape];
    at += 2;
  }
  return out;
}

}  // namespace polc::docker
