#pragma once

// Lines and columns of a text, found at the same cost near its beginning and near its end, in a
// short line and in one of many megabytes. Sources (source.h) has one for each text that a place
// was asked of; toml.cc goes the other way, from the places of its library to offsets.

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

namespace polc {

// Counted from 1; columns count UTF-8 characters, as editors and compilers do.
struct LineColumn {
  uint32_t line = 1;
  uint32_t column = 1;
  friend auto operator<=>(const LineColumn&, const LineColumn&) = default;
};

class LineTable {
 public:
  // The text must live as long as the table.
  explicit LineTable(std::string_view text);
  // An offset after the end counts as the end.
  [[nodiscard]] LineColumn Locate(size_t offset) const;
  // Where that character begins: the end of the line or of the text where there is none.
  [[nodiscard]] size_t OffsetOf(LineColumn place) const;

 private:
  std::string_view text_;
  std::vector<LineColumn> steps_;  // the places of every kStep-th byte
};

}  // namespace polc
