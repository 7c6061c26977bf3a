#include "compiler/apparmor/findings.h"

#include <string>

namespace polc::aa {
namespace {

std::string Quote(std::string_view text) { return "`" + std::string(text) + "`"; }

void FindClassTraps(const Rule& rule, std::string_view path, DiagnosticSink& diagnostics) {
  for (size_t i = 0; i < path.size(); ++i) {
    if (path[i] == '\\') {
      ++i;
      continue;
    }
    if (path[i] != '[') continue;
    const size_t begin = i;
    const bool negated = i + 1 < path.size() && path[i + 1] == '^';
    bool slash = false;
    bool star = false;
    for (++i; i < path.size() && path[i] != ']'; ++i) {
      if (path[i] == '\\') {
        ++i;
        continue;
      }
      if (path[i] == '/') slash = true;
      if (path[i] == '*' || path[i] == '?') star = true;
    }
    const std::string shown = Quote(path.substr(begin, i + 1 - begin));
    if (star) {
      diagnostics.Error(
          DiagnosticId::StarInClass, rule.path.span,
          "`*` and `?` are expanded even inside of " + shown +
              ", which then matches other characters than these; put a `\\` in front of each");
    } else if (negated && !slash) {
      diagnostics.Error(DiagnosticId::NegatedClassSlash, rule.path.span,
                        shown + " also matches `/`, so this reaches into directories; write " +
                            Quote("[^/" + std::string(path.substr(begin + 2, i - begin - 1))));
    }
  }
}

}  // namespace

void FindPathTraps(const Rule& rule, std::string_view path, DiagnosticSink& diagnostics) {
  if (path.starts_with("//")) {
    diagnostics.Error(DiagnosticId::DoubleSlash, rule.path.span,
                      "this path begins with `//` and matches nothing; remove the first `/`");
  } else if (!path.empty() && path[0] != '/' && path[0] != '@' && path[0] != '{' &&
             path[0] != '*' && path[0] != '[' && path[0] != '?' && path[0] != '\\') {
    diagnostics.Error(
        DiagnosticId::RelativePath, rule.path.span,
        Quote(path) + " does not begin with `/` and matches nothing; write the whole path");
  }
  FindClassTraps(rule, path, diagnostics);
}

void FindArrowIgnored(const Rule& rule, DiagnosticSink& diagnostics) {
  if (!rule.target.span.known() || rule.family == Family::Link) return;
  if (rule.perms.text.find_first_of("xXlL") != std::string::npos) return;
  diagnostics.Error(DiagnosticId::ArrowIgnored, rule.target.span,
                    "`-> " + rule.target.text +
                        "` has no effect on a rule that neither executes nor links; remove it");
}

void FindQuietedDeny(const Rule& rule, Span opener, DiagnosticSink& diagnostics) {
  const Word& audit = rule.prefix.audit;
  diagnostics.Add(
      {DiagnosticId::BlockDropsRule,
       Severity::Error,
       audit.span.known() ? audit.span : rule.prefix.mode.span,
       "apparmor_parser does not log what this `deny` refuses, because `audit` has to stand "
       "in front of the rule and of every block around it; move the rule out",
       {{opener, "in this block"}},
       {},
       {}});
}

void FindDroppedRule(Span span, std::string_view what, Span opener, DiagnosticSink& diagnostics) {
  diagnostics.Add(
      {DiagnosticId::BlockDropsRule,
       Severity::Error,
       span,
       "apparmor_parser drops this " + std::string(what) +
           " without a word, because it stands in a block; move it out and repeat the prefix",
       {{opener, "in this block"}},
       {},
       {}});
}

}  // namespace polc::aa
