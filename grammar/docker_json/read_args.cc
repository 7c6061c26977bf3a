#include <array>
#include <string>

#include "compiler/base/strings.h"
#include "grammar/docker_json/read_rules.h"

namespace polc::docker {
namespace {

constexpr std::array<std::string_view, 4> kArgKeys = {"index", "value", "valueTwo", "op"};

constexpr uint64_t kMostArgs = 6;

std::optional<Spanned<Op>> ReadOp(const Fields& fields, Report& report) {
  const auto text = ReadString(fields, "op", report);
  if (!text) {
    // A key of the wrong type was reported and is not missing.
    if (!fields.Get("op")) {
      fields.ReportMissing("op", DiagnosticId::MissingKey,
                           "runc refuses a comparison without an operator", report);
    }
    return std::nullopt;
  }
  const auto position = ReadWord(*text, OpNames(), "operator", report);
  if (!position) return std::nullopt;
  return Spanned<Op>{static_cast<Op>(*position), text->span};
}

// Reads a number that Docker takes to be 0 if it is absent.
Spanned<uint64_t> ReadOrZero(const Fields& fields, std::string_view key, Report& report) {
  if (const auto number = ReadWhole(fields, key, report)) return *number;
  if (!fields.Get(key) && fields.object().closed()) {
    report.Warning(DiagnosticId::MissingKey, OpeningOf(fields.object()),
                   "`{}` is missing, which Docker reads as 0; write it", key);
  }
  return {0, fields.object().span()};
}

void CheckMask(const Arg& arg, Report& report) {
  if (arg.op.value != Op::MaskedEq) {
    if (arg.value_two.value != 0) {
      report.Warning(
          DiagnosticId::IgnoredKey, arg.value_two.span,
          "`valueTwo` has an effect with `SCMP_CMP_MASKED_EQ` only, but the operator here is `{}`",
          NameOf(arg.op.value));
    }
    return;
  }
  if ((arg.value_two.value & ~arg.value.value) != 0) {
    report.Warning(
        DiagnosticId::InvalidValue, arg.value_two.span,
        "this comparison never matches: `valueTwo` {} has bits that are not in the mask `value` {}",
        Hex(arg.value_two.value), Hex(arg.value.value));
  } else if (arg.value.value == 0) {
    report.Warning(
        DiagnosticId::InvalidValue, arg.value.span,
        "this comparison always matches: with `SCMP_CMP_MASKED_EQ`, `value` is the mask, and it is 0");
  }
}

Arg ReadArg(JsonValue object, Report& report) {
  const Fields fields(object, kArgKeys, UnknownKeys::Warn, report);
  const auto index = ReadOrZero(fields, "index", report);
  const auto value = ReadOrZero(fields, "value", report);
  const auto value_two = ReadWhole(fields, "valueTwo", report);
  const auto op = ReadOp(fields, report);
  Arg arg{.span = object.span(),
          .index = {0, index.span},
          .value = value,
          .value_two = value_two.value_or(Spanned<uint64_t>{0, object.span()}),
          .op = op.value_or(Spanned<Op>{Op::Eq, object.span()})};
  if (index.value < kMostArgs) {
    arg.index.value = static_cast<uint8_t>(index.value);
  } else {
    report.Error(DiagnosticId::InvalidValue, index.span,
                 "`index` {} is out of range; a syscall has the arguments 0 to 5", index.value);
  }
  const bool bad_value = fields.Get("value") && value.span == object.span();
  if (op && !bad_value) CheckMask(arg, report);
  return arg;
}

}  // namespace

std::vector<Arg> ReadArgs(const Fields& fields, Report& report) {
  std::vector<Arg> args;
  const auto list = ReadList(fields, "args", "comparisons", report);
  for (size_t i = 0; i < list.size(); ++i) {
    // With more comparisons than arguments, one argument is compared twice: runc then makes each
    // comparison an alternative, while other runtimes leave out the seventh.
    if (i == kMostArgs) {
      report.Error(DiagnosticId::InvalidValue, OpeningOf(list[i]),
                   "a rule has at most 6 comparisons, one for each argument; move this one into a "
                   "rule of its own");
      break;
    }
    if (IsObject(list[i], "args", report)) args.push_back(ReadArg(list[i], report));
  }
  return args;
}

}  // namespace polc::docker
