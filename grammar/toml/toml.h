#pragma once

// Reads a TOML text (toml.io, 1.0) as a tree with places. polc's configuration and its lists of
// accepted changes are TOML. table_reader.h looks values up and reports what is wrong.

#include <cstdint>
#include <string>
#include <variant>
#include <vector>

#include "compiler/base/diagnostic.h"
#include "compiler/base/source.h"

namespace polc::toml {

struct Value;
using Array = std::vector<Value>;

struct Entry;
// In the order of the text.
struct Table {
  Span span;  // of its header, or of the inline table
  std::vector<Entry> entries;
};

struct Date {
  uint16_t year = 0;
  uint8_t month = 0;
  uint8_t day = 0;
  friend auto operator<=>(const Date&, const Date&) = default;
};

// polc's files have no times, and no dates with a time.
struct Unused {};

struct Value {
  Span span;
  std::variant<Unused, bool, int64_t, double, std::string, Date, Array, Table> node;
};

struct Entry {
  std::string key;
  Span span;  // of the key
  Value value;
};

// Reports `toml-syntax` and gives the empty table if the text is not TOML: toml++ stops at the
// first mistake.
[[nodiscard]] Table Parse(const SourceFile& source, DiagnosticSink& diagnostics);

}  // namespace polc::toml
