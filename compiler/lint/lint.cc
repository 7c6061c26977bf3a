#include "compiler/lint/lint.h"

#include <algorithm>
#include <map>

#include "compiler/apparmor/check.h"
#include "compiler/base/str_format.h"
#include "compiler/base/strings.h"
#include "compiler/lint/apparmor.h"
#include "compiler/lint/daemon.h"
#include "compiler/lint/seccomp.h"
#include "compiler/lint/suppress.h"
#include "compiler/session/apparmor.h"

namespace polc::lint {
namespace {

struct SeccompRule {
  DiagnosticId id;
  void (*find)(const SeccompSubject&, Findings&);
};
constexpr SeccompRule kSeccompRules[] = {
#define POLC_LINT_RULE(function, ...) {DiagnosticId::function, function},
#define POLC_DIAGNOSTIC(...)
#include "compiler/base/diagnostics/lint_seccomp.def"
#undef POLC_DIAGNOSTIC
#undef POLC_LINT_RULE
};

bool Fits(DiagnosticInputs inputs, const SeccompSubject& subject) {
  return inputs == DiagnosticInputs::Seccomp ||
         (inputs == DiagnosticInputs::SeccompJson && subject.json != nullptr) ||
         (inputs == DiagnosticInputs::Polc && subject.unit != nullptr);
}

// By the name of a built-in's source, where the policies of a text extend it.
using Bases = std::map<std::string, Span>;

Bases BasesOf(const language::Unit& unit) {
  Bases bases;
  for (const dsl::Statement& statement : unit.file.statements) {
    const auto* policy = std::get_if<dsl::Policy>(&statement.node);
    if (policy != nullptr && policy->base)
      bases.try_emplace(StrFormat("<{}>", policy->base->text.value), policy->base->text.span);
  }
  return bases;
}

// What is wrong with a built-in is wrong with the policy that extends it, and only there can
// something be done about it.
std::vector<Diagnostic> InTheText(std::vector<Diagnostic> findings, const Sources& sources,
                                  const Bases& bases) {
  for (Diagnostic& diagnostic : findings) {
    if (!diagnostic.span.known()) continue;
    const auto base = bases.find(sources.Get(diagnostic.span.source).name);
    if (base == bases.end()) continue;
    diagnostic.labels.insert(diagnostic.labels.begin(), {diagnostic.span, "inherited from here"});
    diagnostic.span = base->second;
  }
  return findings;
}

void LintSeccomp(Session& session, const Input& input, const LintOptions& options,
                 Findings& findings, std::vector<Suppression>& suppressions, Bases& bases) {
  const Findings before = findings;
  const language::Unit* unit = nullptr;
  const auto profile =
      ReadSeccomp(session, input, options.context, [&](const SeccompSubject& subject) {
        if (subject.unit != nullptr && subject.unit != unit) bases.merge(BasesOf(*subject.unit));
        unit = subject.unit;
        for (const SeccompRule& row : kSeccompRules) {
          if (!Fits(RowOf(row.id).inputs, subject) || !options.selection.Has(row.id)) continue;
          findings.Begin(row.id);
          row.find(subject, findings);
        }
      });
  if (profile) suppressions = SuppressionsIn(*profile);
  // An error after some policies: there are none of the others either.
  if (session.diagnostics.has_errors()) findings = before;
}

void LintApparmor(Session& session, const Input& input, const LintOptions& options,
                  Findings& findings) {
  const ApparmorSubject subject = ReadApparmor(session, input, options.includes);
  RunApparmorRules(subject, findings, [&](DiagnosticId id) { return options.selection.Has(id); });
}

// With the seccomp profile that it names, if that can be read from here.
void LintDaemon(Session& session, const Input& input, const LintOptions& options,
                Findings& findings, std::vector<Suppression>& suppressions, Bases& bases) {
  const auto subject = ReadDaemon(session, input);
  if (!subject) return;
  RunDaemonRules(*subject, findings, [&](DiagnosticId id) { return options.selection.Has(id); });
  const auto path = SeccompProfileOf(*subject);
  if (!path || session.diagnostics.has_errors()) return;
  const auto profile =
      ReadInput(InputPath{*path, true}, session.world, session.sources, session.diagnostics);
  if (!profile) return;
  if (profile->kind == InputKind::SeccompJson) {
    LintSeccomp(session, *profile, options, findings, suppressions, bases);
    return;
  }
  session.diagnostics.Error(
      DiagnosticId::WrongReference, subject->PlaceOf("seccomp-profile"),
      "`{}` is {}, and dockerd reads a seccomp profile in JSON from `seccomp-profile`", *path,
      TraitsOf(profile->kind).what);
}

// Moves all diagnostics but failures from the session to the findings.
void TakeDiagnostics(Session& session, Findings& findings) {
  DiagnosticSink left;
  for (const Diagnostic& diagnostic : session.diagnostics.Sorted()) {
    if (IsFailure(diagnostic)) {
      left.Add(diagnostic);
    } else {
      findings.Add(diagnostic);
    }
  }
  session.diagnostics = std::move(left);
}

}  // namespace

std::vector<std::string_view> Selection::Names() {
  std::vector<std::string_view> names(AllCategoryNames().begin(), AllCategoryNames().end());
  for (const DiagnosticRow& row : AllDiagnosticRows()) names.push_back(row.name);
  return names;
}

// What names the rule itself counts more than what names its category.
bool Selection::Has(DiagnosticId id) const {
  const std::string_view rule = NameOf(id), category = NameOf(RowOf(id).category);
  const auto names = [](const std::vector<std::string>& list, std::string_view name) {
    return std::find(list.begin(), list.end(), name) != list.end();
  };
  if (names(ignored_, rule)) return false;
  if (names(selected_, rule)) return true;
  if (names(ignored_, category)) return false;
  return selected_.empty() || names(selected_, category);
}

Linted Lint(Session& session, const Input& input, const LintOptions& options) {
  Findings findings;
  std::vector<Suppression> suppressions;
  Bases bases;
  if (IsPolicy(input.kind) || IsAppArmor(input.kind))
    suppressions = SuppressionsInComments(session.sources.Get(input.source));
  if (IsAppArmor(input.kind)) {
    LintApparmor(session, input, options, findings);
  } else if (input.kind == InputKind::DaemonJson) {
    LintDaemon(session, input, options, findings, suppressions, bases);
  } else if (IsPolicy(input.kind) || IsSeccompJson(input.kind)) {
    LintSeccomp(session, input, options, findings, suppressions, bases);
  } else {
    Refuse(input, session.diagnostics);
  }
  TakeDiagnostics(session, findings);
  Linted linted{{}, findings.dropped_count()};
  for (Diagnostic& finding : Suppress(InTheText(findings.Sorted(), session.sources, bases),
                                      suppressions, options.selection)) {
    if (options.selection.Has(finding.id) && finding.severity >= options.selection.least())
      linted.findings.push_back(std::move(finding));
  }
  return linted;
}

}  // namespace polc::lint
