#include "compiler/base/diagnostic_id.h"

#include <algorithm>
#include <vector>

#include "compiler/base/check.h"

namespace polc {
namespace {

constexpr DiagnosticRow kRows[] = {
#define POLC_DIAGNOSTIC(enumerator, id, category, severity, consequence, inputs, fix, since, \
                        summary)                                                             \
  {DiagnosticId::enumerator,                                                                 \
   DiagnosticGroup::POLC_GROUP,                                                              \
   id,                                                                                       \
   Category::category,                                                                       \
   Severity::severity,                                                                       \
   Consequence::consequence,                                                                 \
   DiagnosticInputs::inputs,                                                                 \
   FixSafety::fix,                                                                           \
   since,                                                                                    \
   summary},
#define POLC_LINT_RULE POLC_DIAGNOSTIC
#include "compiler/base/diagnostics/all.def"
#undef POLC_LINT_RULE
#undef POLC_DIAGNOSTIC
};

constexpr std::string_view kCategoryNames[] = {"syntax",      "correctness", "security",
                                               "portability", "performance", "apparmor",
                                               "docker",      "style",       "usage"};

std::vector<const DiagnosticRow*> RowsByName() {
  std::vector<const DiagnosticRow*> rows;
  for (const DiagnosticRow& row : kRows) rows.push_back(&row);
  std::sort(rows.begin(), rows.end(),
            [](const DiagnosticRow* a, const DiagnosticRow* b) { return a->name < b->name; });
  return rows;
}

}  // namespace

std::string_view NameOf(Severity severity) {
  switch (severity) {
    case Severity::Note:
      return "note";
    case Severity::Warning:
      return "warning";
    case Severity::Error:
      return "error";
  }
  POLC_CHECK(false);
}

std::string_view NameOf(DiagnosticGroup group) {
  switch (group) {
    case DiagnosticGroup::LintSeccomp:
      return "lint rules for seccomp profiles";
    case DiagnosticGroup::LintApparmor:
      return "lint rules for AppArmor profiles";
    case DiagnosticGroup::LintDaemon:
      return "lint rules for Docker's daemon.json";
    case DiagnosticGroup::LintSuppressions:
      return "lint rules for suppressions";
    case DiagnosticGroup::Commands:
      return "command lines, files and limits";
    case DiagnosticGroup::Json:
      return "seccomp profiles in JSON";
    case DiagnosticGroup::Language:
      return "policies in .polc";
    case DiagnosticGroup::Apparmor:
      return "AppArmor profiles";
    case DiagnosticGroup::Filters:
      return "filters and outputs";
  }
  POLC_CHECK(false);
}

std::string_view NameOf(Category category) { return kCategoryNames[static_cast<size_t>(category)]; }

std::span<const std::string_view> AllCategoryNames() { return kCategoryNames; }

std::string_view NameOf(DiagnosticInputs inputs) {
  switch (inputs) {
    case DiagnosticInputs::Any:
      return "any input";
    case DiagnosticInputs::Seccomp:
      return "seccomp profiles: JSON and .polc";
    case DiagnosticInputs::SeccompJson:
      return "seccomp profiles in JSON";
    case DiagnosticInputs::Polc:
      return "seccomp policies in .polc";
    case DiagnosticInputs::Apparmor:
      return "AppArmor profiles";
    case DiagnosticInputs::DaemonJson:
      return "Docker's daemon.json";
    case DiagnosticInputs::AnyJson:
      return "JSON: seccomp profiles, daemon.json";
    case DiagnosticInputs::Bpf:
      return "compiled filters";
    case DiagnosticInputs::Toml:
      return "polc.toml, and files of accepted changes";
    case DiagnosticInputs::Counts:
      return "the counts of --hot";
    case DiagnosticInputs::CommandLine:
      return "the command line";
  }
  POLC_CHECK(false);
}

std::string_view NameOf(FixSafety safety) {
  switch (safety) {
    case FixSafety::None:
      return "none";
    case FixSafety::Safe:
      return "safe (--fix)";
    case FixSafety::Unsafe:
      return "unsafe (--fix --unsafe-fixes)";
  }
  POLC_CHECK(false);
}

std::string DiagnosticRow::page() const {
  return is_lint_rule() ? "docs/lint/" + std::string(name) + ".md"
                        : "docs/diagnostics.md#" + std::string(name);
}

std::span<const DiagnosticRow> AllDiagnosticRows() { return kRows; }

const DiagnosticRow& RowOf(DiagnosticId id) { return kRows[static_cast<size_t>(id)]; }

const DiagnosticRow* FindDiagnosticRow(std::string_view name) {
  static const std::vector<const DiagnosticRow*> rows = RowsByName();
  const auto found = std::lower_bound(
      rows.begin(), rows.end(), name,
      [](const DiagnosticRow* row, std::string_view wanted) { return row->name < wanted; });
  return found == rows.end() || (*found)->name != name ? nullptr : *found;
}

}  // namespace polc
