#pragma once

// Reads the records of tables/*.tbl and writes them as C++, for the generators. It is used only
// while polc is built.

#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

namespace polc::tables {

using Fields = std::vector<std::string>;

[[noreturn]] inline void Fail(const std::string& message) {
  std::fprintf(stderr, "generate_tables: %s\n", message.c_str());
  std::exit(1);
}

[[nodiscard]] inline Fields SplitFields(const std::string& line, char separator) {
  Fields fields;
  std::istringstream parts(line);
  for (std::string field; std::getline(parts, field, separator);) fields.push_back(field);
  return fields;
}

// The records of a table, split at `separator`; comment lines are left out.
[[nodiscard]] inline std::vector<Fields> ReadTable(const std::string& path, char separator) {
  std::ifstream in(path);
  if (!in) Fail("cannot read " + path);
  std::vector<Fields> records;
  for (std::string line; std::getline(in, line);) {
    if (line.empty() || line[0] == '#') continue;
    records.push_back(SplitFields(line, separator));
  }
  return records;
}

[[nodiscard]] inline std::string Quoted(const std::string& text) { return "\"" + text + "\""; }

}  // namespace polc::tables
