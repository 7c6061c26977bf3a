#include <algorithm>

#include "compiler/base/str_format.h"
#include "grammar/apparmor/parser.h"

namespace polc::aa {
namespace {

bool IsBlank(char c) { return c == ' ' || c == '\t' || c == '\r' || c == '\n'; }
bool IsWordChar(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
         c == '-' || c == '.';
}

// Whether the last character of `word` is a `\` that is not escaped itself.
bool EndsInEscape(std::string_view word) {
  size_t backslashes = 0;
  while (backslashes < word.size() && word[word.size() - 1 - backslashes] == '\\') ++backslashes;
  return backslashes % 2 == 1;
}

}  // namespace

Span Parser::SpanOf(size_t begin, size_t end) const {
  return {source_, static_cast<uint32_t>(begin), static_cast<uint32_t>(end)};
}

// `#include` begins an include whatever follows it: apparmor_parser reads even `#includes x` as an
// include of `s`.
bool Parser::AtInclude() const {
  if (At("#include")) return true;
  return At("include") && (Peek(7) == ' ' || Peek(7) == '\t' || Peek(7) == '<' || Peek(7) == '"');
}

Span Parser::Ahead() const {
  if (AtEnd()) return SpanOf(text_.size(), text_.size());
  size_t end = Scan(Lexeme::Path, text_, at_);
  if (end == kNoMatch) end = Scan(Lexeme::Quoted, text_, at_);
  if (end == kNoMatch || end > text_.size()) end = at_ + 1;
  // A character of several bytes is shown whole.
  while (end < text_.size() && (static_cast<unsigned char>(text_[end]) & 0xc0) == 0x80) ++end;
  return SpanOf(at_, end);
}

std::string Parser::Shown(Span span) const {
  if (span.begin >= text_.size()) return "the end of the text";
  const std::string_view token = text_.substr(span.begin, span.end - span.begin);
  if (token == "\n" || token == "\r") return "the end of the line";
  std::string shown;
  for (const char c : token.substr(0, 60)) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte < 0x20 || byte == 0x7f) {
      constexpr std::string_view kDigits = "0123456789abcdef";
      shown += {'\\', 'x', kDigits[byte >> 4], kDigits[byte & 15]};
    } else {
      shown += c;
    }
  }
  if (token.size() > 60) shown += "…";
  return StrFormat("`{}`", shown);
}

void Parser::Gap() {
  for (;;) {
    const size_t before = at_;
    Blanks();
    const std::string_view blanks = text_.substr(before, at_ - before);
    blank_line_ = std::count(blanks.begin(), blanks.end(), '\n') > 1;
    if (Peek() != '#' || AtInclude()) return;
    const size_t begin = at_;
    at_ = std::min(text_.find('\n', at_), text_.size());
    size_t end = at_;
    while (end > begin + 1 && IsBlank(text_[end - 1])) --end;
    comments_.push_back(
        {SpanOf(begin, end), std::string(text_.substr(begin + 1, end - begin - 1)), blank_line_});
  }
}

void Parser::Blanks() {
  while (!AtEnd() && IsBlank(text_[at_])) ++at_;
}

void Parser::BlanksOfLine() {
  while (Peek() == ' ' || Peek() == '\t' || (Peek() == '\r' && Peek(1) == '\n')) ++at_;
}

bool Parser::Take(std::string_view token) {
  if (!At(token)) return false;
  at_ += token.size();
  return true;
}

bool Parser::TakeKeyword(std::string_view keyword) {
  if (!At(keyword) || IsWordChar(Peek(keyword.size()))) return false;
  at_ += keyword.size();
  return true;
}

std::optional<Word> Parser::TakeLexeme(Lexeme lexeme) {
  const size_t end = Scan(lexeme, text_, at_);
  if (end == kNoMatch || end == at_) return std::nullopt;
  Word word{SpanOf(at_, end), std::string(text_.substr(at_, end - at_)), false};
  if (lexeme != Lexeme::Search && EndsInEscape(word.text)) {
    // The rule goes on after the end of the line, so recovery must begin there.
    at_ = end;
    Blanks();
    Fail(SpanOf(end - 1, end), "this `\\` escapes nothing; write `\\\\` for a backslash");
  }
  // A word that ends in `\` may stand without quotes only at the end of a line: elsewhere the `\`
  // would escape what follows.
  word.quoted = word.text.ends_with('\\');
  at_ = end;
  return word;
}

std::optional<Word> Parser::TakeQuoted() {
  if (Peek() != '"') return std::nullopt;
  const size_t end = Scan(Lexeme::Quoted, text_, at_);
  if (end == kNoMatch) {
    const size_t begin = at_;
    const size_t line_end = std::min(text_.find('\n', at_), text_.size());
    Fail(SpanOf(begin, line_end), "this quote is never closed; end the string with `\"`");
  }
  Word word{SpanOf(at_, end), std::string(text_.substr(at_ + 1, end - at_ - 2)), true};
  at_ = end;
  return word;
}

std::optional<Word> Parser::TakeWord(Lexeme lexeme) {
  if (Peek() == '"') return TakeQuoted();
  return TakeLexeme(lexeme);
}

void Parser::Fail(Span span, std::string message) const {
  throw SyntaxError{
      Diagnostic{DiagnosticId::ApparmorSyntax, Severity::Error, span, std::move(message)}};
}

void Parser::FailExpected(std::string_view what) const {
  const Span span = Ahead();
  Fail(span, StrFormat("expected {}, but found {}", what, Shown(span)));
}

Parser::Nesting::Nesting(Parser& parser) : parser_(parser) {
  if (++parser_.depth_ <= kMaxDepth) return;
  --parser_.depth_;
  throw SyntaxError{Diagnostic{DiagnosticId::TooDeep, Severity::Error, parser_.Ahead(),
                               StrFormat("this is nested more than {} levels deep", kMaxDepth)}};
}

}  // namespace polc::aa
