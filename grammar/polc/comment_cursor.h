#pragma once

// Deals the comments of a text out to the nodes of its AST, in order: build.h takes what stands
// above a node before it builds the node, and what stands behind it on the same line afterwards. No
// comment is dealt twice, and none is left.

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
  // The same for comments in the middle of something: they move above it, and lose the empty lines
  // around them.
  void Hoist(size_t offset, Trivia& trivia);
  // The comment behind `offset` on the same line, if it begins before `limit`.
  [[nodiscard]] Boxed<Comment> TakeBehind(size_t offset, size_t limit);
  // The trivia of a list element that begins at `offset`: what stands above it.
  [[nodiscard]] Trivia ElementAt(size_t offset);
  // An empty line stands directly above the line of `offset`.
  [[nodiscard]] bool BlankAbove(size_t offset) const;

 private:
  [[nodiscard]] Comment Take();

  std::string_view text_;
  const std::vector<Span>& comments_;
  size_t next_ = 0;
};

}  // namespace polc::dsl
