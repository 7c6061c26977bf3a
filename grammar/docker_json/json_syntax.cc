// The reader's place in JSON's grammar says what was expected, the text there what was found.
// Frequent mistakes (comments, too many or too few commas, literals and quotes of other languages)
// get messages of their own and are mended, so that reading can go on; others end the reading.

#include "grammar/docker_json/json_syntax.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "compiler/base/str_format.h"
#include "compiler/base/strings.h"
#include "grammar/docker_json/json_text.h"

namespace polc::docker {
namespace {

using Inside = SyntaxState::Inside;
using Last = SyntaxState::Last;

enum class Wanted : uint8_t {
  Document,
  Value,
  ValueOrEnd,
  ValueAfterComma,
  KeyOrEnd,
  KeyAfterComma,
  Colon,
  CommaOrEnd,
  End
};

// What did not fit: the byte at `at`, where `wanted` should have been.
struct Misfit {
  const SyntaxState& state;
  Wanted wanted;
  size_t at;
  size_t separator;  // the comma or colon before it; `at` if there is none

  [[nodiscard]] std::string_view text() const { return state.text; }
  [[nodiscard]] bool at_end() const { return at >= state.text.size(); }
  [[nodiscard]] char found() const { return at_end() ? '\0' : state.text[at]; }
  [[nodiscard]] bool wants_value() const { return wanted <= Wanted::ValueAfterComma; }
  [[nodiscard]] bool wants_key() const {
    return wanted == Wanted::KeyOrEnd || wanted == Wanted::KeyAfterComma;
  }
  [[nodiscard]] Span SpanOf(size_t begin, size_t end) const {
    return {state.source, static_cast<uint32_t>(begin), static_cast<uint32_t>(end)};
  }
  [[nodiscard]] Diagnostic Finding(size_t begin, size_t end, std::string message) const {
    return {
        .id = DiagnosticId::JsonSyntax, .span = SpanOf(begin, end), .message = std::move(message)};
  }
};

Edit Put(size_t begin, std::string bytes) {
  return {static_cast<uint32_t>(begin), std::move(bytes)};
}

Edit Blank(size_t begin, size_t end) { return Put(begin, std::string(end - begin, ' ')); }

// Replaces [begin, end) by a stand-in value, about which nothing more is reported.
Explanation StandIn(Diagnostic diagnostic, size_t begin, size_t end, std::string bytes) {
  bytes.resize(end - begin, ' ');
  return {std::move(diagnostic),
          {Put(begin, std::move(bytes))},
          static_cast<uint32_t>(begin),
          static_cast<uint32_t>(end)};
}

std::string WordsFor(Wanted wanted, Inside inside) {
  switch (wanted) {
    case Wanted::Document:
      return "expected a JSON object";
    case Wanted::Value:
      return "expected a value after `:`";
    case Wanted::ValueOrEnd:
      return "expected a value or `]`";
    case Wanted::ValueAfterComma:
      return "expected a value after `,`";
    case Wanted::KeyOrEnd:
      return "expected a key in double quotes or `}`";
    case Wanted::KeyAfterComma:
      return "expected a key in double quotes after `,`";
    case Wanted::Colon:
      return "expected `:` after the key";
    case Wanted::CommaOrEnd:
      return inside == Inside::Object ? "expected `,` or `}`" : "expected `,` or `]`";
    case Wanted::End:
      return "expected nothing after the end of the JSON value";
  }
  return "";
}

size_t WordEnd(std::string_view text, size_t at) {
  while (at < text.size() && IsWordCharacter(text[at])) ++at;
  return at;
}

size_t NumberLikeEnd(std::string_view text, size_t at) {
  while (at < text.size() &&
         (IsWordCharacter(text[at]) || text[at] == '.' || text[at] == '+' || text[at] == '-'))
    ++at;
  return at;
}

bool StartsValue(char c) {
  return c == '"' || c == '{' || c == '[' || c == '-' || IsDigit(c) || c == 't' || c == 'f' ||
         c == 'n';
}

bool StartsComment(std::string_view text, size_t at) {
  if (text.substr(at, 1) == "#") return true;
  return text.substr(at, 2) == "//" || text.substr(at, 2) == "/*";
}

// Nothing for a block comment that is never closed.
std::optional<size_t> CommentEnd(std::string_view text, size_t at) {
  const bool block = text.substr(at, 2) == "/*";
  const size_t end = block ? text.find("*/", at + 2) : text.find('\n', at);
  if (end != std::string_view::npos) return block ? end + 2 : end;
  if (block) return std::nullopt;
  return text.size();
}

constexpr size_t kMostComments = 1000;

// Makes one error of all comments of the file, since they are one mistake. At most kMostComments
// belong to one error, because a hostile file may have millions.
Explanation ExplainComments(const Misfit& misfit) {
  const std::string_view text = misfit.text();
  const auto first_end = CommentEnd(text, misfit.at);
  if (!first_end) {
    return {misfit.Finding(misfit.at, misfit.at + 2,
                           "JSON has no comments, and this one is never closed; remove it"),
            {}};
  }
  Explanation out{misfit.Finding(misfit.at, *first_end,
                                 "JSON has no comments, and Docker refuses the file; remove them"),
                  {}};
  for (size_t at = misfit.at; at < text.size() && out.mends.size() < kMostComments;) {
    if (text[at] == '"') {
      at = QuotedEnd(text, at).value_or(at + 1);
    } else if (StartsComment(text, at)) {
      const size_t end = CommentEnd(text, at).value_or(at + 1);
      if (end == at + 1) return out;
      out.mends.push_back(Blank(at, end));
      out.diagnostic.fixes.push_back({misfit.SpanOf(at, end), ""});
      at = end;
    } else {
      ++at;
    }
  }
  return out;
}

Explanation ExplainString(const Misfit& misfit, const StringFault& fault) {
  using Kind = StringFault::Kind;
  const std::string_view text = misfit.text();
  const size_t end = QuotedEnd(text, misfit.at).value_or(text.size());
  Explanation out{misfit.Finding(fault.begin, fault.end, ""),
                  {},
                  static_cast<uint32_t>(misfit.at),
                  static_cast<uint32_t>(end)};
  std::string& message = out.diagnostic.message;
  const std::string_view found = text.substr(fault.begin, fault.end - fault.begin);
  out.mends.push_back(Put(fault.begin, std::string(found.size(), '?')));
  switch (fault.kind) {
    case Kind::NotClosed:
      message = "the string is not closed before the end of its line; add the missing `\"`";
      out.mends.clear();
      break;
    case Kind::ControlCharacter:
      message =
          StrFormat("a string cannot contain {} unescaped", DescribeCharacter(text, fault.begin));
      if (found == "\t") {
        message += "; write `\\t`";
        out.diagnostic.fixes.push_back({out.diagnostic.span, "\\t"});
      }
      break;
    case Kind::BadEscape:
      message = StrFormat("JSON has no escape `{}`; write `\\\\` for a backslash", Shorten(found));
      if (found.starts_with("\\u"))
        message = StrFormat("`{}` is not an escape; write four hexadecimal digits after `\\u`",
                            Shorten(found));
      break;
    case Kind::LoneSurrogate:
      message = StrFormat("`{}` is half of a surrogate pair and stands for no character", found);
      break;
    case Kind::BadUtf8:
      message = "the string is not UTF-8 at " + DescribeCharacter(text, fault.begin);
      break;
  }
  return out;
}

Explanation ExplainSingleQuotes(const Misfit& misfit) {
  const std::string_view text = misfit.text();
  const auto end = QuotedEnd(text, misfit.at);
  if (!end)
    return {misfit.Finding(misfit.at, misfit.at + 1, "a string stands in double quotes, found `'`"),
            {}};
  const std::string_view inner = text.substr(misfit.at + 1, *end - misfit.at - 2);
  Explanation out{misfit.Finding(misfit.at, *end,
                                 StrFormat("a string stands in double quotes, found `{}`",
                                           Shorten(text.substr(misfit.at, *end - misfit.at)))),
                  {}};
  if (inner.find_first_of("\"\\") != std::string_view::npos) return out;
  out.diagnostic.fixes.push_back({out.diagnostic.span, StrFormat("\"{}\"", inner)});
  out.mends = {Put(misfit.at, "\""), Put(*end - 1, "\"")};
  return out;
}

// Explains a token that looks like a number or a word, but is neither a number nor true, false or
// null.
Explanation ExplainValueToken(const Misfit& misfit, size_t begin) {
  const std::string_view text = misfit.text();
  const bool number = !IsWordCharacter(text[begin]) || IsDigit(text[begin]);
  const size_t end =
      std::max(number ? NumberLikeEnd(text, begin) : WordEnd(text, begin), begin + 1);
  const std::string_view token = text.substr(begin, end - begin);
  const std::string shown = StrFormat("`{}`", Shorten(token));
  const auto say = [&](std::string message) {
    Explanation out = StandIn(misfit.Finding(begin, end, std::move(message)), begin, end, "0");
    if (end == text.size()) out.mends.clear();  // cut off, as the next finding would only repeat
    return out;
  };
  if (number) {
    if (NumberEnd(text, begin) == end)
      return say(StrFormat("the number {} is too large for every JSON reader", shown));
    if (token.starts_with("0x") || token.starts_with("0X")) {
      const auto value = ParseUnsigned(token);
      if (!value) return say(shown + " is not a number of JSON; it has decimal numbers only");
      Explanation out =
          say(StrFormat("{} is not a number of JSON; write it in decimal: `{}`", shown, *value));
      out.diagnostic.fixes.push_back({out.diagnostic.span, std::to_string(*value)});
      return out;
    }
    if (token.size() > 1 && token[0] == '0' && IsDigit(token[1])) {
      return say(shown +
                 " is not a number of JSON; leading zeros are not allowed, and octal is not known");
    }
    if (token[0] == '+') return say(shown + " is not a number of JSON; a plus sign is not allowed");
    return say(shown + " is not a number of JSON");
  }
  for (const std::string_view literal : {"true", "false", "null"}) {
    const bool cut = literal.starts_with(token);
    if (!cut && ToLower(token) != literal) continue;
    Explanation out = say(StrFormat("expected `{}`, found {}{}", literal, shown,
                                    cut ? "" : "; JSON's literals are lower case"));
    out.diagnostic.fixes.push_back({out.diagnostic.span, std::string(literal)});
    return out;
  }
  if (token == "None" || token == "nil" || token == "undefined")
    return say(StrFormat("JSON has no {}; write `null`", shown));
  if (token == "NaN" || token == "Infinity") return say("JSON has no " + shown);
  return say(StrFormat("expected a value, found {}; a string stands in double quotes", shown));
}

Explanation ExplainBareKey(const Misfit& misfit) {
  const size_t end = WordEnd(misfit.text(), misfit.at);
  const std::string word(misfit.text().substr(misfit.at, end - misfit.at));
  Diagnostic diagnostic = misfit.Finding(
      misfit.at, end, StrFormat("expected a key in double quotes, found `{}`", Shorten(word)));
  diagnostic.fixes.push_back({diagnostic.span, StrFormat("\"{}\"", word)});
  if (word.size() < 2) return {std::move(diagnostic), {}};
  return StandIn(std::move(diagnostic), misfit.at, end, "\"\"");
}

// Describes the text at `at`, for "…, found …", and says where it ends.
std::pair<std::string, size_t> DescribeFound(const Misfit& misfit) {
  const std::string_view text = misfit.text();
  const size_t at = misfit.at;
  if (misfit.at_end()) return {"the end of the file", at};
  if (text[at] == '"') {
    const size_t end = QuotedEnd(text, at).value_or(at + 1);
    return {"the string " + Shorten(text.substr(at, end - at)), end};
  }
  if (IsDigit(text[at]) || text[at] == '-') {
    const size_t end = std::max(NumberLikeEnd(text, at), at + 1);
    return {StrFormat("`{}`", Shorten(text.substr(at, end - at))), end};
  }
  if (const size_t end = WordEnd(text, at); end != at)
    return {StrFormat("`{}`", Shorten(text.substr(at, end - at))), end};
  return {DescribeCharacter(text, at), at + std::max<size_t>(1, Utf8Length(text, at))};
}

// Mends that put a missing byte into the blanks in front of what was found, or over it.
void MendMisfit(const Misfit& misfit, Explanation& out) {
  const char c = misfit.found();
  const size_t before =
      misfit.separator == misfit.at ? misfit.state.last_end : misfit.separator + 1;
  const bool room = before < misfit.at;
  if (misfit.wanted == Wanted::CommaOrEnd) {
    const bool next = misfit.state.inside == Inside::Object ? c == '"' : StartsValue(c);
    if (next && room) out.mends.push_back(Put(before, ","));
    if (c == ';') out.mends.push_back(Put(misfit.at, ","));
  } else if (misfit.wanted == Wanted::Colon) {
    if (StartsValue(c) && room) out.mends.push_back(Put(before, ":"));
    if (c == '=') out.mends.push_back(Put(misfit.at, ":"));
  } else if (misfit.wanted == Wanted::Value) {
    if ((c == ',' || c == '}') && room) {
      out.mends.push_back(Put(before, "0"));
      out.suspect_begin = static_cast<uint32_t>(before);
      out.suspect_end = out.suspect_begin + 1;
    }
  } else if (c == ',' && misfit.wanted != Wanted::Document && misfit.wanted != Wanted::End) {
    out.mends.push_back(Blank(misfit.at, misfit.at + 1));
  }
}

Explanation ExplainMisfit(const Misfit& misfit) {
  const auto [found, end] = DescribeFound(misfit);
  // The end of the file is shown where the text stops, not below its last line.
  const size_t begin =
      misfit.at_end()
          ? std::max(
                misfit.state.last_end,
                static_cast<uint32_t>(misfit.separator == misfit.at ? 0 : misfit.separator + 1))
          : misfit.at;
  Explanation out{misfit.Finding(begin, misfit.at_end() ? begin : end,
                                 StrFormat("{}, found {}",
                                           WordsFor(misfit.wanted, misfit.state.inside), found)),
                  {}};
  const bool closes = misfit.at_end() || misfit.found() == '}' || misfit.found() == ']';
  if (closes && misfit.state.open.known())
    out.diagnostic.labels.push_back({misfit.state.open, "opened here"});
  MendMisfit(misfit, out);
  return out;
}

Explanation ExplainTrailingComma(const Misfit& misfit) {
  const size_t comma = misfit.separator;
  Diagnostic diagnostic = misfit.Finding(comma, comma + 1,
                                         StrFormat("JSON allows no `,` in front of {}; remove it",
                                                   DescribeCharacter(misfit.text(), misfit.at)));
  diagnostic.fixes.push_back({diagnostic.span, ""});
  return {std::move(diagnostic), {Blank(comma, comma + 1)}};
}

Misfit FindMisfit(const SyntaxState& state) {
  const size_t at = SkipBlanks(state.text, state.last_end);
  const auto follows = [&](char separator) {
    return at < state.text.size() && state.text[at] == separator;
  };
  switch (state.last) {
    case Last::Nothing:
      return {state, Wanted::Document, at, at};
    case Last::ObjectStart:
      return {state, Wanted::KeyOrEnd, at, at};
    case Last::ArrayStart:
      return {state, Wanted::ValueOrEnd, at, at};
    case Last::Key:
      if (follows(':')) return {state, Wanted::Value, SkipBlanks(state.text, at + 1), at};
      return {state, Wanted::Colon, at, at};
    case Last::Value:
      break;
  }
  if (state.inside == Inside::Nothing) return {state, Wanted::End, at, at};
  if (!follows(',')) return {state, Wanted::CommaOrEnd, at, at};
  const Wanted wanted =
      state.inside == Inside::Object ? Wanted::KeyAfterComma : Wanted::ValueAfterComma;
  return {state, wanted, SkipBlanks(state.text, at + 1), at};
}

}  // namespace

Explanation ExplainSyntax(const SyntaxState& state) {
  const Misfit misfit = FindMisfit(state);
  const char c = misfit.found();
  if (misfit.at_end()) return ExplainMisfit(misfit);
  if (StartsComment(misfit.text(), misfit.at)) return ExplainComments(misfit);
  const bool touches_scalar =
      state.last_is_scalar && misfit.at == state.last_end && misfit.separator == misfit.at;
  if (touches_scalar && (IsWordCharacter(c) || c == '.' || c == '+' || c == '-')) {
    return ExplainValueToken(misfit, state.last_begin);
  }
  if (misfit.wants_value() || misfit.wants_key()) {
    if (c == '"') {
      if (const auto fault = FindStringFault(misfit.text(), misfit.at))
        return ExplainString(misfit, *fault);
    }
    if (c == '\'') return ExplainSingleQuotes(misfit);
  }
  if (misfit.wants_value() && (IsWordCharacter(c) || c == '-' || c == '+' || c == '.')) {
    return ExplainValueToken(misfit, misfit.at);
  }
  if (misfit.wants_key() && IsWordCharacter(c)) return ExplainBareKey(misfit);
  if ((misfit.wanted == Wanted::KeyAfterComma && c == '}') ||
      (misfit.wanted == Wanted::ValueAfterComma && c == ']')) {
    return ExplainTrailingComma(misfit);
  }
  return ExplainMisfit(misfit);
}

}  // namespace polc::docker
