#include "compiler/apparmor/findings.h"

#include <string>

#include "compiler/base/str_format.h"

namespace polc::aa {
namespace {

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
    const std::string_view shown = path.substr(begin, i + 1 - begin);
    if (star) {
      diagnostics.Error(
          DiagnosticId::StarInClass, rule.path.span,
          "apparmor_parser expands `*` and `?` even inside `{}`, which then matches other characters than these; put a `\\` in front of each",
          shown);
    } else if (negated && !slash) {
      diagnostics.Error(
          DiagnosticId::NegatedClassSlash, rule.path.span,
          "`{}` also matches `/`, so the path reaches into directories; write `[^/{}`", shown,
          path.substr(begin + 2, i - begin - 1));
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
    diagnostics.Error(DiagnosticId::RelativePath, rule.path.span,
                      "`{}` does not begin with `/` and matches nothing; write the whole path",
                      path);
  }
  FindClassTraps(rule, path, diagnostics);
}

void FindArrowIgnored(const Rule& rule, DiagnosticSink& diagnostics) {
  if (!rule.target.span.known() || rule.family == Family::Link) return;
  if (rule.perms.text.find_first_of("xXlL") != std::string::npos) return;
  diagnostics.Error(
      DiagnosticId::ArrowIgnored, rule.target.span,
      "`-> {}` has no effect, because the rule has neither an exec mode nor `l`; remove it",
      rule.target.text);
}

void FindQuietedDeny(const Rule& rule, Span opener, DiagnosticSink& diagnostics) {
  const Word& audit = rule.prefix.audit;
  diagnostics.Add(
      {DiagnosticId::BlockDropsRule,
       Severity::Error,
       audit.span.known() ? audit.span : rule.prefix.mode.span,
       "apparmor_parser does not log what this `deny` refuses, because that needs `audit` in front of the rule and of every block around it; move the rule out of the block",
       {{opener, "in this block"}},
       {},
       {}});
}

void FindDroppedRule(Span span, std::string_view what, Span opener, DiagnosticSink& diagnostics) {
  diagnostics.Add(
      {DiagnosticId::BlockDropsRule,
       Severity::Error,
       span,
       StrFormat(
           "apparmor_parser silently drops this {}, because it stands in a block; move it out of the block and repeat the block's prefix",
           what),
       {{opener, "in this block"}},
       {},
       {}});
}

}  // namespace polc::aa
