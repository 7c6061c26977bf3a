#include "compiler/lint/json_edits.h"

namespace polc::lint {
namespace {

constexpr std::string_view kBlank = " \t\r\n";

// Whether nothing but blanks stands between the offset and the beginning of its line.
size_t LineBegin(std::string_view text, size_t at) {
  size_t begin = at;
  while (begin > 0 && (text[begin - 1] == ' ' || text[begin - 1] == '\t')) --begin;
  return begin == 0 || text[begin - 1] == '\n' ? begin : at;
}

}  // namespace

std::optional<Fix> RemovalFromList(std::string_view text, Span element) {
  if (element.end > text.size() || element.begin >= element.end) return std::nullopt;
  const size_t next = text.find_first_not_of(kBlank, element.end);
  const size_t before = element.begin == 0 ? std::string_view::npos
                                           : text.find_last_not_of(kBlank, element.begin - 1);
  if (next == std::string_view::npos || before == std::string_view::npos) return std::nullopt;
  const auto fix = [&](size_t begin, size_t end) {
    return Fix{{element.source, static_cast<uint32_t>(begin), static_cast<uint32_t>(end)}, ""};
  };
  if (text[next] == ',') {
    const size_t line = LineBegin(text, element.begin);
    const size_t after = text.find_first_not_of(" \t\r", next + 1);
    // A line of its own goes as a whole.
    if (line < element.begin && after != std::string_view::npos && text[after] == '\n')
      return fix(line, after + 1);
    const size_t rest = text.find_first_not_of(" \t", next + 1);
    return fix(element.begin, rest == std::string_view::npos ? next + 1 : rest);
  }
  // The last of the list takes the comma before it along.
  if (text[before] == ',' && text[next] == ']') return fix(before, element.end);
  return std::nullopt;
}

std::vector<Fix> RemovalOf(const SeccompSubject& subject, Span name) {
  if (subject.json == nullptr || name.source != subject.source) return {};
  const docker::Syscall* rule = RuleAround(subject, name);
  const bool alone = rule != nullptr && rule->names.size() == 1 && rule->names[0].span == name;
  const Span element = alone ? rule->span : name;
  const auto fix = RemovalFromList(subject.session.sources.Get(name.source).text, element);
  return fix ? std::vector<Fix>{*fix} : std::vector<Fix>{};
}

}  // namespace polc::lint
