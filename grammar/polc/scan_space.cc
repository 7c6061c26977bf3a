#include "compiler/base/str_format.h"
#include "grammar/polc/explain.h"
#include "grammar/polc/parse.h"
#include "grammar/polc/scan.h"
#include "grammar/polc/words.h"

namespace polc::dsl {
namespace {

enum class Semicolons { Stop, Skip };

size_t Skip(ParseState& state, size_t at, Semicolons semicolons) {
  const std::string_view text = state.text;
  const size_t begin = at;
  while (at < text.size()) {
    const char c = text[at];
    if (IsBlank(c) || c == '\n' || (c == ';' && semicolons == Semicolons::Skip)) {
      ++at;
    } else if (c == '#') {
      const size_t end = EndOfLine(text, at);
      // Another branch may read the same gap again. Comments are in order, so a comment after the
      // last one is new.
      if (state.comments.empty() || state.comments.back().begin < at)
        state.comments.push_back(state.At(at, end));
      at = end;
    } else {
      break;
    }
  }
  state.gap_begin = static_cast<uint32_t>(begin);
  state.gap_end = static_cast<uint32_t>(at);
  return at;
}

}  // namespace

bool IsBlank(char c) { return c == ' ' || c == '\t' || c == '\r'; }

size_t EndOfLine(std::string_view text, size_t at) {
  const size_t end = text.find('\n', at);
  return end == std::string_view::npos ? text.size() : end;
}

size_t ScanGap(ParseState& state, size_t at) { return Skip(state, at, Semicolons::Stop); }
size_t ScanBetween(ParseState& state, size_t at) { return Skip(state, at, Semicolons::Skip); }

size_t ScanBlanks(std::string_view text, size_t at) {
  while (at < text.size() && IsBlank(text[at])) ++at;
  return at;
}

bool FirstOnLine(std::string_view text, size_t at) {
  while (at > 0 && IsBlank(text[at - 1])) --at;
  return at == 0 || text[at - 1] == '\n';
}

bool AtLineEnd(std::string_view text, size_t at) {
  at = ScanBlanks(text, at);
  return at == text.size() || text[at] == '\n' || text[at] == ';' || text[at] == '}' ||
         text[at] == '#';
}

bool GoesOnAfterBlock(std::string_view text, size_t at) {
  at = ScanBlanks(text, at);
  if (at == text.size()) return false;
  const std::string_view word = WordAt(text, at);
  return text[at] == ',' || text[at] == '-' || word == "if" || word == "when";
}

size_t OpenBlock(ParseState& state, size_t at) {
  if (at == state.text.size() || state.text[at] != '{') return kNoMatch;
  if (state.blocks.size() == kMaxDepth) RaiseTooDeep(state, at);
  state.blocks.push_back(static_cast<uint32_t>(at));
  return at + 1;
}

size_t CloseBlock(ParseState& state, size_t at) {
  const uint32_t open = state.blocks.back();
  state.blocks.pop_back();
  if (at < state.text.size() && state.text[at] == '}') return at + 1;
  const Found found = TokenAt(state, at);
  Diagnostic diagnostic{
      .id = DiagnosticId::PolicySyntax,
      .span = found.span,
      .message = StrFormat("expected `}}`, found {}; this block is not closed", found.name)};
  diagnostic.labels.push_back({state.At(open, open + 1), "opened here"});
  state.Report(std::move(diagnostic));
  return at;
}

bool BlockEnds(const ParseState& state, size_t at, Place place) {
  const std::string_view text = state.text;
  if (at == text.size() || text[at] == '}') return true;
  if (!FirstOnLine(text, at)) return false;
  const std::string_view word = WordAt(text, at);
  // The `}` was forgotten. In a block of rules, no line begins with a word of the language.
  // Elsewhere an indented `policy`, `let`, `set` or `test` is taken as misplaced, and one without
  // indentation as a sign of the forgotten `}`.
  if (place == Place::RuleBlock) return IsReserved(word);
  const bool begins_line = at == 0 || text[at - 1] == '\n';
  return begins_line && (word == "policy" || word == "let" || word == "set" || word == "test");
}

}  // namespace polc::dsl
