#pragma once

// Columns, wrapped words and colours of the reports that this folder prints.

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "compiler/base/render.h"

namespace polc {

inline constexpr size_t kPageWidth = 110;

enum class Tint : uint8_t { Bold, Green, Red, Yellow };
[[nodiscard]] std::string Tinted(std::string_view text, Tint tint, Colour colour);

// In characters and not in bytes, because conditions and arrows are UTF-8.
[[nodiscard]] size_t WidthOf(std::string_view text);
// Fills the text with spaces to this width; longer text stays as it is.
[[nodiscard]] std::string Padded(std::string_view text, size_t width);
// The words, separated by ", ", on lines of at most kPageWidth characters that begin with `indent`
// spaces.
[[nodiscard]] std::string Wrapped(std::span<const std::string> words, size_t indent);

}  // namespace polc
