#include "grammar/polc/layout.h"

#include <utility>

#include "compiler/base/str_format.h"

namespace polc::dsl {

void Words::Add(std::string word) {
  pieces_.push_back({Piece::Kind::Word, std::exchange(prefix_, "") + std::move(word)});
}

void Words::Prefix(std::string_view text) { prefix_ += text; }

void Words::Suffix(std::string_view text) {
  // The suffix must stand in front of a comment, or it would be part of the comment.
  if (prefix_.empty() && !pieces_.empty() && pieces_.back().kind == Piece::Kind::Word) {
    pieces_.back().text += text;
  } else {
    Add(std::string(text));
  }
}

void Words::FlushPrefix() {
  if (prefix_.empty()) return;
  while (prefix_.ends_with(' ')) prefix_.pop_back();
  pieces_.push_back({Piece::Kind::Word, std::exchange(prefix_, "")});
}

void Words::AddAbove(const std::vector<Comment>& comments) {
  if (comments.empty()) return;
  FlushPrefix();
  for (const Comment& comment : comments)
    pieces_.push_back({Piece::Kind::CommentAbove, comment.text});
}

void Words::AddAfter(const Comment& comment) {
  FlushPrefix();
  pieces_.push_back({Piece::Kind::CommentAfter, comment.text});
}

void Words::BreakLine() {
  FlushPrefix();
  pieces_.push_back({Piece::Kind::LineEnd, ""});
}

void Words::BreakForBrace() {
  FlushPrefix();
  pieces_.push_back({Piece::Kind::LineEndForBrace, ""});
}

bool Words::fits(size_t indent) const {
  size_t width = indent;
  for (const Piece& piece : pieces_) {
    if (piece.kind != Piece::Kind::Word) return false;
    width += piece.text.size() + 1;
  }
  return width <= Layout::kWidth + 1;
}

void Layout::BlankLine() {
  if (text_.empty() || text_.ends_with("{\n") || text_.ends_with("\n\n")) return;
  text_ += '\n';
}

void Layout::Line(std::string_view text) {
  text_.append(indent_, ' ');
  text_ += text;
  text_ += '\n';
}

void Layout::Fill(const Words& words, size_t continuation) {
  using Kind = Words::Piece::Kind;
  std::string line(indent_, ' ');
  bool has_word = false;
  const auto end_line = [&] {
    if (has_word) text_ += line + "\n";
    line.assign(indent_ + continuation, ' ');
    has_word = false;
  };
  for (const Words::Piece& piece : words.pieces()) {
    switch (piece.kind) {
      case Kind::Word:
        if (has_word && line.size() + 1 + piece.text.size() > kWidth) end_line();
        if (has_word) line += ' ';
        line += piece.text;
        has_word = true;
        break;
      case Kind::CommentAbove:
        end_line();
        text_ += StrFormat("{}{}\n", line, piece.text);
        break;
      case Kind::CommentAfter:
        line += (has_word ? "  " : "") + piece.text;
        has_word = true;
        end_line();
        break;
      case Kind::LineEnd:
        end_line();
        break;
      case Kind::LineEndForBrace:
        end_line();
        line.assign(indent_, ' ');
        break;
    }
  }
  if (has_word) text_ += line + "\n";
}

void Layout::After(const Comment& comment) {
  if (text_.ends_with('\n')) text_.pop_back();
  text_ += StrFormat("{}{}\n", text_.empty() ? "" : "  ", comment.text);
}

std::string Layout::Finish() && { return std::move(text_); }

}  // namespace polc::dsl
