#pragma once

// Laying out lists of words, which every textual output of this folder has many of.

#include <string>
#include <string_view>
#include <vector>

namespace polc {

inline constexpr size_t kTextWidth = 100;

struct Brackets {
  std::string_view open;
  std::string_view close;
};

// "[a, b]" where that fits behind `column` characters of a line, else several to a line between
// lines of their own: indented by `indent` for the closing bracket and two more for the words.
[[nodiscard]] std::string WrappedList(const std::vector<std::string>& words, Brackets brackets,
                                      size_t indent, size_t column);

}  // namespace polc
