// Parentheses are printed where the grouping needs them, and around an `and` inside an `or`,
// because other languages differ in which of the two binds tighter.

#include "grammar/polc/format_values.h"

#include <algorithm>
#include <array>

#include "compiler/base/str_format.h"
#include "grammar/polc/format.h"
#include "grammar/polc/number.h"
#include "grammar/polc/words.h"

namespace polc::dsl {
namespace {

// How tightly an expression binds; an operand that binds no tighter than its operator needs
// parentheses.
enum class Binding : uint8_t { Or, And, Shift, Sum, Unary, Atom };

Binding BindingOf(Expr::Kind kind) {
  switch (kind) {
    case Expr::Kind::BitOr:
      return Binding::Or;
    case Expr::Kind::BitAnd:
      return Binding::And;
    case Expr::Kind::ShiftLeft:
    case Expr::Kind::ShiftRight:
      return Binding::Shift;
    case Expr::Kind::Sum:
      return Binding::Sum;
    case Expr::Kind::Negate:
    case Expr::Kind::Complement:
      return Binding::Unary;
    case Expr::Kind::Number:
    case Expr::Kind::Name:
      break;
  }
  return Binding::Atom;
}

std::string SpellExpr(const Expr& expr);

// `least`: the loosest binding that needs no parentheses.
std::string SpellOperand(const Expr& expr, Binding least) {
  return BindingOf(expr.kind) < least ? StrFormat("({})", SpellExpr(expr)) : SpellExpr(expr);
}

std::string SpellOperands(const Expr& expr, std::string_view separator, Binding least) {
  std::string out;
  for (const Expr& operand : expr.operands) {
    if (&operand != &expr.operands.front()) out += separator;
    out += SpellOperand(operand, least);
  }
  return out;
}

std::string SpellSum(const Expr& sum) {
  std::string out;
  for (const Expr& operand : sum.operands) {
    const bool first = &operand == &sum.operands.front();
    if (!first && operand.kind == Expr::Kind::Negate) {
      out += " - " + SpellOperand(operand.operands.front(), Binding::Unary);
    } else {
      out += (first ? "" : " + ") + SpellOperand(operand, Binding::Unary);
    }
  }
  return out;
}

std::string SpellExpr(const Expr& expr) {
  switch (expr.kind) {
    case Expr::Kind::Number:
      return expr.text.empty() ? std::to_string(expr.number) : expr.text;
    case Expr::Kind::Name:
      return expr.text;
    case Expr::Kind::Negate:
      return "-" + SpellOperand(expr.operands.front(), Binding::Unary);
    case Expr::Kind::Complement:
      return "~" + SpellOperand(expr.operands.front(), Binding::Unary);
    case Expr::Kind::BitOr:
      return SpellOperands(expr, " | ", Binding::And);
    case Expr::Kind::BitAnd:
      return SpellOperands(expr, " & ", Binding::Shift);
    case Expr::Kind::ShiftLeft:
      return SpellOperands(expr, " << ", Binding::Sum);
    case Expr::Kind::ShiftRight:
      return SpellOperands(expr, " >> ", Binding::Sum);
    case Expr::Kind::Sum:
      break;
  }
  return SpellSum(expr);
}

std::string Spell(const ValueRange& range) {
  return SpellExpr(range.low) + (range.high ? ".." + SpellExpr(*range.high) : "");
}

std::string Spell(Version version) { return StrFormat("{}.{}", version.major, version.minor); }

std::string Spell(const ArgRef& arg) {
  return (arg.syscall ? arg.syscall->value + "." : "") + arg.name.value +
         (arg.cast ? " as " + std::string(NameOf(*arg.cast)) : "");
}

// An element of a list with a comment.
template <class T>
bool HasComments(const std::vector<T>& elements) {
  return std::any_of(elements.begin(), elements.end(), [](const T& element) {
    return !element.trivia.leading.empty() || element.trivia.trailing.has_value();
  });
}

enum class Lines : uint8_t { Filled, Kept };

template <class T>
Lines LinesOf(const std::vector<T>& elements) {
  return HasComments(elements) ? Lines::Kept : Lines::Filled;
}

void BeginElement(Words& words, const Trivia& trivia, Lines lines) {
  if (lines == Lines::Kept && trivia.begins_line && !words.empty()) words.BreakLine();
  words.AddAbove(trivia.leading);
}

void AddValueSet(Words& words, const std::string& head, const std::vector<ValueRange>& values) {
  if (values.size() == 1 && values[0].high && !HasComments(values)) {
    words.Add(StrFormat("{} {}", head, Spell(values[0])));
    return;
  }
  words.Prefix(head + " {");
  const Lines lines = LinesOf(values);
  for (const ValueRange& value : values) {
    BeginElement(words, value.trivia, lines);
    words.Add(Spell(value) + (&value == &values.back() ? "" : ","));
    if (value.trivia.trailing) words.AddAfter(*value.trivia.trailing);
  }
  if (lines == Lines::Kept) words.BreakForBrace();
  words.Suffix("}");
}

void AddTest(Words& words, const Test& test) {
  static constexpr std::array<const char*, 12> kOps = {
      "==", "!=", "<", "<=", ">", ">=", "in", "not in", "has", "has any", "has no", "has only"};
  std::string head = Spell(test.arg);
  if (test.mask) head += " & " + SpellOperand(*test.mask, Binding::And);
  head += " " + std::string(kOps[static_cast<size_t>(test.op)]);
  if (test.op == TestOp::In || test.op == TestOp::NotIn) {
    AddValueSet(words, head, test.values);
  } else {
    words.Add(StrFormat("{} {}", head, Spell(test.values.front())));
  }
}

size_t HeightOf(const Condition& condition) {
  size_t height = 0;
  for (const Condition& part : condition.parts) height = std::max(height, HeightOf(part));
  return height + 1;
}

// Parentheses that only help the reader could nest a condition too deeply for the parser, so such a
// condition is printed without them.
constexpr size_t kReadableHeight = 20;

enum class Clarity : uint8_t { Needed, Helpful };

void AddPart(Words& words, const Condition& condition, Clarity clarity);

void AddParenthesised(Words& words, const Condition& condition, Clarity clarity) {
  words.Prefix("(");
  AddPart(words, condition, clarity);
  words.Suffix(")");
}

void AddPart(Words& words, const Condition& condition, Clarity clarity) {
  using Kind = Condition::Kind;
  if (condition.kind == Kind::Test) return AddTest(words, condition.test);
  for (const Condition& part : condition.parts) {
    const bool first = &part == &condition.parts.front();
    if (condition.kind == Kind::Not) words.Prefix("not ");
    if (!first) words.Prefix(condition.kind == Kind::Any ? "or " : "and ");
    const bool loose =
        part.kind == Kind::Any || (part.kind == Kind::All && condition.kind != Kind::Any);
    const bool unclear = part.kind == Kind::All && clarity == Clarity::Helpful;
    if (loose || unclear) {
      AddParenthesised(words, part, clarity);
    } else {
      AddPart(words, part, clarity);
    }
  }
}

std::string Spell(const EnvironmentTest& test) {
  switch (test.kind) {
    case EnvironmentTest::Kind::Cap:
      return StrFormat("cap({})", Spell(test.names));
    case EnvironmentTest::Kind::NotCap:
      return StrFormat("not cap({})", Spell(test.names));
    case EnvironmentTest::Kind::KernelAtLeast:
      return "kernel >= " + Spell(test.version);
    case EnvironmentTest::Kind::KernelBelow:
      return "kernel < " + Spell(test.version);
    case EnvironmentTest::Kind::ArchIn:
      return StrFormat("arch in {{{}}}", Spell(test.names));
    case EnvironmentTest::Kind::ArchNotIn:
      break;
  }
  return StrFormat("arch not in {{{}}}", Spell(test.names));
}

std::string OnOneLine(const Words& words) {
  std::string out;
  for (const Words::Piece& piece : words.pieces()) {
    if (piece.kind == Words::Piece::Kind::Word) out += (out.empty() ? "" : " ") + piece.text;
  }
  return out;
}

}  // namespace

std::string Spell(const Reference& reference) {
  return reference.kind == Reference::Kind::Path ? Quote(reference.text.value)
                                                 : reference.text.value;
}

std::string Spell(const std::vector<Text>& names) {
  std::string out;
  for (const Text& name : names) out += (out.empty() ? "" : ", ") + name.value;
  return out;
}

void AddCondition(Words& words, const Condition& condition) {
  AddPart(words, condition,
          HeightOf(condition) > kReadableHeight ? Clarity::Needed : Clarity::Helpful);
}

void AddEnvironment(Words& words, const Environment& when) {
  for (const EnvironmentTest& test : when.all_of) {
    words.Prefix(&test == &when.all_of.front() ? "when " : "and ");
    words.Add(Spell(test));
  }
}

void AddTerm(Words& words, const SyscallTerm& term) {
  switch (term.kind) {
    case SyscallTerm::Kind::Name:
      return words.Add(term.name.value);
    case SyscallTerm::Kind::Group:
      return words.Add(term.name.value +
                       (term.version ? StrFormat("({})", Spell(*term.version)) : ""));
    case SyscallTerm::Kind::Number:
      return words.Add(StrFormat(
          "syscall({})", term.name.value.empty() ? std::to_string(term.number) : term.name.value));
    case SyscallTerm::Kind::Braces:
      break;
  }
  words.Prefix("{");
  AddItems(words, term.items);
  words.AddAbove(term.closing);
  if (HasComments(term.items) || !term.closing.empty()) words.BreakForBrace();
  words.Suffix("}");
}

void AddMinus(Words& words, const std::vector<SyscallTerm>& minus) {
  for (const SyscallTerm& term : minus) {
    words.Prefix("- ");
    AddTerm(words, term);
  }
}

void AddItems(Words& words, const std::vector<SyscallItem>& items) {
  const Lines lines = LinesOf(items);
  for (const SyscallItem& item : items) {
    BeginElement(words, item.trivia, lines);
    AddTerm(words, item.term);
    AddMinus(words, item.minus);
    if (&item != &items.back()) words.Suffix(",");
    if (item.trivia.trailing) words.AddAfter(*item.trivia.trailing);
  }
}

void AddCalls(Words& words, const std::vector<Call>& calls) {
  const Lines lines = LinesOf(calls);
  for (const Call& call : calls) {
    BeginElement(words, call.trivia, lines);
    AddTerm(words, call.target);
    AddMinus(words, call.minus);
    if (call.has_args) {
      words.Suffix("(");
      for (const CallArg& arg : call.args) {
        const std::string value = arg.value ? SpellExpr(*arg.value) : "_";
        const std::string spelled = (arg.name ? arg.name->value + " = " : "") + value;
        const std::string comma = &arg == &call.args.back() ? "" : ",";
        if (&arg == &call.args.front()) {
          words.Suffix(spelled + comma);
        } else {
          words.Add(spelled + comma);
        }
      }
      words.Suffix(")");
    }
    if (&call != &calls.back()) words.Suffix(",");
    if (call.trivia.trailing) words.AddAfter(*call.trivia.trailing);
  }
}

std::string Format(const Expr& expr) { return SpellExpr(expr); }

std::string Format(const Action& action) {
  return std::string(NameOf(action.kind)) +
         (action.data ? StrFormat("({})", SpellExpr(*action.data)) : "");
}

std::string Format(const Condition& condition) {
  Words words;
  AddCondition(words, condition);
  return OnOneLine(words);
}

std::string Format(const Environment& when) {
  Words words;
  AddEnvironment(words, when);
  return OnOneLine(words);
}

}  // namespace polc::dsl
