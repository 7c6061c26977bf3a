#include "grammar/toml/table_reader.h"

#include <algorithm>

#include "compiler/base/str_format.h"
#include "compiler/base/strings.h"

namespace polc::toml {
namespace {

std::string_view TypeOf(const Value& value) {
  constexpr std::string_view kTypes[] = {"a time",   "true or false", "a number", "a number",
                                         "a string", "a date",        "a list",   "a table"};
  return kTypes[value.node.index()];
}

}  // namespace

TableReader::TableReader(const Table& table, DiagnosticSink& diagnostics)
    : table_(table), diagnostics_(diagnostics) {
  for (const Entry& entry : table.entries) by_key_.try_emplace(entry.key, &entry);
}

const Entry* TableReader::Find(std::string_view key) {
  if (was_asked_.emplace(key).second) asked_.emplace_back(key);
  const auto found = by_key_.find(key);
  return found == by_key_.end() ? nullptr : found->second;
}

void TableReader::WrongType(const Entry& entry, std::string_view wanted) {
  diagnostics_.Error(DiagnosticId::WrongType, entry.value.span, "`{}` must be {}, but this is {}",
                     entry.key, wanted, TypeOf(entry.value));
}

std::optional<Text> TableReader::String(std::string_view key) {
  const Entry* entry = Find(key);
  if (entry == nullptr) return std::nullopt;
  if (const auto* text = std::get_if<std::string>(&entry->value.node))
    return Text{*text, entry->value.span};
  WrongType(*entry, "a string");
  return std::nullopt;
}

std::optional<bool> TableReader::Bool(std::string_view key) {
  const Entry* entry = Find(key);
  if (entry == nullptr) return std::nullopt;
  if (const auto* flag = std::get_if<bool>(&entry->value.node)) return *flag;
  WrongType(*entry, "true or false");
  return std::nullopt;
}

std::optional<Date> TableReader::Day(std::string_view key) {
  const Entry* entry = Find(key);
  if (entry == nullptr) return std::nullopt;
  if (const auto* date = std::get_if<Date>(&entry->value.node)) return *date;
  WrongType(*entry, "a date such as 2027-01-31, without quotes");
  return std::nullopt;
}

std::vector<Text> TableReader::Strings(std::string_view key) {
  const Entry* entry = Find(key);
  if (entry == nullptr) return {};
  if (const auto* text = std::get_if<std::string>(&entry->value.node))
    return {{*text, entry->value.span}};
  const auto* array = std::get_if<Array>(&entry->value.node);
  if (array == nullptr) {
    WrongType(*entry, "a list of strings");
    return {};
  }
  std::vector<Text> all;
  for (const Value& value : *array) {
    if (const auto* text = std::get_if<std::string>(&value.node)) {
      all.push_back({*text, value.span});
    } else {
      diagnostics_.Error(DiagnosticId::WrongType, value.span,
                         "`{}` must be a list of strings, but this element is {}", entry->key,
                         TypeOf(value));
    }
  }
  return all;
}

const Table* TableReader::Inner(std::string_view key) {
  const Entry* entry = Find(key);
  if (entry == nullptr) return nullptr;
  if (const auto* table = std::get_if<Table>(&entry->value.node)) return table;
  WrongType(*entry, "a table");
  return nullptr;
}

std::vector<const Table*> TableReader::Tables(std::string_view key) {
  const Entry* entry = Find(key);
  if (entry == nullptr) return {};
  const auto* array = std::get_if<Array>(&entry->value.node);
  std::vector<const Table*> all;
  if (array != nullptr) {
    for (const Value& value : *array) {
      if (const auto* table = std::get_if<Table>(&value.node)) all.push_back(table);
    }
  }
  if (array == nullptr || all.size() != array->size())
    WrongType(*entry, StrFormat("a list of tables, each under `[[{}]]`", entry->key));
  return all;
}

const std::vector<Entry>& TableReader::All() {
  for (const Entry& entry : table_.entries) (void)Find(entry.key);
  return table_.entries;
}

void TableReader::Require(std::string_view key, std::string_view mend) {
  if (Find(key) == nullptr) required_.push_back({std::string(key), std::string(mend)});
}

void TableReader::Finish() {
  const std::vector<std::string_view> known(asked_.begin(), asked_.end());
  for (const Entry& entry : table_.entries) {
    if (was_asked_.contains(entry.key)) continue;
    const auto near = Nearest(entry.key, known);
    if (near) std::erase_if(required_, [&](const Required& each) { return each.key == *near; });
    const std::string mend =
        near ? StrFormat("; did you mean `{}`?", *near) : "; known here: " + Join(asked_, ", ");
    diagnostics_.Error(DiagnosticId::UnknownKey, entry.span, "unknown key `{}`{}", entry.key, mend);
  }
  for (const Required& each : required_) {
    diagnostics_.Error(DiagnosticId::MissingKey, table_.span, "`{}` is missing; {}", each.key,
                       each.mend);
  }
}

}  // namespace polc::toml
