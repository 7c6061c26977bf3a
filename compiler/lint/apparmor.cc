#include "compiler/lint/apparmor.h"

#include <algorithm>

#include "compiler/lint/glob_path.h"
#include "grammar/apparmor/parse.h"

namespace polc::lint {
namespace {

// Paths of a rule, and of a file, that stand for more text than this are not expanded.
constexpr size_t kMostTexts = 256;
constexpr size_t kMostBytes = size_t{32} << 20;

struct Check {
  DiagnosticId id;
  void (*run)(const ApparmorSubject&, Findings&);
};

constexpr Check kChecks[] = {
#define POLC_LINT_RULE(function, ...) {DiagnosticId::function, function},
#define POLC_DIAGNOSTIC(...)
#include "compiler/base/diagnostics/lint_apparmor.def"
#undef POLC_DIAGNOSTIC
#undef POLC_LINT_RULE
};

class Collector {
 public:
  explicit Collector(ApparmorSubject& subject) : subject_(subject) {}

  // The parser bounds how deep profiles nest.
  void Collect(const aa::Block& block, const aa::Profile* parent) {
    for (const aa::Statement& statement : block) {
      const auto* profile = std::get_if<aa::Profile>(&statement.node);
      if (profile == nullptr) continue;
      ApparmorProfile one{profile, parent, {}};
      for (const aa::Statement& inner : profile->body) {
        const auto* rule = std::get_if<aa::Rule>(&inner.node);
        if (rule != nullptr)
          one.rules.push_back({rule, subject_.is_own(inner.span), PathsOf(*rule)});
      }
      subject_.profiles.push_back(std::move(one));
      Collect(profile->body, profile);
    }
  }

 private:
  std::vector<PathPattern> PathsOf(const aa::Rule& rule) {
    if (!rule.path.span.known() || bytes_ > kMostBytes) return {};
    const auto texts = subject_.resolved.variables.Expand(
        rule.path.text, {"profile_name", "attach_path", "exec_path"}, kMostTexts);
    std::vector<PathPattern> paths;
    if (!texts) return paths;
    for (const std::string& text : *texts) {
      const PathPattern& path = paths.emplace_back(text);
      bytes_ += text.size();
      for (const std::string& arm : path.arms()) bytes_ += sizeof(arm) + arm.size();
      if (bytes_ > kMostBytes) return {};
    }
    return paths;
  }

  ApparmorSubject& subject_;
  size_t bytes_ = 0;
};

}  // namespace

bool ApparmorRule::Matches(std::string_view path, GlobComparer& globs) const {
  if (rule->family == aa::Family::File && is_bare()) return true;
  return std::any_of(paths.begin(), paths.end(),
                     [&](const PathPattern& pattern) { return globs.Matches(pattern, path); });
}

bool HasEverything(const ApparmorRule& rule, GlobComparer& globs) {
  static const PathPattern kEverything("/**");
  return std::any_of(rule.paths.begin(), rule.paths.end(),
                     [&](const PathPattern& path) { return globs.Covers(path, kEverything); });
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
  Collector(subject).Collect(subject.resolved.tree.statements, nullptr);
  return subject;
}

void RunApparmorRules(const ApparmorSubject& subject, Findings& findings,
                      const std::function<bool(DiagnosticId)>& wanted) {
  for (const Check& check : kChecks) {
    if (!wanted(check.id)) continue;
    findings.Begin(check.id);
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
