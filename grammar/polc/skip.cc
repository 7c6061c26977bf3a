// A scanner that knows only brackets, strings and comments. Its known weakness: in a text whose
// brackets are wrong it has to guess where a statement ends. It trusts line ends, and words that
// only begin statements, more than brackets, except inside a block (a `{` that ends its line),
// which is skipped as a whole.

#include "grammar/polc/skip.h"

#include <string>
#include <vector>

#include "grammar/polc/scan.h"
#include "grammar/polc/words.h"

namespace polc::dsl {
namespace {

// After the string that begins at `at`, or the end of the line if it is not closed.
size_t EndOfString(std::string_view text, size_t at) {
  for (size_t i = at + 1; i < text.size() && text[i] != '\n'; ++i) {
    if (text[i] == '"') return i + 1;
    if (text[i] == '\\' && i + 1 < text.size() && text[i + 1] != '\n') ++i;
  }
  return EndOfLine(text, at);
}

bool EndsItsLine(std::string_view text, size_t brace) {
  const size_t next = ScanBlanks(text, brace + 1);
  return next == text.size() || text[next] == '\n' || text[next] == '#';
}

// The brackets that are open, innermost last: '(' and '[' as they are, '{' within a line, 'B' for a
// block.
class Brackets {
 public:
  // Steps over the token at `at`; returns the offset after it.
  size_t Step(std::string_view text, size_t at) {
    const char c = text[at];
    if (c == '"') return EndOfString(text, at);
    if (c == '#') return EndOfLine(text, at);
    if (c == '(' || c == '[' || c == '{') {
      kinds_.push_back(c == '{' && EndsItsLine(text, at) ? 'B' : c);
      offsets_.push_back(at);
    } else if ((c == ')' || c == ']' || c == '}') && !kinds_.empty()) {
      kinds_.pop_back();
      offsets_.pop_back();
    }
    return at + 1;
  }
  [[nodiscard]] bool empty() const { return kinds_.empty(); }
  [[nodiscard]] bool in_block() const { return !kinds_.empty() && kinds_.back() == 'B'; }
  [[nodiscard]] size_t innermost() const { return offsets_.back(); }
  // The `{` of a list over several lines looks like that of a block. An error inside it shows that
  // it is a list.
  void NoBlocks() {
    for (char& kind : kinds_) {
      if (kind == 'B') kind = '{';
    }
  }

 private:
  std::string kinds_;
  std::vector<size_t> offsets_;
};

// Whether the line that ends at `newline` continues on the next one: after `,`, or in front of
// `and`, `or`, `if`, `,`, `-`, `|`.
bool LineGoesOn(std::string_view text, size_t begin, size_t newline, size_t next) {
  size_t last = newline;
  while (last > begin &&
         (text[last - 1] == ' ' || text[last - 1] == '\t' || text[last - 1] == '\r'))
    --last;
  if (last > begin && text[last - 1] == ',') return true;
  if (next == text.size()) return false;
  const std::string_view word = WordAt(text, next);
  return word == "and" || word == "or" || word == "if" || text[next] == ',' || text[next] == '-' ||
         text[next] == '|';
}

// The first character after `at` that is neither white space nor in a comment.
size_t NextToken(std::string_view text, size_t at) {
  while (at < text.size()) {
    if (text[at] == '#') {
      at = EndOfLine(text, at);
    } else if (text[at] == '\n' || ScanBlanks(text, at) != at) {
      ++at;
    } else {
      break;
    }
  }
  return at;
}

// Whether the word at `at`, first on its line, begins a statement even inside open brackets.
// `flags`, `arch`, `policy`, `set` and `test` may be names of arguments there, except at the very
// beginning of a line.
bool BeginsStatement(std::string_view text, size_t at) {
  const std::string_view word = WordAt(text, at);
  if (ActionOf(word) || word == "default" || word == "bad_arch" || word == "include") return true;
  return (at == 0 || text[at - 1] == '\n') &&
         (word == "policy" || word == "test" || word == "let" || word == "set");
}

}  // namespace

size_t SkipStatement(std::string_view text, size_t begin, size_t error) {
  Brackets brackets;
  size_t at = begin;
  while (at < error) at = brackets.Step(text, at);
  brackets.NoBlocks();
  while (at < text.size()) {
    const char c = text[at];
    if (c == '}' && brackets.empty() && at > begin) return at;
    if (c == ';' && brackets.empty()) return at + 1;
    if (c == '\n' && !brackets.in_block()) {
      const size_t next = NextToken(text, at);
      if (BeginsStatement(text, next) || (brackets.empty() && !LineGoesOn(text, begin, at, next)))
        return at == begin ? at + 1 : at;
    }
    at = brackets.Step(text, at);
  }
  return text.size();
}

size_t BraceOnLine(std::string_view text, size_t at) {
  for (size_t i = at;
       i < text.size() && text[i] != '\n' && text[i] != '#' && text[i] != ';' && text[i] != '}';
       ++i) {
    if (text[i] == '{') return i;
  }
  return kNoMatch;
}

std::optional<size_t> UnclosedBracket(std::string_view text, size_t begin, size_t end) {
  Brackets brackets;
  size_t at = begin;
  while (at < end) at = brackets.Step(text, at);
  if (brackets.empty()) return std::nullopt;
  return brackets.innermost();
}

}  // namespace polc::dsl
