#pragma once

// What the rules for AppArmor profiles ask: the tree as written, and the profiles as
// apparmor_parser resolves them, with the paths that each rule stands for. A rule is a function
// `void Name(const ApparmorSubject&, Findings&)` with a row in lint_apparmor.def
// (compiler/base/diagnostics). Findings are about the file itself: what it includes is linted by
// its own name.

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "compiler/lint/findings.h"
#include "compiler/lint/glob_path.h"
#include "compiler/session/apparmor.h"
#include "grammar/apparmor/ast.h"

namespace polc::lint {

struct ApparmorRule {
  const aa::Rule* rule;
  bool is_own;  // of the file itself, not of an include
  // File rules: what the path stands for; empty where it cannot be told.
  std::vector<PathPattern> paths;

  [[nodiscard]] bool denies() const { return rule->prefix.mode.text == "deny"; }
  [[nodiscard]] bool is(aa::Family family) const { return rule->family == family; }
  // `file,` or the like: nothing but the keyword.
  [[nodiscard]] bool is_bare() const { return rule->parts.empty() && !rule->path.span.known(); }
  [[nodiscard]] bool has(std::string_view letters) const {
    return rule->perms.text.find_first_of(letters) != std::string::npos;
  }
  // One of the paths does, or the rule is for all of them.
  [[nodiscard]] bool Matches(std::string_view path, GlobComparer& globs) const;
  [[nodiscard]] Span span() const;
};

struct ApparmorProfile {
  const aa::Profile* profile;
  const aa::Profile* parent;
  std::vector<ApparmorRule> rules;
};

// More rules than anyone writes: what asks every pair of them passes the profile over.
[[nodiscard]] inline bool HasTooManyPairs(const ApparmorProfile& profile) {
  return profile.rules.size() > 2000;
}

struct ApparmorSubject {
  SourceId source;
  aa::File written;
  aa::Resolved resolved;
  std::vector<ApparmorProfile> profiles;  // children after their parents

  [[nodiscard]] bool is_own(Span span) const { return span.source == source; }
};

[[nodiscard]] ApparmorSubject ReadApparmor(Session& session, const Input& input,
                                           const aa::IncludeOptions& options);
void RunApparmorRules(const ApparmorSubject& subject, Findings& findings,
                      const std::function<bool(DiagnosticId)>& wanted);

// Calls `visit` for each rule of the file itself.
void ForOwnRules(const ApparmorSubject& subject,
                 const std::function<void(const ApparmorProfile&, const ApparmorRule&)>& visit);
// The words of a rule without its conditions, those of lists too.
[[nodiscard]] std::vector<std::string_view> WordsOf(const aa::Rule& rule);
[[nodiscard]] const aa::Condition* ConditionOf(const aa::Rule& rule, std::string_view name);

// `/**` and what means the same.
[[nodiscard]] bool HasEverything(const ApparmorRule& rule, GlobComparer& globs);

#define POLC_DIAGNOSTIC(...)
#define POLC_LINT_RULE(function, ...) \
  void function(const ApparmorSubject& subject, Findings& findings);
#include "compiler/base/diagnostics/lint_apparmor.def"
#undef POLC_LINT_RULE
#undef POLC_DIAGNOSTIC

}  // namespace polc::lint
