#include "compiler/emit/text.h"

#include "compiler/base/str_format.h"
#include "compiler/base/strings.h"

namespace polc {

std::string WrappedList(const std::vector<std::string>& words, Brackets brackets, size_t indent,
                        size_t column) {
  std::string line = StrFormat("{}{}{}", brackets.open, Join(words, ", "), brackets.close);
  constexpr size_t kSeparator = 1;  // after the list
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
  return StrFormat("{}\n{:{}}{}", out, "", indent, brackets.close);
}

}  // namespace polc
