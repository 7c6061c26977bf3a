// Checks that an AppArmor glob is well-formed: apparmor_parser converts it to a regular expression
// and refuses the same mistakes.

#include "compiler/apparmor/check.h"
#include "compiler/base/str_format.h"

namespace polc::aa {

void CheckPattern(std::string_view pattern, Span span, DiagnosticSink& diagnostics) {
  constexpr size_t kMaxBraces = 49;
  const auto bad = [&](std::string message) {
    diagnostics.Error(DiagnosticId::BadPattern, span, std::move(message));
  };
  std::vector<bool> commas;  // for each open brace, whether a comma was seen in it
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
              "a `[` of the pattern is never closed; put a `]` after the characters, or escape the `[`");
        if (pattern[at - 1] == '-' && pattern[at - 2] != '\\')
          return bad(
              StrFormat("the range at the end of `{}` has no end; put the `-` first, or escape it",
                        pattern.substr(i, at - i + 1)));
        i = at;
        break;
      }
      case ']':
        return bad("a `]` of the pattern closes nothing; escape it, or put a `[` in front");
      case '{':
        if (commas.size() == kMaxBraces)
          return bad("the braces of the pattern are nested more than 49 deep");
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
              "braces of the pattern hold only one alternative; separate two with a `,`, or remove the braces");
        commas.pop_back();
        break;
      default:
        break;
    }
  }
  if (!commas.empty())
    bad("a `{` of the pattern is never closed; put a `}` after the alternatives, or escape the `{`");
}

}  // namespace polc::aa
