#include "grammar/polc/comment_cursor.h"

#include "grammar/polc/scan.h"

namespace polc::dsl {

Comment CommentCursor::Take() {
  const Span span = comments_[next_++];
  std::string_view text = text_.substr(span.begin, span.end - span.begin);
  while (text.ends_with(' ') || text.ends_with('\t') || text.ends_with('\r')) text.remove_suffix(1);
  return {std::string(text), span, BlankAbove(span.begin)};
}

void CommentCursor::TakeAbove(size_t offset, std::vector<Comment>& out) {
  while (next_ < comments_.size() && comments_[next_].begin < offset) out.push_back(Take());
}

void CommentCursor::Hoist(size_t offset, Trivia& trivia) {
  const size_t before = trivia.leading.size();
  TakeAbove(offset, trivia.leading);
  for (size_t i = before; i < trivia.leading.size(); ++i) trivia.leading[i].blank_before = false;
}

Trivia CommentCursor::ElementAt(size_t offset) {
  Trivia trivia;
  TakeAbove(offset, trivia.leading);
  trivia.begins_line = FirstOnLine(text_, offset);
  return trivia;
}

Boxed<Comment> CommentCursor::TakeAfter(size_t offset, size_t limit) {
  if (next_ == comments_.size()) return std::nullopt;
  const size_t begin = comments_[next_].begin;
  if (begin < offset || begin >= limit) return std::nullopt;
  if (text_.substr(offset, begin - offset).find_first_not_of(" \t\r,;") != std::string_view::npos)
    return std::nullopt;
  Comment comment = Take();
  comment.blank_before = false;
  return comment;
}

bool CommentCursor::BlankAbove(size_t offset) const {
  size_t newlines = 0;
  while (offset > 0) {
    const char c = text_[offset - 1];
    if (c == '\n') {
      if (++newlines == 2) return true;
    } else if (c != ' ' && c != '\t' && c != '\r') {
      return false;
    }
    --offset;
  }
  return false;
}

}  // namespace polc::dsl
