// The well-formedness of an AppArmor glob, as apparmor_parser's conversion to a regular expression
// demands it.

#include "compiler/apparmor/check.h"

namespace polc::aa {

void CheckPattern(std::string_view pattern, Span span, DiagnosticSink& diagnostics) {
  constexpr size_t kMaxBraces = 49;
  const auto bad = [&](std::string message) {
    diagnostics.Error(DiagnosticId::BadPattern, span, std::move(message));
  };
  std::vector<bool> commas;  // of each open brace: was there one?
  for (size_t i = 0; i < pattern.size(); ++i) {
    switch (pattern[i]) {
      case '\\':
        if (++i == pattern.size())
          return bad("the pattern ends in a `\\` that escapes nothing; remove it or write `\\\\`");
        break;
      case '[': {
        size_t at = i + 1;
        if (at < pattern.size() && pattern[at] == '^') ++at;
        if (at < pattern.size() && pattern[at] == ']')
          return bad(
              "this `[]` lists no character; put some between the brackets, or escape the `[`");
        while (at < pattern.size() && pattern[at] != ']') at += pattern[at] == '\\' ? 2 : 1;
        if (at >= pattern.size())
          return bad(
              "a `[` of the pattern is never closed; put a `]` behind the characters, or escape "
              "the `[`");
        if (pattern[at - 1] == '-' && pattern[at - 2] != '\\')
          return bad("the range at the end of `" + std::string(pattern.substr(i, at - i + 1)) +
                     "` has no end; put the `-` first, or escape it");
        i = at;
        break;
      }
      case ']':
        return bad("a `]` of the pattern closes nothing; escape it, or put a `[` in front");
      case '{':
        if (commas.size() == kMaxBraces)
          return bad("the braces of the pattern nest more than 49 deep");
        commas.push_back(false);
        break;
      case ',':
        if (!commas.empty()) commas.back() = true;
        break;
      case '}':
        if (commas.empty())
          return bad("a `}` of the pattern closes nothing; escape it, or put a `{` in front");
        if (!commas.back())
          return bad(
              "the braces of the pattern hold one alternative; put a `,` between two, or remove "
              "the braces");
        commas.pop_back();
        break;
      default:
        break;
    }
  }
  if (!commas.empty())
    bad("a `{` of the pattern is never closed; put a `}` behind the alternatives, or escape the "
        "`{`");
}

}  // namespace polc::aa
