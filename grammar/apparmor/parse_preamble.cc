#include "compiler/base/str_format.h"
#include "grammar/apparmor/parser.h"

namespace polc::aa {

// An include does not end with a comma, so another statement may follow on the same line.
Include Parser::ReadInclude() {
  Include include;
  const size_t begin = at_;
  at_ += Peek() == '#' ? 8 : 7;
  include.keyword = {SpanFrom(begin), std::string(text_.substr(begin, at_ - begin)), false};
  BlanksOfLine();
  if (TakeKeyword("if")) {
    BlanksOfLine();
    if (!TakeKeyword("exists")) FailExpected("`exists` after `include if`");
    include.if_exists = true;
    BlanksOfLine();
  }
  if (Take("<")) {
    std::optional<Word> path = Peek() == '"' ? TakeQuoted() : TakeLexeme(Lexeme::Search);
    if (!path) FailExpected("the name of the file to include between `<` and `>`");
    include.path = std::move(*path);
    if (!Take(">")) FailExpected("`>` after the name of the included file");
    return include;
  }
  include.form = IncludeForm::Path;
  std::optional<Word> path = TakeWord(Lexeme::Included);
  if (!path || path->text.empty()) FailExpected("the file to include, as `<name>` or `\"path\"`");
  include.path = std::move(*path);
  return include;
}

Abi Parser::ReadAbi() {
  Abi abi;
  Blanks();
  if (Take("<")) {
    std::optional<Word> path = Peek() == '"' ? TakeQuoted() : TakeLexeme(Lexeme::Search);
    if (!path) FailExpected("the name of the feature file between `<` and `>`");
    abi.path = std::move(*path);
    if (!Take(">")) FailExpected("`>` after the name of the feature file");
  } else {
    abi.form = IncludeForm::Path;
    std::optional<Word> path = TakeWord(Lexeme::Included);
    if (!path) FailExpected("a feature file after `abi`, such as `<abi/4.0>`");
    abi.path = std::move(*path);
  }
  const size_t end = at_;
  Blanks();
  ExpectComma("`abi` rule", end, nullptr);
  return abi;
}

Alias Parser::ReadAlias(Word keyword) {
  Alias alias;
  alias.keyword = std::move(keyword);
  const std::string name = StrFormat("`{}` rule", alias.keyword.text);
  Gap();
  alias.from = ReadPath();
  Gap();
  if (!Take("->")) FailExpected(StrFormat("`->` after the first path of the {}", name));
  Blanks();
  alias.to = ReadPath();
  const size_t end = at_;
  Gap();
  ExpectComma(name, end, nullptr);
  return alias;
}

// `@{X}=` and `@X =` assign; `@{X}/foo r,` is a file rule.
bool Parser::AtVariableAssignment() const {
  size_t at = at_ + 1;
  const bool braced = Peek(1) == '{';
  if (braced) ++at;
  const size_t end = Scan(Lexeme::Name, text_, at);
  if (end == kNoMatch) return !braced;
  at = end;
  if (braced && (at >= text_.size() || text_[at] != '}')) return false;
  if (braced) ++at;
  while (at < text_.size() && (text_[at] == ' ' || text_[at] == '\t')) ++at;
  const std::string_view rest = text_.substr(at);
  if (!braced) return true;
  return rest.starts_with("=") || rest.starts_with("+=") || rest.starts_with("?=") ||
         rest.starts_with(":=");
}

Word Parser::ReadVariableName(char sigil) {
  const size_t begin = at_;
  ++at_;
  const bool braced = Take("{");
  std::optional<Word> name = TakeLexeme(Lexeme::Name);
  if (!name) {
    const Span span = Ahead();
    Fail(
        span,
        StrFormat(
            "expected the name of a variable after `{}{}`, but found {}; a name is a letter, then letters, digits and `_`",
            sigil, braced ? "{" : "", Shown(span)));
  }
  if (braced && !Take("}")) FailExpected("`}` after the name of the variable");
  name->span = SpanFrom(begin);
  return std::move(*name);
}

Word Parser::ReadAssignmentOperator() {
  const size_t begin = at_;
  for (const std::string_view op : {"=", "+=", "?=", ":="}) {
    if (Take(op)) return {SpanFrom(begin), std::string(op), false};
  }
  FailExpected("`=` after the name of the variable");
}

VariableAssignment Parser::ReadAssignment() {
  VariableAssignment assignment;
  assignment.name = ReadVariableName('@');
  BlanksOfLine();
  assignment.op = ReadAssignmentOperator();
  for (;;) {
    BlanksOfLine();
    if (Peek() == '\\' && (Peek(1) == '\n' || (Peek(1) == '\r' && Peek(2) == '\n'))) {
      ++at_;
      Blanks();
      continue;
    }
    if (Peek() == '#' || Peek() == '\n' || AtEnd()) break;
    std::optional<Word> value = TakeWord(Lexeme::Assigned);
    if (!value) {
      const Span span = Ahead();
      if (Peek() == ',')
        Fail(span, "the values of a variable are separated by blanks; remove the `,`");
      Fail(
          span,
          StrFormat(
              "expected a value of the variable, but found {}; quote it, or put a `\\` in front of it",
              Shown(span)));
    }
    assignment.values.push_back(std::move(*value));
  }
  if (assignment.values.empty()) {
    Fail(assignment.name.span,
         StrFormat("`{}` has no value; write `\"\"` for an empty one",
                   text_.substr(assignment.name.span.begin,
                                assignment.name.span.end - assignment.name.span.begin)));
  }
  return assignment;
}

BooleanAssignment Parser::ReadBoolean() {
  BooleanAssignment assignment;
  assignment.name = ReadVariableName('$');
  BlanksOfLine();
  assignment.op = ReadAssignmentOperator();
  if (assignment.op.text == "+=")
    Fail(assignment.op.span, "`+=` cannot add to a boolean variable; write `=` or `:=`");
  BlanksOfLine();
  assignment.value = ReadExpression();
  return assignment;
}

}  // namespace polc::aa
