#pragma once

// Lays out lists of words for the textual outputs of this folder.

#include <string>
#include <string_view>
#include <vector>

namespace polc {

inline constexpr size_t kTextWidth = 100;

struct Brackets {
  std::string_view open;
  std::string_view close;
};

// "[a, b]" if it fits on a line after `column` characters. If not, the words are on lines of their
// own, indented by two more than `indent`, and the closing bracket is on a line indented by
// `indent`.
[[nodiscard]] std::string WrappedList(const std::vector<std::string>& words, Brackets brackets,
                                      size_t indent, size_t column);

}  // namespace polc
