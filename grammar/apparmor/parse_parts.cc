// Reads the rules that consist of a keyword and parts: words, lists in parentheses, conditions and
// an arrow. compiler/apparmor checks the parts of each family; here the families differ only in
// where a comment may stand and in what a word is.

#include <algorithm>

#include "compiler/base/str_format.h"
#include "grammar/apparmor/parser.h"

namespace polc::aa {
namespace {

// Families whose rules may have comments inside: apparmor_parser has no lexer state of their own
// for them, and its default state knows comments.
bool HasComments(Family family) {
  return family == Family::Capability || family == Family::PivotRoot || family == Family::IoUring ||
         family == Family::All;
}

bool HasConditions(Family family) {
  return family != Family::Capability && family != Family::ChangeProfile &&
         family != Family::Rlimit && family != Family::All;
}

bool IsMount(Family family) {
  return family == Family::Mount || family == Family::Remount || family == Family::Umount;
}

}  // namespace

void Parser::ReadParts(Rule& rule) {
  const auto space = [&] {
    if (HasComments(rule.family)) {
      Gap();
    } else {
      Blanks();
    }
  };
  const std::string name = StrFormat("`{}` rule", rule.keyword.text);
  size_t end = rule.keyword.span.end;
  for (;;) {
    space();
    if (Peek() == '#' && !AtInclude()) {
      const size_t comment = at_;
      const size_t line_end = std::min(text_.find('\n', at_), text_.size());
      Gap();
      if (BeginsStatement(rule)) break;  // the comment stands after the rule
      diagnostics_.Error(DiagnosticId::ApparmorSyntax, SpanOf(comment, line_end),
                         "a {} cannot have a comment inside; put it after the `,`", name);
      continue;
    }
    if (Peek() == ',' || Peek() == '}' || AtEnd()) break;
    if (IsOnLaterLine(end) && BeginsStatement(rule)) break;
    Part part;
    const size_t begin = at_;
    if (Take("->")) {
      part.kind = PartKind::Arrow;
    } else if (Take("<=") || Take("=")) {
      part.word = {SpanFrom(begin), std::string(text_.substr(begin, at_ - begin)), false};
    } else if (HasConditions(rule.family) && Take("(")) {
      part.kind = PartKind::List;
      ReadList(rule, part.list, part.condition.group);
      if (!part.condition.group.empty())
        Fail(part.condition.group[0].span,
             "conditions in parentheses need a name in front of them, such as `peer=(…)`");
    } else if (HasConditions(rule.family) && ReadCondition(rule, part.condition)) {
      part.kind = PartKind::Condition;
      part.condition.span = SpanFrom(begin);
    } else {
      std::optional<Word> word =
          TakeWord(HasConditions(rule.family) ? Lexeme::Value : Lexeme::Path);
      if (!word) break;
      part.word = std::move(*word);
    }
    part.span = SpanFrom(begin);
    end = at_;
    rule.parts.push_back(std::move(part));
  }
  ExpectComma(name, end, &rule);
}

// Whether a condition begins here: a name, then `=`, `:=` or (only in mount rules) `in`.
bool Parser::ReadCondition(const Rule& rule, Condition& condition) {
  const size_t begin = at_;
  std::optional<Word> name = TakeLexeme(Lexeme::Key);
  if (!name) return false;
  Blanks();
  const size_t op = at_;
  const bool in = At("in") && Scan(Lexeme::Key, text_, at_) == at_ + 2 &&
                  text_.substr(at_ + 2).find_first_not_of(" \t\r\n") != std::string_view::npos &&
                  (IsMount(rule.family) ||
                   text_[at_ + 2 + text_.substr(at_ + 2).find_first_not_of(" \t\r\n")] == '(');
  if (in || At("=") || At(":=")) {
    at_ += Peek() == '=' ? 1 : 2;
    condition.name = std::move(*name);
    condition.op = {SpanFrom(op), std::string(text_.substr(op, at_ - op)), false};
    ReadConditionValue(rule, condition);
    condition.span = SpanFrom(begin);
    return true;
  }
  at_ = begin;
  return false;
}

void Parser::ReadConditionValue(const Rule& rule, Condition& condition) {
  Blanks();
  if (Take("(")) {
    condition.list = true;
    ReadList(rule, condition.values, condition.group);
    return;
  }
  std::optional<Word> value = TakeWord(Lexeme::Value);
  if (!value)
    FailExpected(StrFormat("a value after `{}{}`", condition.name.text, condition.op.text));
  condition.values.push_back(std::move(*value));
}

void Parser::ReadList(const Rule& rule, std::vector<Word>& words, std::vector<Condition>& group) {
  const Nesting nesting(*this);
  for (;;) {
    Blanks();
    if (Take(")")) return;
    if (Peek() == ',' && (!words.empty() || !group.empty())) {
      ++at_;
      continue;
    }
    if (Peek() == '#')
      Fail(Ahead(), StrFormat("a `{}` rule cannot have a comment inside; put it after the `,`",
                              rule.keyword.text));
    const size_t begin = at_;
    std::optional<Word> name = TakeLexeme(Lexeme::Key);
    if (name && Peek() != '(') {
      Blanks();
      const size_t op = at_;
      if (Take("=") || Take(":=")) {
        Condition condition;
        condition.name = std::move(*name);
        condition.op = {SpanFrom(op), std::string(text_.substr(op, at_ - op)), false};
        Blanks();
        if (Take("(")) {
          condition.list = true;
          std::vector<Condition> inner;
          ReadList(rule, condition.values, inner);
          if (!inner.empty())
            Fail(inner[0].span,
                 "conditions in parentheses cannot have conditions inside; remove the inner ones");
        } else {
          std::optional<Word> value = TakeWord(Lexeme::ListValue);
          if (!value)
            FailExpected(StrFormat("a value after `{}{}`", condition.name.text, condition.op.text));
          condition.values.push_back(std::move(*value));
        }
        condition.span = SpanFrom(begin);
        group.push_back(std::move(condition));
        continue;
      }
    }
    at_ = begin;
    std::optional<Word> word = TakeWord(Lexeme::ListValue);
    if (!word) FailExpected("a word, or the `)` of the list");
    words.push_back(std::move(*word));
  }
}

}  // namespace polc::aa
