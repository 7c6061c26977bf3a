#pragma once

// Makes lines for the formatter: fills words into lines of at most kWidth columns; comments force
// line ends. The layout depends on the words only, so formatting twice changes nothing.

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "grammar/polc/ast.h"

namespace polc::dsl {

// The words of one statement. A line may break before any of them.
class Words {
 public:
  void Add(std::string word);
  // Adds text directly in front of the next word: `(`, or `and ` with its blank.
  void Prefix(std::string_view text);
  // Adds text directly after the last word: `,`, `)`.
  void Suffix(std::string_view text);
  // Adds a comment on a line of its own; the next word begins another line.
  void AddAbove(const std::vector<Comment>& comments);
  // Adds a comment after the last word; the next word begins another line.
  void AddAfter(const Comment& comment);
  void BreakLine();
  // Adds a line end in front of a `}`, which is indented as the statement is.
  void BreakForBrace();

  struct Piece {
    enum class Kind : unsigned char { Word, CommentAbove, CommentAfter, LineEnd, LineEndForBrace };
    Kind kind = Kind::Word;
    std::string text;
  };
  // The words with every prefix in its place; nothing may be added after this call.
  [[nodiscard]] const std::vector<Piece>& pieces() const { return pieces_; }
  // All words on one line, if there is no comment and no forced line end.
  [[nodiscard]] bool fits(size_t indent) const;
  [[nodiscard]] bool empty() const { return pieces_.empty() && prefix_.empty(); }

 private:
  void FlushPrefix();

  std::vector<Piece> pieces_;
  std::string prefix_;
};

class Layout {
 public:
  static constexpr size_t kWidth = 100;
  static constexpr size_t kIndent = 2;
  static constexpr size_t kContinuation = 4;

  void Indent() { indent_ += kIndent; }
  void Dedent() { indent_ -= kIndent; }
  [[nodiscard]] size_t indent() const { return indent_; }

  // At most one empty line, and none at the start of the text or of a block.
  void BlankLine();
  void Line(std::string_view text);
  // Fills the words into lines; those after the first are indented by `continuation` more. The last
  // line stays open for After() until the next line begins.
  void Fill(const Words& words, size_t continuation);
  void After(const Comment& comment);

  [[nodiscard]] std::string Finish() &&;

 private:
  std::string text_;
  size_t indent_ = 0;
};

}  // namespace polc::dsl
