#include "grammar/apparmor/parser.h"

namespace polc::aa {

Word Parser::ReadVariable(char sigil) {
  Word variable = ReadVariableName(sigil);
  variable.text.insert(variable.text.begin(), sigil);
  return variable;
}

Conditional Parser::ReadConditional() {
  Conditional conditional;
  for (;;) {
    Conditional::Branch branch;
    Gap();
    branch.condition = ReadExpression();
    Gap();
    const Span condition = branch.condition->span;
    branch.body = ReadBlock(branch.trailing, condition);
    conditional.branches.push_back(std::move(branch));
    const size_t after = at_;
    const size_t comments = comments_.size();
    Gap();
    if (!TakeKeyword("else")) {
      at_ = after;
      comments_.resize(comments);
      return conditional;
    }
    Gap();
    if (TakeKeyword("if")) continue;
    Conditional::Branch last;
    last.body = ReadBlock(last.trailing, SpanOf(after, at_));
    conditional.branches.push_back(std::move(last));
    return conditional;
  }
}

// `or` binds weakest, then `and`, then `not`.
Expression Parser::ReadExpression() {
  const Nesting nesting(*this);
  Expression first = ReadAnd();
  BlanksOfLine();
  if (!At("or") || Scan(Lexeme::Key, text_, at_) != at_ + 2) return first;
  Expression any{ExpressionKind::Or, first.span, {}, {}};
  any.operands.push_back(std::move(first));
  while (TakeKeyword("or")) {
    BlanksOfLine();
    any.operands.push_back(ReadAnd());
    BlanksOfLine();
  }
  any.span.end = any.operands.back().span.end;
  return any;
}

Expression Parser::ReadAnd() {
  Expression first = ReadNot();
  BlanksOfLine();
  if (!At("and") || Scan(Lexeme::Key, text_, at_) != at_ + 3) return first;
  Expression all{ExpressionKind::And, first.span, {}, {}};
  all.operands.push_back(std::move(first));
  while (TakeKeyword("and")) {
    BlanksOfLine();
    all.operands.push_back(ReadNot());
    BlanksOfLine();
  }
  all.span.end = all.operands.back().span.end;
  return all;
}

Expression Parser::ReadNot() {
  const size_t begin = at_;
  if (!TakeKeyword("not")) return ReadFactor();
  const Nesting nesting(*this);
  BlanksOfLine();
  Expression negation{ExpressionKind::Not, {}, {}, {}};
  negation.operands.push_back(ReadNot());
  negation.span = SpanFrom(begin);
  return negation;
}

Expression Parser::ReadFactor() {
  const size_t begin = at_;
  if (TakeKeyword("defined")) {
    BlanksOfLine();
    if (Peek() != '@' && Peek() != '$') FailExpected("a variable after `defined`");
    Expression defined{ExpressionKind::Defined, {}, ReadVariable(Peek()), {}};
    defined.span = SpanFrom(begin);
    return defined;
  }
  if (Take("(")) {
    BlanksOfLine();
    Expression inner = ReadExpression();
    BlanksOfLine();
    if (!Take(")")) FailExpected("`)` at the end of the condition");
    inner.span = SpanFrom(begin);
    return inner;
  }
  Expression left = ReadOperand();
  BlanksOfLine();
  const size_t op = at_;
  for (const std::string_view token : {"==", "!=", ">=", "<=", ">", "<", "in"}) {
    if (token == "in" ? !TakeKeyword(token) : !Take(token)) continue;
    Expression compare{ExpressionKind::Compare, {}, {SpanFrom(op), std::string(token), false}, {}};
    BlanksOfLine();
    compare.operands.push_back(std::move(left));
    compare.operands.push_back(ReadOperand());
    compare.span = SpanFrom(begin);
    return compare;
  }
  return left;
}

Expression Parser::ReadOperand() {
  const size_t begin = at_;
  if (Peek() == '$' || Peek() == '@') {
    Word name = ReadVariable(Peek());
    return {ExpressionKind::Operand, SpanFrom(begin), std::move(name), {}};
  }
  std::optional<Word> word = TakeWord(Lexeme::ListValue);
  if (!word) FailExpected("a condition");
  return {ExpressionKind::Operand, SpanFrom(begin), std::move(*word), {}};
}

}  // namespace polc::aa
