#include <algorithm>

#include "compiler/analysis/query.h"
#include "compiler/base/str_format.h"
#include "compiler/base/strings.h"
#include "syscalls/argument_constants.h"
#include "syscalls/argument_names.h"

namespace polc {
namespace {

std::optional<uint8_t> PositionOf(std::string_view name) {
  for (const std::string_view prefix : {"arg", "a", ""}) {
    if (!name.starts_with(prefix)) continue;
    const std::string_view digit = name.substr(prefix.size());
    if (digit.size() == 1 && digit[0] >= '0' && digit[0] < '0' + kArgCount)
      return static_cast<uint8_t>(digit[0] - '0');
  }
  return std::nullopt;
}

std::optional<uint8_t> IndexOf(std::string_view name, const CallLabels& labels) {
  for (uint8_t i = 0; i < labels.known; ++i) {
    if (labels.args[i].name == name) return i;
  }
  if (const auto index = ArgumentIndex(labels.arch, labels.syscall, name);
      index && *index < labels.known)
    return index;
  return PositionOf(name);
}

std::string NoSuchArgument(std::string_view name, const CallLabels& labels) {
  std::vector<std::string_view> names;
  for (uint8_t i = 0; i < labels.known; ++i) names.push_back(labels.args[i].name);
  std::string mend = DidYouMean(name, names);
  if (mend.empty() && names.empty()) mend = "; write `a0` to `a5`";
  if (mend.empty()) {
    const std::vector<std::string> known(names.begin(), names.end());
    mend = StrFormat("; it has `{}`, or write `a0` to `a5`", Join(known, "`, `"));
  }
  return StrFormat("`{}` has no argument `{}`{}", labels.syscall, name, mend);
}

// Every ABI finds the same fault, but it is reported once.
void WarnOnce(std::string message, DiagnosticSink& diagnostics) {
  const auto& said = diagnostics.all();
  const bool repeated = std::any_of(said.begin(), said.end(),
                                    [&](const Diagnostic& one) { return one.message == message; });
  if (!repeated) diagnostics.Warning(DiagnosticId::WrongConstant, {}, std::move(message));
}

// Reads `AF_UNIX`, `O_WRONLY|O_CREAT|0x800`, with the constants of the policy language. Returns
// nothing after an error, which it reports.
std::optional<uint64_t> ValueOfNames(std::string_view text, uint8_t arg, std::string_view name,
                                     const CallLabels& labels, DiagnosticSink& diagnostics) {
  const ArgumentPlace place = UsualPlace(labels.arch, labels.syscall, arg);
  const ArgumentUse use = place.syscall.empty() ? ArgumentUse{} : UseOf(place.syscall, place.index);
  const auto error = [&](const std::string& message) {
    diagnostics.Error(DiagnosticId::BadUsage, {}, message);
    return std::nullopt;
  };
  uint64_t value = 0;
  for (std::string_view part : Split(text, '|')) {
    while (part.starts_with(' ')) part.remove_prefix(1);
    while (part.ends_with(' ')) part.remove_suffix(1);
    if (const auto number = ParseUnsigned(part)) {
      value |= *number;
      continue;
    }
    const auto constant = FindConstant(part, labels.arch);
    if (constant) {
      value |= constant->value;
      if (labels.syscall.empty() || Takes(use, constant->families)) continue;
      WarnOnce(StrFormat("`{}` belongs to {}, which `{}` of `{}` does not take", part,
                         Family(constant->families.front()).name, name, labels.syscall),
               diagnostics);
      continue;
    }
    if (IsConstantName(part))
      return error(StrFormat("`{}` has no value on {}; give the number, or other ABIs with --arch",
                             part, TraitsOf(labels.arch).name));
    const auto near = NearestConstant(part, use.families);
    return error(StrFormat("`{}` is not a value for `{}`; {}", part, name,
                           near ? StrFormat("did you mean `{}`?", *near)
                                : "write a number of up to 64 bits, in decimal or with `0x`, or "
                                  "the name of a constant"));
  }
  return value;
}

// Nothing after an error.
std::optional<GivenArgument> ParseOne(std::string_view text, const CallLabels& labels,
                                      DiagnosticSink& diagnostics) {
  const auto error = [&](const std::string& message) {
    diagnostics.Error(DiagnosticId::BadUsage, {}, message);
    return std::nullopt;
  };
  const size_t equals = text.find('=');
  if (equals == std::string_view::npos || equals == 0) {
    return error(StrFormat("`{}` is not an argument; write NAME=VALUE, such as `a0=1`", text));
  }
  const std::string_view name = text.substr(0, equals);
  const std::optional<uint8_t> index = IndexOf(name, labels);
  if (!index) return error(NoSuchArgument(name, labels));
  std::string_view digits = text.substr(equals + 1);
  const bool negative = digits.starts_with('-');
  if (negative) digits.remove_prefix(1);
  const std::optional<uint64_t> magnitude = ParseUnsigned(digits);
  if (!magnitude) {
    const auto value = ValueOfNames(text.substr(equals + 1), *index, name, labels, diagnostics);
    if (!value) return std::nullopt;
    // The values of negative constants, such as AT_FDCWD, have 64 bits.
    const bool below_zero = labels.args[*index].bits == 32 && *value >> 31 == UINT64_MAX >> 31;
    return GivenArgument{*index, below_zero ? Width::Low32 : Width::Full64,
                         below_zero ? *value & UINT32_MAX : *value};
  }
  if (!negative || *magnitude == 0) return GivenArgument{*index, Width::Full64, *magnitude};
  const bool narrow = labels.args[*index].bits == 32;
  const uint64_t most = narrow ? uint64_t{1} << 31 : uint64_t{1} << 63;
  if (*magnitude > most)
    return error(
        StrFormat("`-{}` does not fit the {} bits of `{}`", digits, narrow ? 32 : 64, name));
  const uint64_t value = uint64_t{0} - *magnitude;
  return GivenArgument{*index, narrow ? Width::Low32 : Width::Full64,
                       narrow ? value & UINT32_MAX : value};
}

}  // namespace

std::optional<std::vector<GivenArgument>> ParseArguments(std::span<const std::string> texts,
                                                         const CallLabels& labels,
                                                         DiagnosticSink& diagnostics) {
  std::vector<GivenArgument> given;
  bool failed = false;
  for (const std::string& text : texts) {
    const std::optional<GivenArgument> argument = ParseOne(text, labels, diagnostics);
    if (!argument) {
      failed = true;
      continue;
    }
    const bool twice = std::any_of(given.begin(), given.end(), [&](const GivenArgument& other) {
      return other.arg == argument->arg;
    });
    if (twice) {
      diagnostics.Error(DiagnosticId::BadUsage, {}, "argument {} is given twice; remove `{}`",
                        argument->arg, text);
      failed = true;
    }
    given.push_back(*argument);
  }
  if (failed) return std::nullopt;
  return given;
}

}  // namespace polc
