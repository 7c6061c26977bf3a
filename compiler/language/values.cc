#include "compiler/language/values.h"

#include <algorithm>

#include "compiler/base/check.h"
#include "compiler/base/str_format.h"
#include "compiler/base/strings.h"
#include "syscalls/argument_constants.h"
#include "syscalls/argument_names.h"
#include "syscalls/constants.h"
#include "syscalls/errno.h"

namespace polc::language {
namespace {

std::string NearestName(std::string_view word, const Unit& unit, const ArgumentUse& use) {
  std::vector<std::string_view> names;
  for (const auto& [name, let] : unit.lets) names.push_back(name);
  if (std::string mend = DidYouMean(word, names); !mend.empty()) return mend;
  if (ErrnoNumber(word)) return "; names of errors are known only inside `errno(…)`";
  const auto nearest = NearestConstant(word, use.families);
  return nearest ? StrFormat("; did you mean `{}`?", *nearest) : "";
}

}  // namespace

std::optional<uint64_t> Values::Evaluate(const dsl::Expr& expr, const Unit& unit,
                                         const ValuePlace& place) {
  return Step(expr, {unit, place, NamesOf::Arguments});
}

std::optional<uint64_t> Values::EvaluateErrno(const dsl::Expr& expr, const Unit& unit) {
  return Step(expr, {unit, ValuePlace{}, NamesOf::Errors});
}

std::optional<Verdict> Values::VerdictOf(const dsl::Action& action, const Unit& unit,
                                         Verdict denial) {
  uint64_t data = 0;
  if (action.data) {
    const bool is_errno = action.kind == dsl::ActionKind::Errno;
    const auto value =
        is_errno ? EvaluateErrno(*action.data, unit) : Evaluate(*action.data, unit, {});
    if (!value) return std::nullopt;
    data = *value;
    const uint64_t most = is_errno ? kMaxErrno : UINT16_MAX;
    if (data > most) {
      reporter_.Error(DiagnosticId::InvalidValue, action.data->span,
                      "this number must be at most {}", most);
      return std::nullopt;
    }
  }
  const auto number = static_cast<uint32_t>(data);
  switch (action.kind) {
    case dsl::ActionKind::Allow:
      return MakeVerdict(Action::Allow);
    case dsl::ActionKind::Deny:
      return denial;
    case dsl::ActionKind::Errno:
      return MakeVerdict(Action::Errno, number);
    case dsl::ActionKind::KillProcess:
      return MakeVerdict(Action::KillProcess);
    case dsl::ActionKind::KillThread:
      return MakeVerdict(Action::KillThread);
    case dsl::ActionKind::Trap:
      return MakeVerdict(Action::Trap, number);
    case dsl::ActionKind::Trace:
      return MakeVerdict(Action::Trace, number);
    case dsl::ActionKind::Notify:
      return MakeVerdict(Action::Notify);
    case dsl::ActionKind::Log:
      return MakeVerdict(Action::Log);
  }
  return std::nullopt;
}

void Values::CheckLet(const Unit& unit, const dsl::Let& let) {
  evaluating_.push_back(&let);
  (void)Step(let.value, {unit, ValuePlace{}, NamesOf::Arguments});
  evaluating_.pop_back();
}

std::optional<uint64_t> Values::Combine(const dsl::Expr& expr,
                                        const std::vector<uint64_t>& operands) {
  uint64_t value = operands.front();
  switch (expr.kind) {
    case dsl::Expr::Kind::Negate:
      return 0 - value;
    case dsl::Expr::Kind::Complement:
      return ~value;
    case dsl::Expr::Kind::ShiftLeft:
      return operands[1] < 64 ? std::optional(value << operands[1]) : std::nullopt;
    case dsl::Expr::Kind::ShiftRight:
      return operands[1] < 64 ? std::optional(value >> operands[1]) : std::nullopt;
    default:
      break;
  }
  for (size_t i = 1; i < operands.size(); ++i) {
    switch (expr.kind) {
      case dsl::Expr::Kind::BitOr:
        value |= operands[i];
        break;
      case dsl::Expr::Kind::BitAnd:
        value &= operands[i];
        break;
      case dsl::Expr::Kind::Sum:
        value += operands[i];
        break;
      default:
        POLC_CHECK(false);
    }
  }
  return value;
}

std::optional<uint64_t> Values::Step(const dsl::Expr& expr, const Pass& pass) {
  if (expr.kind == dsl::Expr::Kind::Number) return expr.number;
  if (expr.kind == dsl::Expr::Kind::Name) return Name(expr, pass);
  std::vector<uint64_t> operands;
  bool known = true;  // goes on after an unknown operand, to report the mistakes in the others
  for (const dsl::Expr& operand : expr.operands) {
    const std::optional<uint64_t> value = Step(operand, pass);
    known = known && value;
    operands.push_back(value.value_or(0));
  }
  if (!known) return std::nullopt;
  const std::optional<uint64_t> value = Combine(expr, operands);
  if (!value) {
    reporter_.Error(DiagnosticId::InvalidValue, expr.operands[1].span,
                    "a shift by {} leaves nothing of a 64-bit value; shift by 63 at most",
                    operands[1]);
  }
  return value;
}

std::optional<uint64_t> Values::Name(const dsl::Expr& expr, const Pass& pass) {
  if (const auto let = pass.unit.lets.find(expr.text); let != pass.unit.lets.end())
    return LetValue(expr, let->second, pass);
  if (pass.names == NamesOf::Arguments) return Constant(expr, pass);
  if (const auto number = ErrnoNumber(expr.text)) return *number;
  reporter_.Error(DiagnosticId::UnknownName, expr.span, "there is no error `{}`{}", expr.text,
                  DidYouMean(expr.text, AllErrnoNames()));
  return std::nullopt;
}

std::optional<uint64_t> Values::LetValue(const dsl::Expr& use, Definition<dsl::Let> let,
                                         const Pass& pass) {
  const Evaluated key{let.node, pass.names, pass.place.arch, pass.place.syscall, pass.place.arg};
  if (const auto known = evaluated_.find(key); known != evaluated_.end()) return known->second;
  if (const auto begin = std::find(evaluating_.begin(), evaluating_.end(), let.node);
      begin != evaluating_.end()) {
    const dsl::Let* first = FirstByName(begin, evaluating_.end());
    reporter_.Add({.id = DiagnosticId::DefinitionCycle,
                   .span = first->name.span,
                   .message = StrFormat("the value of `{}` depends on itself", first->name.value),
                   .labels = {{use.span, "the circle is closed here"}}});
    return std::nullopt;
  }
  if (evaluating_.size() >= kMaxChain) {
    reporter_.Error(DiagnosticId::TooDeep, use.span,
                    "more than {} constants in a row depend on each other here", kMaxChain);
    return std::nullopt;
  }
  evaluating_.push_back(let.node);
  const auto value = Step(let.node->value, {*let.unit, pass.place, pass.names});
  evaluating_.pop_back();
  return evaluated_[key] = value;
}

std::optional<uint64_t> Values::Constant(const dsl::Expr& expr, const Pass& pass) {
  const ArgumentPlace place = UsualPlace(pass.place.arch, pass.place.syscall, pass.place.arg);
  const ArgumentUse use = place.syscall.empty() ? ArgumentUse{} : UseOf(place.syscall, place.index);
  if (!IsConstantName(expr.text)) {
    reporter_.Error(DiagnosticId::UnknownName, expr.span, "there is no constant `{}`{}", expr.text,
                    NearestName(expr.text, pass.unit, use));
    return std::nullopt;
  }
  const auto constant = FindConstant(expr.text, pass.place.arch);
  if (!constant) {
    reporter_.Error(
        DiagnosticId::UnknownName, expr.span,
        "`{}` has no value on {}; limit the rule with `when arch in {{…}}`, or give the number",
        expr.text, TraitsOf(pass.place.arch).name);
    return std::nullopt;
  }
  if (!place.syscall.empty() && !Takes(use, constant->families)) {
    reporter_.Warning(DiagnosticId::WrongConstant, expr.span,
                      "`{}` belongs to {}, which this argument of `{}` does not take", expr.text,
                      Family(constant->families.front()).name, pass.place.syscall);
  }
  return constant->value;
}

}  // namespace polc::language
