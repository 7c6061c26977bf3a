#pragma once

// Looks values up in a table and reports what is wrong with them. A key that was not asked for is a
// mistake, too: Finish() reports it and suggests the nearest one that was.

#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "grammar/toml/toml.h"

namespace polc::toml {

struct Text {
  std::string value;
  Span span;
};

class TableReader {
 public:
  TableReader(const Table& table, DiagnosticSink& diagnostics);

  // Nothing if the key is absent, or if its value has another type, which is reported.
  [[nodiscard]] std::optional<Text> String(std::string_view key);
  [[nodiscard]] std::optional<bool> Bool(std::string_view key);
  [[nodiscard]] std::optional<Date> Day(std::string_view key);
  // A list of strings; one string stands for a list of one.
  [[nodiscard]] std::vector<Text> Strings(std::string_view key);
  [[nodiscard]] const Table* Inner(std::string_view key);
  // `[[key]]`, in the order of the text.
  [[nodiscard]] std::vector<const Table*> Tables(std::string_view key);
  // Every entry, for tables whose keys are the user's. They count as asked for.
  [[nodiscard]] const std::vector<Entry>& All();

  // Finish() reports this key if it is absent, unless a key that was not asked for is nearly the
  // same.
  void Require(std::string_view key, std::string_view mend);
  // Reports the keys that were not asked for, and those that have to be there.
  void Finish();

  [[nodiscard]] Span span() const { return table_.span; }

 private:
  const Entry* Find(std::string_view key);
  void WrongType(const Entry& entry, std::string_view wanted);

  const Table& table_;
  DiagnosticSink& diagnostics_;
  std::map<std::string_view, const Entry*> by_key_;
  std::vector<std::string> asked_;  // in the order of the first questions
  std::set<std::string, std::less<>> was_asked_;
  struct Required {
    std::string key, mend;
  };
  std::vector<Required> required_;
};

}  // namespace polc::toml
