// Finds the end of a rule, even if its comma is missing. Without the comma, the next rule would be
// read as more words of this one: `capability net_admin` and `network inet,` on the next line would
// be three capabilities. So a word on a later line that can only begin a statement ends the rule.
// No text that apparmor_parser accepts has such a word inside a rule.

#include <algorithm>

#include "grammar/apparmor/parser.h"

namespace polc::aa {
namespace {

constexpr std::string_view kBlanks = " \t\r\n";

// Families in which any word may be a file, a device or a profile.
bool TakesAnyWord(Family family) {
  return family == Family::Mount || family == Family::Remount || family == Family::Umount ||
         family == Family::PivotRoot || family == Family::Mqueue || family == Family::ChangeProfile;
}

bool IsStatementWord(std::string_view word) {
  const std::vector<std::string_view>& words = RuleKeywords();
  return word == "user" || word == "other" || word == "abi" ||
         std::find(words.begin(), words.end(), word) != words.end();
}

bool BeginsPath(std::string_view text) {
  return text.starts_with("/") || text.starts_with("\"") || text.starts_with("@{");
}

}  // namespace

bool EndsKeyword(std::string_view rest) {
  return rest.empty() || std::string_view(" \t\r\n,({\"").find(rest[0]) != std::string_view::npos;
}

// The offset of the next word after `end`, if it is on the same line.
size_t Parser::AfterBlanksOfLine(size_t end) const {
  return std::min(text_.find_first_not_of(" \t", end), text_.size());
}

bool Parser::BeginsStatement(const Rule& rule) const {
  if (AtEnd() || Peek() == '}' || AtInclude()) return true;
  // `/path rw` and `rw /path`.
  if (BeginsPath(text_.substr(at_))) {
    const size_t path = Scan(Peek() == '"' ? Lexeme::Quoted : Lexeme::Path, text_, at_);
    if (path == kNoMatch) return false;
    const size_t mode = AfterBlanksOfLine(path);
    return mode > path && Scan(Lexeme::FileMode, text_, mode) != kNoMatch;
  }
  if (const size_t mode = Scan(Lexeme::FileMode, text_, at_); mode != kNoMatch) {
    const size_t path = AfterBlanksOfLine(mode);
    return rule.family != Family::Mqueue && path > mode && BeginsPath(text_.substr(path));
  }
  return AtStatementWord(rule);
}

bool Parser::AtStatementWord(const Rule& rule) const {
  const size_t end = Scan(Lexeme::Key, text_, at_);
  if (end == kNoMatch) return false;
  const std::string_view word = text_.substr(at_, end - at_);
  const size_t next = std::min(text_.find_first_not_of(kBlanks, end), text_.size());
  const std::string_view rest = text_.substr(next);
  if (word == "priority") return rest.starts_with("=");
  if (!IsStatementWord(word) || !(EndsKeyword(text_.substr(end)) || text_[end] == '<'))
    return false;
  if (rest.starts_with("=") || rest.starts_with(":=")) return false;  // a condition, such as `set=`
  if (TakesAnyWord(rule.family)) return !rest.empty() && rest[0] != ',' && !rest.starts_with("->");
  return !(rule.family == Family::Network && word == "unix" && rule.parts.empty());
}

bool Parser::IsOnLaterLine(size_t end) const {
  return text_.substr(end, at_ - end).find('\n') != std::string_view::npos;
}

void Parser::ExpectComma(std::string_view name, size_t end, const Rule* rule) {
  if (Take(",")) return;
  const Span span = Ahead();
  if (!AtEnd() && Peek() != '}' && !IsOnLaterLine(end)) {
    if (Peek() == '#') {
      Fail(span, StrFormat("a {} cannot have a comment inside; put it after the `,`", name));
    }
    Fail(span, StrFormat("expected `,` at the end of the {}, but found {}", name, Shown(span)));
  }
  // The missing comma belongs after the last word, not in front of the next one.
  Diagnostic diagnostic{.id = DiagnosticId::ApparmorSyntax,
                        .severity = Severity::Error,
                        .span = SpanOf(end - 1, end),
                        .message = StrFormat("the {} does not end; put a `,` after it", name)};
  diagnostic.fixes.push_back({SpanOf(end, end), ","});
  if (rule != nullptr && !BeginsStatement(*rule)) throw SyntaxError{std::move(diagnostic)};
  diagnostics_.Add(std::move(diagnostic));
  at_ = end;  // the next statement is read as if the comma were there
}

}  // namespace polc::aa
