#define TOML_EXCEPTIONS 0
#define TOML_HEADER_ONLY 1
#define TOML_ENABLE_FORMATTERS 0

#include "grammar/toml/toml.h"

#include <toml++/toml.h>

#include <algorithm>

namespace polc::toml {
namespace {

class Reader {
 public:
  explicit Reader(const SourceFile& source) : source_(source), lines_(source.text) {}

  [[nodiscard]] Span SpanOf(const ::toml::source_region& region) const {
    const size_t begin = OffsetOf(region.begin);
    return {source_.id, static_cast<uint32_t>(begin),
            static_cast<uint32_t>(std::max(begin, OffsetOf(region.end)))};
  }

  Table Read(const ::toml::table& table) const {
    Table result{SpanOf(table.source()), {}};
    for (const auto& [key, node] : table)
      result.entries.push_back({std::string(key.str()), SpanOf(key.source()), Read(node)});
    std::stable_sort(result.entries.begin(), result.entries.end(),
                     [](const Entry& a, const Entry& b) { return a.span < b.span; });
    return result;
  }

 private:
  // toml++ counts lines and characters from 1, and the byte order mark not at all.
  [[nodiscard]] size_t OffsetOf(const ::toml::source_position& position) const {
    constexpr std::string_view kMark = "\xef\xbb\xbf";
    if (position.line == 0) return source_.text.size();
    const bool after_mark = position.line == 1 && source_.text.starts_with(kMark);
    return lines_.OffsetOf({position.line, position.column + (after_mark ? 1U : 0U)});
  }

  Value Read(const ::toml::node& node) const {
    Value value{SpanOf(node.source()), Unused{}};
    if (const auto* table = node.as_table()) {
      value.node = Read(*table);
    } else if (const auto* array = node.as_array()) {
      Array all;
      for (const ::toml::node& element : *array) all.push_back(Read(element));
      value.node = std::move(all);
    } else if (const auto* text = node.as_string()) {
      value.node = text->get();
    } else if (const auto* number = node.as_integer()) {
      value.node = number->get();
    } else if (const auto* real = node.as_floating_point()) {
      value.node = real->get();
    } else if (const auto* flag = node.as_boolean()) {
      value.node = flag->get();
    } else if (const auto* date = node.as_date()) {
      value.node = Date{date->get().year, date->get().month, date->get().day};
    }
    return value;
  }

  const SourceFile& source_;
  LineTable lines_;
};

}  // namespace

Table Parse(const SourceFile& source, DiagnosticSink& diagnostics) {
  const ::toml::parse_result result = ::toml::parse(source.text, source.name);
  const Reader reader(source);
  if (result) return reader.Read(result.table());
  Span span = reader.SpanOf(result.error().source());
  // A place at which something is missing is shown as one character.
  if (span.begin == span.end && span.end < source.text.size()) ++span.end;
  diagnostics.Error(DiagnosticId::TomlSyntax, span, "this is not TOML: {}",
                    result.error().description());
  return {};
}

}  // namespace polc::toml
