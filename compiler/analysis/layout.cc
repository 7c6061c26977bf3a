#include "compiler/analysis/layout.h"

#include <algorithm>

#include "compiler/base/str_format.h"

namespace polc {
namespace {

std::string_view Escape(Tint tint) {
  switch (tint) {
    case Tint::Bold:
      return "\033[1m";
    case Tint::Green:
      return "\033[32m";
    case Tint::Red:
      return "\033[31m";
    case Tint::Yellow:
      return "\033[33m";
  }
  return "";
}

}  // namespace

std::string Tinted(std::string_view text, Tint tint, Colour colour) {
  if (colour == Colour::Off) return std::string(text);
  return StrFormat("{}{}\033[0m", Escape(tint), text);
}

size_t WidthOf(std::string_view text) {
  return static_cast<size_t>(std::count_if(text.begin(), text.end(), [](char c) {
    return (static_cast<unsigned char>(c) & 0xc0) != 0x80;
  }));
}

std::string Padded(std::string_view text, size_t width) {
  const size_t used = WidthOf(text);
  return std::string(text) + std::string(used < width ? width - used : 0, ' ');
}

std::string Wrapped(std::span<const std::string> words, size_t indent) {
  std::string text;
  size_t column = 0;
  for (size_t i = 0; i < words.size(); ++i) {
    const bool last = i + 1 == words.size();
    const size_t width = WidthOf(words[i]) + (last ? 0 : 1);
    if (column == 0 || column + 1 + width > kPageWidth) {
      if (column != 0) text += "\n";
      text += std::string(indent, ' ');
      column = indent;
    } else {
      text += " ";
      ++column;
    }
    text += words[i] + (last ? "" : ",");
    column += width;
  }
  return words.empty() ? "" : text + "\n";
}

}  // namespace polc
