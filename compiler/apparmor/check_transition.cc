#include <optional>

#include "compiler/apparmor/check.h"
#include "compiler/base/str_format.h"
#include "compiler/base/strings.h"

namespace polc::aa {
namespace {

enum class Unit { Bytes, Microseconds, Seconds, Plain, Nice };

Unit UnitOf(std::string_view limit) {
  if (limit == "cpu") return Unit::Seconds;
  if (limit == "rttime") return Unit::Microseconds;
  if (limit == "nice") return Unit::Nice;
  for (const std::string_view name :
       {"fsize", "data", "stack", "core", "rss", "as", "memlock", "msgqueue"}) {
    if (limit == name) return Unit::Bytes;
  }
  return Unit::Plain;
}

// How many microseconds a unit of time has, by apparmor_parser's spelling of it; or nothing.
std::optional<uint64_t> TimeUnit(std::string_view unit) {
  struct Row {
    std::string_view name;
    uint64_t microseconds;
  };
  static constexpr Row kRows[] = {{"us", 1},
                                  {"usec", 1},
                                  {"microsecond", 1},
                                  {"microseconds", 1},
                                  {"ms", 1000},
                                  {"msec", 1000},
                                  {"millisecond", 1000},
                                  {"milliseconds", 1000},
                                  {"s", 1000000},
                                  {"sec", 1000000},
                                  {"second", 1000000},
                                  {"seconds", 1000000},
                                  {"min", 60000000},
                                  {"minute", 60000000},
                                  {"minutes", 60000000},
                                  {"hour", 3600000000},
                                  {"hours", 3600000000},
                                  {"day", 86400000000},
                                  {"days", 86400000000},
                                  {"week", 604800000000},
                                  {"weeks", 604800000000}};
  for (const Row& row : kRows) {
    if (row.name == unit) return row.microseconds;
  }
  return std::nullopt;
}

bool IsSizeUnit(std::string_view unit) {
  for (const std::string_view name : {"KB", "MB", "GB"}) {
    if (name.starts_with(unit)) return true;
  }
  return false;
}

void CheckLimit(const Word& name, std::string_view number, std::string_view unit, Span span,
                DiagnosticSink& diagnostics) {
  const auto invalid = [&](std::string message) {
    diagnostics.Error(DiagnosticId::BadRlimit, span, std::move(message));
  };
  const bool negative = number.starts_with('-');
  const auto value = ParseUnsigned(negative ? number.substr(1) : number);
  if (!value || number.find('x') != std::string_view::npos)
    return invalid(StrFormat("`{}` is no value of a limit; write a number or `infinity`", number));
  const Unit kind = UnitOf(name.text);
  if (kind == Unit::Nice) {
    if (!unit.empty()) return invalid("the limit `nice` takes no unit; remove it");
    if (negative ? *value > 20 : *value > 19)
      return invalid(StrFormat("`nice` is between -20 and 19, but this is {}", number));
    return;
  }
  if (negative) return invalid("a limit cannot be negative; write a number or `infinity`");
  if (unit.empty()) return;
  if (kind == Unit::Plain)
    return invalid(StrFormat("the limit `{}` is a count and takes no unit; remove it", name.text));
  if (kind == Unit::Bytes) {
    if (!IsSizeUnit(unit))
      return invalid(StrFormat("`{}` is no unit of size; write `KB`, `MB` or `GB`", unit));
    return;
  }
  const auto scale = TimeUnit(unit);
  if (!scale)
    return invalid(StrFormat(
        "`{}` is no unit of time; write `us`, `ms`, `s`, `min`, `hour`, `day` or `week`", unit));
  if (kind == Unit::Seconds && *scale < 1000000)
    return invalid("`cpu` is counted in seconds; write a unit of at least `s`");
}

}  // namespace

void CheckRlimitRule(const Rule& rule, DiagnosticSink& diagnostics) {
  const auto& parts = rule.parts;
  const auto word = [&](size_t i) -> std::string_view {
    return i < parts.size() ? std::string_view(parts[i].word.text) : std::string_view();
  };
  if (word(0) != "rlimit") {
    const Span span = parts.empty() ? rule.keyword.span : parts[0].span;
    static constexpr std::string_view kRlimit[] = {"rlimit"};
    diagnostics.Error(DiagnosticId::BadRlimit, span,
                      "`rlimit` must follow `set`, as in `set rlimit nofile <= 1024`{}",
                      DidYouMean(word(0), kRlimit));
    return;
  }
  if (parts.size() < 2) {
    diagnostics.Error(DiagnosticId::BadRlimit, parts[0].span,
                      "no limit is named; write `set rlimit nofile <= 1024`");
    return;
  }
  const Word& name = parts[1].word;
  if (!Contains(RlimitNames(), name.text)) {
    diagnostics.Error(DiagnosticId::UnknownWord, name.span, "unknown limit `{}`{}", name.text,
                      DidYouMean(name.text, RlimitNames()));
    return;
  }
  if (word(2) != "<=") {
    diagnostics.Error(DiagnosticId::BadRlimit, parts.size() > 2 ? parts[2].span : name.span,
                      "a limit is set with `<=`; write `set rlimit {} <= …`", name.text);
    return;
  }
  if (parts.size() < 4) {
    diagnostics.Error(DiagnosticId::BadRlimit, parts[2].span,
                      "no value follows the `<=`; write a number or `infinity`");
    return;
  }
  const std::string_view value = word(3);
  const Span span{parts[3].span.source, parts[3].span.begin, parts.back().span.end};
  if (parts.size() > 5) {
    diagnostics.Error(DiagnosticId::BadRlimit, parts[5].span,
                      "a limit has one value and one unit; remove the rest");
  } else if (value == "infinity") {
    if (parts.size() > 4)
      diagnostics.Error(DiagnosticId::BadRlimit, parts[4].span,
                        "`infinity` takes no unit; remove it");
  } else {
    const size_t digits = value.find_first_not_of("0123456789", value.starts_with('-') ? 1 : 0);
    const std::string_view unit = digits == std::string_view::npos ? word(4) : value.substr(digits);
    if (digits != std::string_view::npos && parts.size() > 4) {
      diagnostics.Error(DiagnosticId::BadRlimit, parts[4].span,
                        "a limit has one unit; remove one of the two");
      return;
    }
    CheckLimit(name, value.substr(0, digits), unit, span, diagnostics);
  }
}

// `change_profile [[safe|unsafe] /exec] [-> name]`.
void CheckChangeProfileRule(const Rule& rule, DiagnosticSink& diagnostics) {
  const Word* safety = nullptr;
  const Word* exec = nullptr;
  const Word* target = nullptr;
  const Part* arrow = nullptr;
  for (const Part& part : rule.parts) {
    const Word& word = part.word;
    if (part.kind == PartKind::Arrow) {
      if (arrow != nullptr)
        diagnostics.Error(DiagnosticId::BadCondition, part.span,
                          "a `change_profile` rule has one `->`; remove this one");
      arrow = &part;
    } else if (arrow != nullptr) {
      if (target != nullptr)
        diagnostics.Error(DiagnosticId::BadCondition, part.span,
                          "a `change_profile` rule names one target; remove `{}`", word.text);
      target = &word;
    } else if (!word.quoted && (word.text == "safe" || word.text == "unsafe") &&
               safety == nullptr && exec == nullptr) {
      safety = &word;
    } else if (exec == nullptr) {
      exec = &word;
      if (!word.text.starts_with('/') && !word.text.starts_with("@{")) {
        diagnostics.Error(
            DiagnosticId::BadCondition, word.span,
            "`{}` is no path of a program, which begins with `/`; put `->` in front if it is the target",
            word.text);
      }
    } else {
      diagnostics.Error(
          DiagnosticId::BadCondition, part.span,
          "a `change_profile` rule names one program; put `->` in front of its target");
    }
  }
  if (safety != nullptr && exec == nullptr) {
    diagnostics.Error(DiagnosticId::BadCondition, safety->span,
                      "`{}` must be followed by the path of a program; add one, or remove the word",
                      safety->text);
  }
  if (arrow != nullptr && target == nullptr) {
    diagnostics.Error(DiagnosticId::BadCondition, arrow->span,
                      "no profile follows the `->`; add one, or remove the `->`");
  }
  if (target != nullptr) CheckLabel(*target, "target", diagnostics);
}

}  // namespace polc::aa
