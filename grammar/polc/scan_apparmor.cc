// AppArmor's text in a policy is kept as it is written, because another grammar reads it
// (grammar/apparmor). The functions here only find where it ends.

#include <algorithm>

#include "grammar/polc/scan.h"
#include "grammar/polc/words.h"

namespace polc::dsl {
namespace {

// After the word at `at`; a quoted piece may have blanks.
size_t EndOfWord(std::string_view text, size_t at) {
  bool quoted = false;
  while (at < text.size() && text[at] != '\n' && (quoted || !IsBlank(text[at]))) {
    if (text[at] == '\\' && at + 1 < text.size() && text[at + 1] != '\n') {
      at += 2;
      continue;
    }
    if (text[at] == '"') quoted = !quoted;
    ++at;
  }
  return at;
}

// Words up to one that `ends` the list or the end of the line; the offset after the last of them.
template <class Ends>
size_t EndOfWords(std::string_view text, size_t at, Ends ends) {
  size_t end = at;
  for (;;) {
    while (at < text.size() && IsBlank(text[at])) ++at;
    if (at == text.size() || text[at] == '\n' || ends(at)) return end;
    end = at = EndOfWord(text, at);
  }
}

}  // namespace

size_t ScanSharedRule(std::string_view text, size_t at) {
  const std::string_view word = WordAt(text, at);
  if (word != "capability" && word != "network" && word != "file") return kNoMatch;
  const auto ends = [&](size_t next) {
    return text[next] == '#' || text[next] == '}' || text[next] == ';';
  };
  size_t end = EndOfWords(text, at, ends);
  // AppArmor's comma is optional, and may be a word of its own.
  const auto is_end = [](char c) { return c == ',' || c == ';'; };
  while (is_end(text[end - 1])) {
    while (is_end(text[end - 1])) --end;
    while (IsBlank(text[end - 1]) && text[end - 2] != '\\') --end;
  }
  return end;
}

size_t SkipRuleComma(std::string_view text, size_t at) {
  const size_t comma = ScanBlanks(text, at);
  return comma < text.size() && text[comma] == ',' ? comma + 1 : at;
}

size_t SectionBrace(std::string_view text, size_t at) {
  const size_t end =
      EndOfWords(text, at, [&](size_t next) { return text[next] == '{' || text[next] == '#'; });
  const size_t brace = ScanBlanks(text, end);
  return brace < text.size() && text[brace] == '{' ? brace : kNoMatch;
}

size_t ScanSection(std::string_view text, size_t at) {
  const size_t brace = SectionBrace(text, at);
  if (brace == kNoMatch) return kNoMatch;
  size_t depth = 0;
  for (size_t i = brace; i < text.size(); ++i) {
    const char c = text[i];
    const bool begins_word = i == 0 || IsBlank(text[i - 1]) || text[i - 1] == '\n' ||
                             text[i - 1] == ',' || text[i - 1] == '{';
    if (c == '\\') {
      ++i;
    } else if (c == '#' && begins_word) {
      i = std::min(text.find('\n', i), text.size());
    } else if (c == '"') {
      // AppArmor's grammar reports a quote that is not closed.
      const size_t close = text.find_first_of("\"\n", i + 1);
      if (close != std::string_view::npos && text[close] == '"') i = close;
    } else if (c == '{') {
      ++depth;
    } else if (c == '}' && --depth == 0) {
      return i + 1;
    }
  }
  return kNoMatch;
}

}  // namespace polc::dsl
