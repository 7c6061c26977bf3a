#pragma once

// Hands the comments of a text to the nodes of its AST, in order: build.h takes the comments above
// a node before it builds the node, and the comment after it on the same line afterwards. Every
// comment is handed out exactly once.

#include <string_view>
#include <vector>

#include "grammar/polc/ast.h"

namespace polc::dsl {

class CommentCursor {
 public:
  CommentCursor(std::string_view text, const std::vector<Span>& comments)
      : text_(text), comments_(comments) {}

  // Appends the comments that begin before `offset`.
  void TakeAbove(size_t offset, std::vector<Comment>& out);
  // The same for comments inside a statement: they move above it, without the empty lines around
  // them.
  void Hoist(size_t offset, Trivia& trivia);
  // The comment after `offset` on the same line, if it begins before `limit`.
  [[nodiscard]] Boxed<Comment> TakeAfter(size_t offset, size_t limit);
  // The trivia above a list element that begins at `offset`.
  [[nodiscard]] Trivia ElementAt(size_t offset);
  // Whether the line directly above the line of `offset` is empty.
  [[nodiscard]] bool BlankAbove(size_t offset) const;

 private:
  [[nodiscard]] Comment Take();

  std::string_view text_;
  const std::vector<Span>& comments_;
  size_t next_ = 0;
};

}  // namespace polc::dsl
