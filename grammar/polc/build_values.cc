// Builds constant expressions, conditions and environments.

#include <algorithm>
#include <charconv>

#include "compiler/base/check.h"
#include "grammar/polc/build.h"
#include "grammar/polc/number.h"
#include "grammar/polc/words.h"

namespace polc::dsl {
namespace {

// The operator as written, or the one that was meant if it was another language's; that was
// reported.
TestOp CompareOpOf(std::string_view symbol) {
  if (symbol == "!=" || symbol == "!==" || symbol == "<>" || symbol == "~=" || symbol == "=!")
    return TestOp::Ne;
  if (symbol == "<") return TestOp::Lt;
  if (symbol == "<=" || symbol == "=<") return TestOp::Le;
  if (symbol == ">") return TestOp::Gt;
  if (symbol == ">=" || symbol == "=>") return TestOp::Ge;
  return TestOp::Eq;
}

TestOp HasOpOf(std::string_view quantifier) {
  if (quantifier == "no") return TestOp::HasNone;
  if (quantifier == "any") return TestOp::HasAny;
  if (quantifier == "only") return TestOp::HasOnly;
  return TestOp::HasAll;
}

Expr::Kind ExprKindOf(Kind kind) {
  switch (kind) {
    case Kind::Value:
      return Expr::Kind::BitOr;
    case Kind::BitAnd:
      return Expr::Kind::BitAnd;
    case Kind::Sum:
      return Expr::Kind::Sum;
    case Kind::Negate:
      return Expr::Kind::Negate;
    case Kind::Complement:
      return Expr::Kind::Complement;
    default:
      break;
  }
  POLC_CHECK(kind == Kind::Name);
  return Expr::Kind::Name;
}

}  // namespace

std::string_view Builder::WordOf(Index at) const {
  const std::string_view repaired = state_.RepairAt(nodes_[at].begin);
  return repaired.empty() ? TextOf(at) : repaired;
}

std::vector<Text> Builder::NamesBelow(Index at) const {
  std::vector<Text> names;
  for (Index child = at + 1; child < End(at); child = Next(child)) {
    if (node(child).kind == Kind::Name) names.push_back(NameOf(child));
  }
  return names;
}

Expr Builder::BuildExpr(Index at) const {
  Expr expr;
  expr.span = SpanOf(at);
  const Kind kind = node(at).kind;
  if (kind == Kind::Number) {
    expr.text = TextOf(at);
    expr.number = ReadNumber(expr.text).value.value_or(0);
    return expr;
  }
  if (kind == Kind::Character) {
    expr.text = TextOf(at);
    expr.number =
        ReadCharacter(std::string_view(expr.text).substr(1, expr.text.size() - 2)).value_or(0);
    return expr;
  }
  if (kind == Kind::Name) {
    expr.kind = Expr::Kind::Name;
    expr.text = TextOf(at);
    return expr;
  }
  if (kind == Kind::Shift) {
    const Index shift = Next(at + 1);
    expr.kind =
        node(shift).kind == Kind::ShiftLeft ? Expr::Kind::ShiftLeft : Expr::Kind::ShiftRight;
    expr.operands.push_back(BuildExpr(at + 1));
    expr.operands.push_back(BuildExpr(shift + 1));
    return expr;
  }
  expr.kind = ExprKindOf(kind);
  expr.operands.reserve(CountFrom(at + 1, End(at)));
  for (Index child = at + 1; child < End(at); child = Next(child))
    expr.operands.push_back(BuildExpr(child));
  return expr;
}

Version Builder::BuildVersion(Index at) const {
  const std::string_view text = TextOf(at);
  const size_t dot = std::min(text.find('.'), text.size());
  Version version;
  std::from_chars(text.data(), text.data() + dot, version.major);
  if (dot < text.size())
    std::from_chars(text.data() + dot + 1, text.data() + text.size(), version.minor);
  return version;
}

ArgRef Builder::BuildArg(Index at) const {
  ArgRef arg;
  arg.span = SpanOf(at);
  for (Index child = at + 1; child < End(at); child = Next(child)) {
    if (node(child).kind == Kind::ArgSyscall) arg.syscall = NameOf(child);
    if (node(child).kind == Kind::Name) arg.name = NameOf(child);
    if (node(child).kind == Kind::Word) arg.cast = CastOf(TextOf(child));
  }
  return arg;
}

ValueRange Builder::BuildRange(Index at) const {
  ValueRange range;
  range.span = SpanOf(at);
  range.low = BuildExpr(at + 1);
  if (Next(at + 1) < End(at)) range.high = BuildExpr(Next(at + 1));
  return range;
}

void Builder::BuildInTest(Index at, Test& test) {
  Index child = at + 1;
  test.op = TestOp::In;
  test.op_span = state_.At(node(at).begin, node(at).begin + 2);
  if (node(child).kind == Kind::NotIn) {
    test.op = TestOp::NotIn;
    test.op_span = SpanOf(child);
    child = Next(child);
  }
  if (node(child).kind == Kind::Range) {
    test.values.push_back(BuildRange(child));
    return;
  }
  comments_.TakeAbove(node(child).begin, inside_);
  const size_t limit = node(child).end;
  test.values.reserve(CountFrom(child + 1, End(child)));
  for (Index range = child + 1; range < End(child); range = Next(range)) {
    Trivia trivia = comments_.ElementAt(node(range).begin);
    test.values.push_back(BuildRange(range));
    comments_.Hoist(node(range).end, trivia);
    trivia.trailing = comments_.TakeAfter(node(range).end, limit);
    test.values.back().trivia = std::move(trivia);
  }
}

Test Builder::BuildTest(Index at) {
  Test test;
  test.span = SpanOf(at);
  for (Index child = at + 1; child < End(at); child = Next(child)) {
    switch (node(child).kind) {
      case Kind::Arg:
        test.arg = BuildArg(child);
        break;
      case Kind::Mask:
        test.mask = BuildExpr(child + 1);
        break;
      case Kind::In:
        BuildInTest(child, test);
        break;
      case Kind::Has: {
        Index value = child + 1;
        test.op = TestOp::HasAll;
        test.op_span = state_.At(node(child).begin, node(child).begin + 3);
        if (node(value).kind == Kind::Word) {
          test.op = HasOpOf(TextOf(value));
          test.op_span = state_.At(node(child).begin, node(value).end);
          value = Next(value);
        }
        test.values.push_back(
            {.low = BuildExpr(value), .high = std::nullopt, .span = SpanOf(value)});
        break;
      }
      case Kind::CompareOp:
        // In `==~MASK` the `~` belongs to the value.
        test.op = CompareOpOf(TextOf(child));
        test.op_span = SpanOf(child);
        break;
      default:
        test.values.push_back(
            {.low = BuildExpr(child), .high = std::nullopt, .span = SpanOf(child)});
    }
  }
  return test;
}

Condition Builder::BuildCondition(Index at) {
  Condition condition;
  condition.span = SpanOf(at);
  switch (node(at).kind) {
    case Kind::Any:
      condition.kind = Condition::Kind::Any;
      break;
    case Kind::All:
      condition.kind = Condition::Kind::All;
      break;
    case Kind::Not:
      condition.kind = Condition::Kind::Not;
      break;
    default:
      condition.test = BuildTest(at);
      return condition;
  }
  condition.parts.reserve(CountFrom(at + 1, End(at)));
  for (Index child = at + 1; child < End(at); child = Next(child))
    condition.parts.push_back(BuildCondition(child));
  return condition;
}

EnvironmentTest Builder::BuildEnvironmentTest(Index at) const {
  using EnvKind = EnvironmentTest::Kind;
  if (node(at).kind == Kind::EnvNot) {
    EnvironmentTest test = BuildEnvironmentTest(at + 1);
    test.kind = test.kind == EnvKind::Cap      ? EnvKind::NotCap
                : test.kind == EnvKind::ArchIn ? EnvKind::ArchNotIn
                                               : EnvKind::ArchIn;
    test.span = SpanOf(at);
    return test;
  }
  EnvironmentTest test;
  test.span = SpanOf(at);
  test.names = NamesBelow(at);
  if (node(at).kind == Kind::EnvKernel) {
    test.kind = TextOf(at + 1) == "<" ? EnvKind::KernelBelow : EnvKind::KernelAtLeast;
    test.version = BuildVersion(Next(at + 1));
  } else if (node(at).kind == Kind::EnvArch) {
    test.kind = node(at + 1).kind == Kind::NotIn ? EnvKind::ArchNotIn : EnvKind::ArchIn;
  }
  return test;
}

Environment Builder::BuildEnvironment(Index at) const {
  Environment when;
  when.span = SpanOf(at);
  for (Index child = at + 1; child < End(at); child = Next(child))
    when.all_of.push_back(BuildEnvironmentTest(child));
  return when;
}

}  // namespace polc::dsl
