#include "compiler/emit/text.h"

#include "compiler/base/strings.h"

namespace polc {

std::string WrappedList(const std::vector<std::string>& words, Brackets brackets, size_t indent,
                        size_t column) {
  std::string line = std::string(brackets.open) + Join(words, ", ") + std::string(brackets.close);
  constexpr size_t kSeparator = 1;  // what follows the list
  if (column + line.size() + kSeparator <= kTextWidth) return line;
  const std::string margin = "\n" + std::string(indent + 2, ' ');
  std::string out(brackets.open);
  size_t used = kTextWidth;
  for (size_t i = 0; i < words.size(); ++i) {
    const std::string word = words[i] + (i + 1 < words.size() ? "," : "");
    if (used + 1 + word.size() > kTextWidth) {
      out += margin + word;
      used = indent + 2 + word.size();
    } else {
      out += " " + word;
      used += 1 + word.size();
    }
  }
  return out + "\n" + std::string(indent, ' ') + std::string(brackets.close);
}

}  // namespace polc
