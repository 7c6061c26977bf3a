#include "grammar/docker_json/reader.h"

#include <algorithm>
#include <charconv>
#include <utility>

#include "compiler/base/check.h"
#include "compiler/base/str_format.h"
#include "compiler/base/strings.h"
#include "grammar/docker_json/json_text.h"

namespace polc::docker {
namespace {

std::optional<size_t> PositionIn(std::span<const std::string_view> keys, std::string_view key) {
  for (size_t i = 0; i < keys.size(); ++i) {
    // Callers mostly pass the very literal that is in `keys`, so comparing addresses is enough.
    if (keys[i].size() != key.size()) continue;
    if (keys[i].data() == key.data() || keys[i] == key) return i;
  }
  return std::nullopt;
}

std::optional<size_t> FoldedPositionIn(std::span<const std::string_view> keys,
                                       std::string_view key) {
  const std::string folded = FoldKey(key);
  for (size_t i = 0; i < keys.size(); ++i) {
    if (ToLower(keys[i]) == folded) return i;
  }
  return std::nullopt;
}

void ReportTwice(JsonValue first, JsonValue second, Report& report) {
  std::string message =
      StrFormat("`{}` is given twice; Docker reads only the last", Shorten(second.text()));
  if (first.text() != second.text()) {
    message = StrFormat("`{}` and `{}` are the same key to Docker, which reads only the last",
                        Shorten(second.text()), Shorten(first.text()));
  }
  Diagnostic diagnostic{
      .id = DiagnosticId::DuplicateKey, .span = second.span(), .message = std::move(message)};
  diagnostic.labels.push_back({first.span(), "first here"});
  report.Add(std::move(diagnostic));
}

void ReportWrongType(JsonValue value, std::string_view key, std::string_view wanted,
                     Report& report) {
  if (value.kind() == JsonKind::Mended) return;
  report.Error(DiagnosticId::WrongType, value.span(), "`{}` must be {}, found {}", key, wanted,
               Describe(value));
}

// The whole number that "1.0" or "1.00" probably means.
std::optional<std::string> WholePart(std::string_view number) {
  const size_t point = number.find('.');
  if (point == std::string_view::npos || !ParseUnsigned(number.substr(0, point)))
    return std::nullopt;
  if (number.find_first_not_of('0', point + 1) != std::string_view::npos) return std::nullopt;
  return std::string(number.substr(0, point));
}

std::optional<std::string> MeantNumber(JsonValue value) {
  if (value.kind() == JsonKind::Number) return WholePart(value.token());
  if (value.kind() != JsonKind::String) return std::nullopt;
  const auto number = ParseUnsigned(value.text());
  if (!number) return std::nullopt;
  return std::to_string(*number);
}

void ReportNotWhole(JsonValue value, std::string_view key, Report& report) {
  if (value.kind() == JsonKind::Mended) return;
  const std::string_view token = value.token();
  Diagnostic diagnostic{.id = DiagnosticId::WrongType, .span = value.span(), .message = ""};
  diagnostic.message = StrFormat("`{}` must be a whole number, found {}", key, Describe(value));
  if (value.kind() == JsonKind::Number) {
    if (token.starts_with('-')) diagnostic.message += "; it cannot be negative";
    if (token.find_first_not_of("0123456789") == std::string_view::npos) {
      diagnostic.id = DiagnosticId::InvalidValue;
      diagnostic.message = StrFormat("`{}` is {}, which does not fit 64 bits", key, Shorten(token));
    }
  }
  if (const auto meant = MeantNumber(value)) {
    diagnostic.message += StrFormat("; write `{}`", *meant);
    diagnostic.fixes.push_back({value.span(), *meant});
  }
  report.Add(std::move(diagnostic));
}

}  // namespace

std::string FoldKey(std::string_view key) {
  std::string out;
  for (size_t at = 0; at < key.size(); ++at) {
    if (key.substr(at, 2) == "\xc5\xbf") {
      out += 's';
      at += 1;
    } else if (key.substr(at, 3) == "\xe2\x84\xaa") {
      out += 'k';
      at += 2;
    } else {
      out += key[at];
    }
  }
  return ToLower(out);
}

void Report::Add(Diagnostic diagnostic) {
  size_t& count = diagnostic.severity == Severity::Error ? errors_ : warnings_;
  if (count == kMost) return;
  if (++count == kMost)
    diagnostic.notes.push_back(
        StrFormat("this is number {} of its kind; polc reports no more of them", kMost));
  sink_.Add(std::move(diagnostic));
}

std::string Describe(JsonValue value) {
  switch (value.kind()) {
    case JsonKind::Null:
      return "null";
    case JsonKind::True:
      return "true";
    case JsonKind::False:
      return "false";
    case JsonKind::Number:
      return "the number " + Shorten(value.token());
    case JsonKind::String:
      return "the string " + Shorten(value.token());
    case JsonKind::Array:
      return "an array";
    case JsonKind::Object:
      return "an object";
    case JsonKind::Mended:
      return "what is not JSON";
  }
  POLC_CHECK(false);
}

Span OpeningOf(JsonValue container) {
  Span span = container.span();
  span.end = std::min(span.end, span.begin + 1);
  return span;
}

Fields::Fields(JsonValue object, std::span<const std::string_view> keys, UnknownKeys unknown,
               Report& report)
    : object_(object), keys_(keys), whole_(object.closed()) {
  POLC_CHECK(keys.size() <= kMostKeys);
  for (const JsonMember member : object.members()) {
    if (member.key.kind() == JsonKind::Mended) {
      whole_ = false;
      continue;
    }
    const std::string_view key = member.key.text();
    const auto exact = PositionIn(keys, key);
    const auto position = exact ? exact : FoldedPositionIn(keys, key);
    if (!position) {
      if (unknown == UnknownKeys::Warn) {
        Diagnostic diagnostic{.id = DiagnosticId::UnknownKey,
                              .severity = Severity::Warning,
                              .span = member.key.span(),
                              .message = ""};
        const std::string near = DidYouMean(key, keys);
        diagnostic.message =
            StrFormat("unknown key `{}`{}", Shorten(key), near.empty() ? "; it is ignored" : near);
        report.Add(std::move(diagnostic));
      }
      continue;
    }
    Slot& slot = slots_[*position];
    if (slot && slot->key.text() != key) {
      ReportTwice(slot->key, member.key,
                  report);  // CheckDuplicateKeys reports keys of the same spelling
    } else if (!exact) {
      const std::string name(keys[*position]);
      Diagnostic diagnostic{.id = DiagnosticId::KeyCase,
                            .severity = Severity::Warning,
                            .span = member.key.span(),
                            .message = ""};
      diagnostic.message =
          StrFormat("Docker reads `{}` as `{}`, but not every runtime does; write `{}`",
                    Shorten(key), name, name);
      diagnostic.fixes.push_back({member.key.span(), StrFormat("\"{}\"", name)});
      report.Add(std::move(diagnostic));
    }
    slot = member;
  }
}

const Fields::Slot& Fields::SlotOf(std::string_view key) const {
  const auto position = PositionIn(keys_, key);
  POLC_CHECK(position);
  return slots_[*position];
}

std::optional<JsonValue> Fields::Get(std::string_view key) const {
  const Slot& slot = SlotOf(key);
  if (!slot || slot->value.kind() == JsonKind::Null) return std::nullopt;
  return slot->value;
}

std::optional<JsonValue> Fields::KeyOf(std::string_view key) const {
  const Slot& slot = SlotOf(key);
  if (!slot) return std::nullopt;
  return slot->key;
}

void Fields::ReportMissing(std::string_view key, DiagnosticId id, std::string_view reason,
                           Report& report) const {
  const Slot& slot = SlotOf(key);
  const std::string tail = reason.empty() ? "" : "; " + std::string(reason);
  if (slot && slot->value.kind() == JsonKind::Null) {
    report.Error(id, slot->value.span(), "`{}` is null, which means the same as missing{}", key,
                 tail);
  } else if (whole_ && !slot) {
    report.Error(id, OpeningOf(object_), "`{}` is missing{}", key, tail);
  }
}

std::optional<Text> ReadString(const Fields& fields, std::string_view key, Report& report) {
  const auto value = fields.Get(key);
  if (!value) return std::nullopt;
  if (value->kind() == JsonKind::String) return Text{value->text(), value->span()};
  ReportWrongType(*value, key, "a string", report);
  return std::nullopt;
}

std::optional<Spanned<uint64_t>> ReadWhole(const Fields& fields, std::string_view key,
                                           Report& report) {
  const auto value = fields.Get(key);
  if (!value) return std::nullopt;
  if (value->kind() == JsonKind::Number) {
    const std::string_view token = value->token();
    uint64_t number = 0;
    const auto [end, error] = std::from_chars(token.data(), token.data() + token.size(), number);
    if (error == std::errc() && end == token.data() + token.size())
      return Spanned<uint64_t>{number, value->span()};
  }
  ReportNotWhole(*value, key, report);
  return std::nullopt;
}

std::vector<JsonValue> ReadList(const Fields& fields, std::string_view key, std::string_view of,
                                Report& report) {
  std::vector<JsonValue> list;
  const auto value = fields.Get(key);
  if (!value) return list;
  if (value->kind() != JsonKind::Array) {
    ReportWrongType(*value, key, "a list of " + std::string(of), report);
    return list;
  }
  for (const JsonValue element : value->elements()) {
    if (element.kind() != JsonKind::Mended) list.push_back(element);
  }
  return list;
}

std::vector<Text> ReadStrings(const Fields& fields, std::string_view key, std::string_view what,
                              Report& report) {
  std::vector<Text> strings;
  const auto value = fields.Get(key);
  if (!value) return strings;
  if (value->kind() != JsonKind::Array) {
    ReportWrongType(*value, key, "a list of strings", report);
    return strings;
  }
  const JsonElements elements = value->elements();
  strings.reserve(elements.most());
  for (const JsonValue element : elements) {
    if (element.kind() != JsonKind::String) {
      ReportWrongType(element, key, "a list of strings", report);
    } else if (const auto name = CheckName({element.text(), element.span()}, what, report)) {
      strings.push_back(*name);
    }
  }
  return strings;
}

std::optional<Text> CheckName(const Text& text, std::string_view what, Report& report) {
  if (!text.value.empty() && !IsBlank(text.value.front()) && !IsBlank(text.value.back())) {
    return text;
  }
  constexpr std::string_view kBlanks = " \t\r\n";
  const size_t begin = text.value.find_first_not_of(kBlanks);
  if (begin == std::string_view::npos) {
    report.Error(DiagnosticId::InvalidValue, text.span,
                 text.value.empty() ? StrFormat("an empty string is no {}", what)
                                    : StrFormat("blanks are no {}", what));
    return std::nullopt;
  }
  const std::string_view trimmed =
      text.value.substr(begin, text.value.find_last_not_of(kBlanks) + 1 - begin);
  if (trimmed.size() != text.value.size()) {
    Diagnostic diagnostic{.id = DiagnosticId::InvalidValue, .span = text.span, .message = ""};
    diagnostic.message =
        StrFormat("the {} `{}` has blanks around it and matches no name; remove them", what,
                  Shorten(trimmed));
    if (text.span.end - text.span.begin == text.value.size() + 2)
      diagnostic.fixes.push_back({text.span, StrFormat("\"{}\"", trimmed)});
    report.Add(std::move(diagnostic));
  }
  return Text{trimmed, text.span};
}

std::optional<JsonValue> ReadObject(const Fields& fields, std::string_view key, Report& report) {
  const auto value = fields.Get(key);
  if (!value || value->kind() == JsonKind::Object) return value;
  ReportWrongType(*value, key, "an object", report);
  return std::nullopt;
}

bool IsObject(JsonValue element, std::string_view key, Report& report) {
  if (element.kind() == JsonKind::Object) return true;
  ReportWrongType(element, key, "a list of objects", report);
  return false;
}

std::optional<size_t> ReadWord(const Text& text, std::span<const std::string_view> words,
                               std::string_view what, Report& report) {
  if (const auto position = PositionIn(words, text.value)) return position;
  Diagnostic diagnostic{.id = DiagnosticId::UnknownWord, .span = text.span, .message = ""};
  diagnostic.message = text.value.empty() ? "an empty string is no " + std::string(what)
                                          : StrFormat("unknown {} `{}`", what, Shorten(text.value));
  // A word in another case, or without the prefix that all words have, is certain to be meant.
  std::string prefix(words.front());
  for (const std::string_view word : words) {
    while (!word.starts_with(prefix)) prefix.pop_back();
  }
  const std::string upper = ToUpper(text.value);
  auto meant = PositionIn(words, upper);
  if (!meant) meant = PositionIn(words, prefix + upper);
  if (meant) {
    diagnostic.message += StrFormat("; write `{}`", words[*meant]);
    diagnostic.fixes.push_back({text.span, StrFormat("\"{}\"", words[*meant])});
  } else {
    const std::string near = DidYouMean(text.value, words);
    diagnostic.message += near;
    if (near.empty())
      diagnostic.notes.push_back("known are " +
                                 Join(std::vector<std::string>(words.begin(), words.end()), ", "));
  }
  report.Add(std::move(diagnostic));
  return std::nullopt;
}

void CheckDuplicateKeys(JsonValue root, Report& report) {
  // Nesting is bounded by kMostNesting, and so is this recursion.
  for (const JsonValue element : root.elements()) {
    if (element.kind() >= JsonKind::Array) CheckDuplicateKeys(element, report);
  }
  constexpr size_t kFew = 12;
  std::vector<JsonValue> keys;
  for (const JsonMember member : root.members()) {
    if (member.value.kind() >= JsonKind::Array) CheckDuplicateKeys(member.value, report);
    if (member.key.kind() != JsonKind::Mended) keys.push_back(member.key);
  }
  if (keys.size() <= kFew) {
    for (size_t i = 1; i < keys.size(); ++i) {
      for (size_t j = 0; j < i; ++j) {
        if (keys[i].text() != keys[j].text()) continue;
        ReportTwice(keys[j], keys[i], report);
        break;
      }
    }
    return;
  }
  std::ranges::stable_sort(keys, {}, [](const JsonValue& key) { return key.text(); });
  for (size_t i = 1, first = 0; i < keys.size(); ++i) {
    if (keys[i].text() != keys[first].text()) {
      first = i;
    } else {
      ReportTwice(keys[first], keys[i], report);
    }
  }
}

}  // namespace polc::docker
