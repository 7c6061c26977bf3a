#include "compiler/lint/apparmor.h"

#include <algorithm>

#include "compiler/lint/glob_path.h"
#include "grammar/apparmor/parse.h"

namespace polc::lint {
namespace {

// More texts than these are left to whoever has the automata.
constexpr size_t kMostTexts = 256;

struct Check {
  const Rule* rule;
  void (*run)(const ApparmorSubject&, Findings&);
};

const std::vector<Check>& AllChecks() {
  static const std::vector<Check> checks = {
#define POLC_LINT_RULE(function, id, category, severity, inputs, fix, since, summary) \
  {FindRule(id), function},
#define POLC_LINT_ROW(...)
#include "compiler/lint/apparmor_rules.def"
#undef POLC_LINT_ROW
#undef POLC_LINT_RULE
  };
  return checks;
}

// The parser bounds how deep profiles nest.
void Collect(const aa::Block& block, const aa::Profile* parent, ApparmorSubject& subject) {
  for (const aa::Statement& statement : block) {
    const auto* profile = std::get_if<aa::Profile>(&statement.node);
    if (profile == nullptr) continue;
    ApparmorProfile one{profile, parent, {}};
    for (const aa::Statement& inner : profile->body) {
      const auto* rule = std::get_if<aa::Rule>(&inner.node);
      if (rule == nullptr) continue;
      ApparmorRule known{rule, subject.is_own(inner.span), {}};
      if (rule->path.span.known()) {
        const auto paths = subject.resolved.variables.Expand(
            rule->path.text, {"profile_name", "attach_path", "exec_path"}, kMostTexts);
        if (paths) known.paths = *paths;
      }
      one.rules.push_back(std::move(known));
    }
    subject.profiles.push_back(std::move(one));
    Collect(profile->body, profile, subject);
  }
}

}  // namespace

bool ApparmorRule::Matches(std::string_view path) const {
  if (rule->family == aa::Family::File && is_bare()) return true;
  return std::any_of(paths.begin(), paths.end(),
                     [&](const std::string& pattern) { return PathMatches(pattern, path); });
}

Span ApparmorRule::span() const {
  if (rule->path.span.known()) return rule->path.span;
  return rule->keyword.span;
}

ApparmorSubject ReadApparmor(Session& session, const Input& input,
                             const aa::IncludeOptions& options) {
  DiagnosticSink unheard;  // Resolve() says it
  ApparmorSubject subject{
      input.source,
      aa::ParseFile(session.sources.Get(input.source), aa::Context::File, unheard),
      LoadAppArmor(session, input, options),
      {}};
  Collect(subject.resolved.tree.statements, nullptr, subject);
  return subject;
}

void RunApparmorRules(const ApparmorSubject& subject, Findings& findings,
                      const std::function<bool(const Rule&)>& wanted) {
  for (const Check& check : AllChecks()) {
    if (!wanted(*check.rule)) continue;
    findings.Begin(*check.rule);
    check.run(subject, findings);
  }
}

void ForOwnRules(const ApparmorSubject& subject,
                 const std::function<void(const ApparmorProfile&, const ApparmorRule&)>& visit) {
  for (const ApparmorProfile& profile : subject.profiles) {
    for (const ApparmorRule& rule : profile.rules) {
      if (rule.is_own) visit(profile, rule);
    }
  }
}

std::vector<std::string_view> WordsOf(const aa::Rule& rule) {
  std::vector<std::string_view> words;
  for (const aa::Part& part : rule.parts) {
    if (part.kind == aa::PartKind::Word) words.push_back(part.word.text);
    for (const aa::Word& word : part.list) words.push_back(word.text);
  }
  return words;
}

const aa::Condition* ConditionOf(const aa::Rule& rule, std::string_view name) {
  for (const aa::Part& part : rule.parts) {
    if (part.kind == aa::PartKind::Condition && part.condition.name.text == name)
      return &part.condition;
  }
  return nullptr;
}

}  // namespace polc::lint
