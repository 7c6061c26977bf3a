#include "compiler/language/conditions.h"

#include <algorithm>

#include "compiler/base/check.h"
#include "compiler/base/str_format.h"
#include "compiler/base/strings.h"
#include "compiler/language/comparisons.h"
#include "syscalls/argument_names.h"

namespace polc::language {
namespace {

// "arg3" is 3.
std::optional<uint8_t> Position(std::string_view name) {
  if (name.size() != 4 || !name.starts_with("arg") || name[3] < '0' || name[3] > '5')
    return std::nullopt;
  return static_cast<uint8_t>(name[3] - '0');
}

std::string NoSuchArgument(std::string_view name, const CallSite& site) {
  if (site.name.empty())
    return "the arguments of a call by its number have no names; write `arg0` to `arg5`";
  const std::vector<std::string_view> names = ArgumentNames(site.arch, site.name);
  if (names.empty()) {
    const auto arguments = SyscallArguments(site.name);
    if (arguments && arguments->empty()) return StrFormat("`{}` takes no arguments", site.name);
    return arguments
               ? StrFormat(
                     "`{}` of {} takes its arguments in memory, where a filter cannot see them; limit the rule with `when arch in {{…}}`",
                     site.name, TraitsOf(site.arch).name)
               : StrFormat("the arguments of `{}` have no names; write `arg0` to `arg5`",
                           site.name);
  }
  std::string mend = DidYouMean(name, names);
  if (mend.empty()) {
    for (const std::string_view known : names)
      mend += StrFormat("{}`{}`", mend.empty() ? "; it has " : ", ", known);
  }
  return StrFormat("`{}` has no argument `{}`{}", site.name, name, mend);
}

Compared ComparedBits(const Operand& operand, std::optional<uint64_t> mask) {
  Compared compared{operand.arg, operand.bits, mask.value_or(UINT64_MAX), operand.signedness};
  if (mask) compared.signedness = Signedness::Unsigned;
  return compared;
}

Condition Joined(Condition::Kind kind, std::vector<Condition> parts) {
  if (parts.size() == 1) return std::move(parts.front());
  return {kind, {}, std::move(parts)};
}

Condition::Kind KindOf(dsl::Condition::Kind kind) {
  return kind == dsl::Condition::Kind::All ? Condition::Kind::All : Condition::Kind::Any;
}

}  // namespace

std::optional<Operand> Conditions::Find(const dsl::ArgRef& ref, const CallSite& site) {
  const auto position = Position(ref.name.value);
  std::optional<uint8_t> index = position;
  if (!index && !site.name.empty()) index = ArgumentIndex(site.arch, site.name, ref.name.value);
  if (!index) {
    reporter_.Error(DiagnosticId::UnknownName, ref.name.span, NoSuchArgument(ref.name.value, site));
    return std::nullopt;
  }
  if (!position && IsSplit(site.arch, site.name, *index)) {
    reporter_.Error(
        DiagnosticId::UnknownName, ref.name.span,
        "`{}` of `{}` takes two registers on {}, or follows an argument that does; limit the rule with `when arch in {{…}}`, or write `arg0` to `arg5`",
        ref.name.value, site.name, TraitsOf(site.arch).name);
    return std::nullopt;
  }
  Operand operand;
  operand.arg = *index;
  const auto argument = site.name.empty() || IsSplit(site.arch, site.name, *index)
                            ? std::nullopt
                            : ArgumentAt(site.arch, site.name, *index);
  if (argument) {
    operand.type_bits = argument->bits;
    operand.is_pointer = argument->is_pointer;
    operand.signedness =
        argument->is_signed && !argument->is_pointer ? Signedness::Signed : Signedness::Unsigned;
  }
  operand.bits = std::min(operand.type_bits, CallBits(site.arch, site.nr));
  if (ref.cast) {
    const bool half = *ref.cast == dsl::Cast::U32 || *ref.cast == dsl::Cast::I32;
    operand.type_bits = half ? 32 : 64;
    operand.bits = half ? uint8_t{32} : RegisterBits(site.arch);
    operand.signedness = *ref.cast == dsl::Cast::I32 || *ref.cast == dsl::Cast::I64
                             ? Signedness::Signed
                             : Signedness::Unsigned;
  }
  return operand;
}

bool Conditions::CheckFits(const Operand& operand, uint64_t value, Span place,
                           std::string_view name) {
  if (Fits(value, operand.type_bits)) return true;
  reporter_.Error(DiagnosticId::InvalidValue, place,
                  "the kernel reads only {} bits of `{}`, but {} has more{}", operand.type_bits,
                  name, Hex(value),
                  operand.type_bits == 32 ? "; `as u64` compares the whole register" : "");
  return false;
}

bool Conditions::CheckPointer(const dsl::Test& test, const Operand& operand,
                              const std::vector<uint64_t>& values) {
  if (!operand.is_pointer || test.arg.cast) return true;
  const bool against_null = (test.op == dsl::TestOp::Eq || test.op == dsl::TestOp::Ne) &&
                            !test.mask && values.size() == 1 && values.front() == 0;
  if (against_null) return true;
  reporter_.Error(
      DiagnosticId::PointerCompared, test.arg.span,
      "`{}` is a pointer, and a filter sees the address but not the memory; compare it with 0 only",
      test.arg.name.value);
  return false;
}

std::optional<Condition> Conditions::Equals(const Operand& operand, uint64_t value, Span place,
                                            std::string_view name) {
  if (!CheckFits(operand, value, place, name)) return std::nullopt;
  return IsEqual(ComparedBits(operand, std::nullopt), value);
}

std::optional<Condition> Conditions::TranslateTest(const dsl::Test& test, const Unit& unit,
                                                   const CallSite& site) {
  const auto operand = Find(test.arg, site);
  if (!operand) return std::nullopt;
  const ValuePlace place{site.arch, site.name, operand->arg};
  std::optional<uint64_t> mask;
  bool complete = true;
  if (test.mask) {
    mask = values_.Evaluate(*test.mask, unit, place);
    complete = mask.has_value();
  }
  std::vector<std::pair<uint64_t, uint64_t>> ranges;
  std::vector<uint64_t> values;
  for (const dsl::ValueRange& range : test.values) {
    const auto low = values_.Evaluate(range.low, unit, place);
    const auto high = range.high ? values_.Evaluate(*range.high, unit, place) : low;
    if (!low || !high) {
      complete = false;
      continue;
    }
    complete = CheckFits(*operand, *low, range.low.span, test.arg.name.value) && complete;
    if (range.high)
      complete = CheckFits(*operand, *high, range.high->span, test.arg.name.value) && complete;
    const bool as_signed = operand->signedness == Signedness::Signed && !mask;
    if (as_signed ? static_cast<int64_t>(*low) > static_cast<int64_t>(*high) : *low > *high) {
      const bool negative = !mask && !operand->is_pointer && static_cast<int64_t>(*low) < 0 &&
                            static_cast<int64_t>(*high) >= 0;
      reporter_.Error(
          DiagnosticId::InvalidValue, range.span,
          negative
              ? StrFormat(
                    "this range is empty, because its first value is above its last: `{}` has no sign; write `as i{}` to compare it as a signed number",
                    test.arg.name.value, operand->type_bits == 64 ? "64" : "32")
              : std::string("this range is empty, because its first value is above its last"));
      complete = false;
    }
    ranges.push_back({*low, *high});
    values.push_back(*low);
  }
  if (!complete || !CheckPointer(test, *operand, values)) return std::nullopt;
  const Compared compared = ComparedBits(*operand, mask);
  const uint64_t value = values.front();
  switch (test.op) {
    case dsl::TestOp::Eq:
      return IsEqual(compared, value);
    case dsl::TestOp::Ne:
      return Negation(IsEqual(compared, value));
    case dsl::TestOp::Lt:
      return IsLess(compared, value);
    case dsl::TestOp::Le:
      return IsAtMost(compared, value);
    case dsl::TestOp::Gt:
      return Negation(IsAtMost(compared, value));
    case dsl::TestOp::Ge:
      return Negation(IsLess(compared, value));
    case dsl::TestOp::HasAll:
      return BitsAre(compared, value, value);
    case dsl::TestOp::HasNone:
      return BitsAre(compared, value, 0);
    case dsl::TestOp::HasAny:
      return Negation(BitsAre(compared, value, 0));
    case dsl::TestOp::HasOnly:
      return BitsAre(compared, ~value, 0);
    case dsl::TestOp::In:
    case dsl::TestOp::NotIn:
      break;
  }
  std::vector<Condition> any;
  for (const auto& [low, high] : ranges) {
    Condition one = IsBetween(compared, low, high);
    if (!IsNever(one)) any.push_back(std::move(one));
  }
  Condition in = any.empty() ? Never() : Joined(Condition::Kind::Any, std::move(any));
  return test.op == dsl::TestOp::In ? in : Negation(std::move(in));
}

std::optional<Condition> Conditions::Translate(const dsl::Condition& condition, const Unit& unit,
                                               const CallSite& site) {
  if (condition.kind == dsl::Condition::Kind::Test) {
    const dsl::Test& test = condition.test;
    if (test.arg.syscall && test.arg.syscall->value != site.name) {
      reporter_.Error(
          DiagnosticId::UnknownName, test.arg.syscall->span,
          "this condition is about `{}`, but the rule is also for {}; write one rule for each",
          test.arg.syscall->value,
          site.name.empty() ? "a call by its number" : StrFormat("`{}`", site.name));
      return std::nullopt;
    }
    auto translated = TranslateTest(test, unit, site);
    if (translated) {
      Seen& seen = seen_[&test];
      (IsNever(*translated)      ? seen.never
       : translated->is_always() ? seen.always
                                 : seen.sometimes) = true;
    }
    return translated;
  }
  std::vector<Condition> parts;
  bool complete = true;
  for (const dsl::Condition& part : condition.parts) {
    auto translated = Translate(part, unit, site);
    complete = complete && translated;
    if (complete) parts.push_back(std::move(*translated));
  }
  if (!complete) return std::nullopt;
  if (condition.kind == dsl::Condition::Kind::Not) return Negation(std::move(parts.front()));
  return Condition{KindOf(condition.kind), {}, std::move(parts)};
}

void Conditions::ReportConstantTests() {
  for (const auto& [test, seen] : seen_) {
    if (seen.sometimes || seen.never == seen.always) continue;
    reporter_.Error(DiagnosticId::ConstantTest, test->span,
                    seen.never ? "this test never holds" : "this test always holds");
  }
  seen_.clear();
}

}  // namespace polc::language
