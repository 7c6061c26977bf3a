#pragma once

// Lines for the formatter: words that are filled into lines of at most kWidth columns, and
// comments, which force line ends. The layout depends on nothing but the words, so that formatting
// twice changes nothing.

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
  // Stands directly before the next word: `(`, or `and ` with its blank.
  void Prefix(std::string_view text);
  // Stands directly behind the last word: `,`, `)`.
  void Suffix(std::string_view text);
  // On a line of its own; what follows begins another.
  void AddAbove(const std::vector<Comment>& comments);
  // Behind the last word; what follows begins another line.
  void AddBehind(const Comment& comment);
  void BreakLine();
  // A line end before a `}`, which stands where the statement began.
  void BreakForBrace();

  struct Piece {
    enum class Kind : unsigned char { Word, CommentAbove, CommentBehind, LineEnd, LineEndForBrace };
    Kind kind = Kind::Word;
    std::string text;
  };
  // With every prefix in its place; nothing may be added afterwards.
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
  // line stays open for Behind() until the next line begins.
  void Fill(const Words& words, size_t continuation);
  void Behind(const Comment& comment);

  [[nodiscard]] std::string Finish() &&;

 private:
  std::string text_;
  size_t indent_ = 0;
};

}  // namespace polc::dsl
