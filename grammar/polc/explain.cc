#include "grammar/polc/explain.h"

#include <algorithm>
#include <utility>

#include "compiler/base/str_format.h"
#include "compiler/base/strings.h"
#include "grammar/polc/parse.h"
#include "grammar/polc/skip.h"
#include "grammar/polc/words.h"

namespace polc::dsl {
namespace {

size_t CharacterLength(std::string_view text, size_t at) {
  size_t end = at + 1;
  while (end < text.size() && (static_cast<unsigned char>(text[end]) & 0xc0) == 0x80 &&
         end < at + 4)
    ++end;
  return end - at;
}

// The operator, name, number or character at `at`.
std::string_view TextAt(std::string_view text, size_t at) {
  if (IsWordPart(text[at])) {
    size_t end = at;
    while (end < text.size() && IsWordPart(text[end])) ++end;
    return text.substr(at, end - at);
  }
  if (text[at] == '@') return text.substr(at, 1 + DashedWordAt(text, at + 1).size());
  for (const std::string_view symbol :
       {"===", "!==", "==", "!=", "<=", ">=", "<<", ">>", "=>", "&&", "||", "..", "->"}) {
    if (text.substr(at, symbol.size()) == symbol) return symbol;
  }
  return text.substr(at, CharacterLength(text, at));
}

[[noreturn]] void Raise(Diagnostic diagnostic, size_t at) {
  throw SyntaxError{std::move(diagnostic), static_cast<uint32_t>(at)};
}

std::string_view Statements(Place place) {
  switch (place) {
    case Place::File:
      return "`policy`, `test`, `let`, `set` or `include`";
    case Place::Policy:
      return "a rule such as `allow read` or a setting such as `default deny`";
    case Place::Test:
      return "an expectation such as `deny chmod` or a comparison such as `same as default`";
    case Place::RuleBlock:
      break;
  }
  return "a syscall";
}

bool IsOneOf(std::string_view word, std::span<const std::string_view> words) {
  for (const std::string_view known : words) {
    if (known == word) return true;
  }
  return false;
}

// What is wrong with a statement that begins with `found`; empty if all that is known is that no
// statement begins so.
std::string StatementMistake(const ParseState& state, size_t at, const Found& found, Place place) {
  const std::string_view word = found.word;
  if (word == "}") return "`}` closes nothing; remove it";
  if (place == Place::File && word == "{")
    return "this `{` has no head in front of it; a policy begins with `policy NAME {`";
  if (place != Place::Policy &&
      (word == "default" || word == "bad_arch" || word == "arch" || word == "flags")) {
    return StrFormat("`{}` must stand inside a policy; put it into `policy NAME {{ … }}`", word);
  }
  if (place != Place::File &&
      (word == "let" || word == "set" || word == "test" || word == "policy")) {
    return StrFormat("`{}` must stand outside of {}; move it to the top of the file", word,
                     place == Place::Test ? "tests" : "policies");
  }
  if (place == Place::Test && (word == "when" || word == "include")) {
    return word == "when"
               ? "a test has no `when` block; write `when` after the calls or in the head of the test"
               : "a test cannot include a file; move `include` to the top of the file";
  }
  if (place != Place::Test && IsOneOf(word, TestWords()) && !ActionOf(word)) {
    return StrFormat("`{}` must stand inside a test; put it into `test \"…\" for POLICY {{ … }}`",
                     word);
  }
  if (word == "if" || word == "and" || word == "or" || word == "not") {
    return StrFormat("`{}` belongs to a rule; write it after the rule's syscalls", word);
  }
  const std::string_view rest = state.text.substr(ScanBlanks(state.text, at + word.size()));
  if (!word.empty() && IsWordBegin(word[0])) {
    if (rest.starts_with(":")) {
      return StrFormat("a rule begins with its action; write `allow {}`", word);
    }
    return StrFormat("expected {}, found {}{}", Statements(place), found.name,
                     place == Place::File
                         ? ""
                         : "; if this continues a list, put `,` at the end of the line above");
  }
  if (!word.empty() && word[0] == '@') {
    return StrFormat("expected {}, found {}; a rule begins with its action", Statements(place),
                     found.name);
  }
  return "";
}

}  // namespace

Found FoundAt(const ParseState& state, size_t at) {
  const std::string_view text = state.text;
  if (at == state.gap_end &&
      text.substr(state.gap_begin, at - state.gap_begin).find('\n') != std::string_view::npos) {
    const bool is_end = at == text.size();
    return {state.At(state.gap_begin, state.gap_begin), "",
            is_end ? "the end of the file" : "the end of the line"};
  }
  return TokenAt(state, at);
}

Found TokenAt(const ParseState& state, size_t at) {
  const std::string_view text = state.text;
  at = ScanBlanks(text, at);
  if (at == text.size()) return {state.At(at, at), "", "the end of the file"};
  if (text[at] == '\n' || text[at] == '#') return {state.At(at, at), "", "the end of the line"};
  const std::string_view token = TextAt(text, at);
  const Span span = state.At(at, at + token.size());
  if (token == "\"") return {span, token, "a string"};
  const auto byte = static_cast<unsigned char>(token[0]);
  if (byte < 0x20 || byte == 0x7f || (byte >= 0x80 && token.size() == 1)) {
    return {span, token, "the byte " + Hex(byte)};
  }
  return {span, token, StrFormat("`{}`", token)};
}

void RaiseExpected(const ParseState& state, size_t at, const Expected& expected) {
  const Found found = FoundAt(state, at);
  std::string advice(expected.advice);
  if (advice.empty()) advice = AdviceFor(state, expected.hint, found);
  Diagnostic diagnostic{.id = DiagnosticId::PolicySyntax,
                        .span = found.span,
                        .message = StrFormat("expected {}, found {}", expected.what, found.name)};
  if (!advice.empty()) diagnostic.message += "; " + advice;
  if (expected.hint == Hint::CloseParen || expected.hint == Hint::CloseBrace) {
    const auto open = UnclosedBracket(state.text, state.line_begin, found.span.begin);
    if (open) diagnostic.labels.push_back({state.At(*open, *open + 1), "opened here"});
  }
  Raise(std::move(diagnostic), found.span.begin);
}

void RaiseNoStatement(ParseState& state, size_t at, Place place) {
  const Found found = TokenAt(state, at);
  Diagnostic diagnostic{.id = DiagnosticId::PolicySyntax, .span = found.span, .message = ""};
  if (IsAppArmorWord(found.word)) {
    diagnostic.id = DiagnosticId::ReservedWord;
    diagnostic.message = StrFormat(
        "`{}` is for the AppArmor layer and must stand in a policy; move it there", found.word);
  } else {
    diagnostic.message = StatementMistake(state, at, found, place);
    if (diagnostic.message.empty()) {
      diagnostic.message = StrFormat("expected {}, found {}", Statements(place), found.name);
    }
  }
  Raise(std::move(diagnostic), at);
}

void RaiseTooDeep(ParseState& state, size_t at) {
  Raise({.id = DiagnosticId::TooDeep,
         .span = state.At(at, std::min(at + 1, state.text.size())),
         .message = StrFormat("this is nested more than {} levels deep", kMaxDepth)},
        at);
}

}  // namespace polc::dsl
