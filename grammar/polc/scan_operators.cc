#include <string>

#include "compiler/base/str_format.h"
#include "grammar/polc/scan.h"
#include "grammar/polc/words.h"

namespace polc::dsl {
namespace {

std::string_view Run(std::string_view text, size_t at, std::string_view letters) {
  size_t end = at;
  while (end < text.size() && letters.find(text[end]) != std::string_view::npos) ++end;
  return text.substr(at, end - at);
}

// Comparisons as other languages spell them, and the spelling here.
struct Spelling {
  std::string_view symbol, meant;
};
constexpr Spelling kOtherComparisons[] = {
    {"=", "=="},  {"===", "=="}, {"!==", "!="}, {"<>", "!="},
    {"=<", "<="}, {"=>", ">="},  {"~=", "!="},  {"=!", "!="},
};

void ReportSpelling(ParseState& state, size_t at, std::string_view symbol, std::string_view meant,
                    std::string message) {
  const Span span = state.At(at, at + symbol.size());
  state.Report(span, std::move(message), {{span, std::string(meant)}});
}

}  // namespace

size_t ScanCompareOp(ParseState& state, size_t at) {
  const std::string_view symbol = Run(state.text, at, "=!<>~");
  // `x == ~MASK` may be written without a blank.
  const std::string_view bare = symbol.substr(0, symbol.find_last_not_of('~') + 1);
  for (const std::string_view known : {"==", "!=", "<=", ">=", "<", ">"}) {
    if (bare == known) return at + known.size();
  }
  for (const Spelling& other : kOtherComparisons) {
    if (symbol != other.symbol) continue;
    const std::string meant(other.meant);
    ReportSpelling(state, at, symbol, other.meant,
                   symbol == "=" ? "`=` defines; write `==` to compare"
                                 : StrFormat("unknown operator `{}`; write `{}`", symbol, meant));
    return at + symbol.size();
  }
  return kNoMatch;
}

size_t ScanKernelOp(ParseState& state, size_t at) {
  const std::string_view symbol = Run(state.text, at, "=!<>");
  return symbol == ">=" || symbol == "<" ? at + symbol.size() : kNoMatch;
}

size_t ScanOperator(ParseState& state, size_t at, std::string_view word, std::string_view symbol) {
  const std::string_view text = state.text;
  if (at == text.size() || (text[at] != word[0] && text[at] != symbol[0])) return kNoMatch;
  if (text.substr(at, word.size()) == word) {
    const size_t end = at + word.size();
    if (end == text.size() || !IsWordPart(text[end])) return end;
  }
  if (text.substr(at, symbol.size()) != symbol || text.substr(at + symbol.size()).starts_with("="))
    return kNoMatch;
  ReportSpelling(state, at, symbol, word,
                 StrFormat("unknown operator `{}`; write `{}`", symbol, word));
  return at + symbol.size();
}

size_t ScanAssign(ParseState& state, size_t at) {
  const std::string_view symbol = Run(state.text, at, "=:!<>~");
  if (!symbol.empty() && symbol.substr(0, symbol.find_last_not_of('~') + 1) == "=") return at + 1;
  if (symbol == "==" || symbol == ":=" || symbol == ":") {
    ReportSpelling(state, at, symbol, "=",
                   StrFormat("`{}` does not give a value to a name; write `=`", symbol));
    return at + symbol.size();
  }
  return kNoMatch;
}

size_t ExpectUnchained(ParseState& state, size_t at) {
  const size_t next = ScanGap(state, at);
  const std::string_view symbol = Run(state.text, next, "=!<>");
  if (symbol.empty() || symbol == "<<" || symbol == ">>") return at;
  Diagnostic diagnostic{
      .id = DiagnosticId::PolicySyntax,
      .span = state.At(next, next + symbol.size()),
      .message =
          "comparisons do not chain; join two of them with `and`, or test a range: `arg in 1..3`"};
  throw SyntaxError{std::move(diagnostic), static_cast<uint32_t>(next)};
}

}  // namespace polc::dsl
