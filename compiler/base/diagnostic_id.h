#pragma once

// The registry of everything that polc can say (compiler/base/diagnostics/*.def): an id for each,
// and what holds for all diagnostics of that id. `polc rule` prints it, lint selects by it, and
// reports (compiler/report) take their data from it.

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace polc {

enum class Severity { Note, Warning, Error };
[[nodiscard]] std::string_view NameOf(Severity severity);

enum class DiagnosticId : uint16_t {
#define POLC_DIAGNOSTIC(enumerator, ...) enumerator,
#define POLC_LINT_RULE(enumerator, ...) enumerator,
#include "compiler/base/diagnostics/all.def"
#undef POLC_LINT_RULE
#undef POLC_DIAGNOSTIC
};

enum class DiagnosticGroup : uint8_t {
  LintSeccomp,
  LintApparmor,
  LintDaemon,
  LintSuppressions,
  Commands,
  Json,
  Language,
  Apparmor,
  Filters
};
// As the heading of a list.
[[nodiscard]] std::string_view NameOf(DiagnosticGroup group);

enum class Category : uint8_t {
  Syntax,
  Correctness,
  Security,
  Portability,
  Performance,
  Apparmor,
  Docker,
  Style,
  Usage
};
[[nodiscard]] std::string_view NameOf(Category category);
[[nodiscard]] std::span<const std::string_view> AllCategoryNames();

enum class Consequence : uint8_t { Failure, Finding, Either };

// The kinds of input that it is said of.
enum class DiagnosticInputs : uint8_t {
  Any,
  Seccomp,
  SeccompJson,
  Polc,
  Apparmor,
  DaemonJson,
  AnyJson,
  Bpf,
  Toml,
  Counts,
  CommandLine
};
[[nodiscard]] std::string_view NameOf(DiagnosticInputs inputs);

// Whether --fix applies the edits: a safe one keeps the meaning of the input, which is proved
// after it.
enum class FixSafety : uint8_t { None, Safe, Unsafe };
[[nodiscard]] std::string_view NameOf(FixSafety safety);

struct DiagnosticRow {
  DiagnosticId id;
  DiagnosticGroup group;
  std::string_view name;  // the id that users see
  Category category;
  Severity severity;
  Consequence consequence;
  DiagnosticInputs inputs;
  FixSafety fix;
  std::string_view since;
  std::string_view summary;

  // Lint's rules have a page each, docs/lint/ID.md; docs/diagnostics.md has a section for each of
  // the others.
  [[nodiscard]] bool is_lint_rule() const { return group <= DiagnosticGroup::LintSuppressions; }
  [[nodiscard]] std::string page() const;
};

// Group by group, and sorted by name in each.
[[nodiscard]] std::span<const DiagnosticRow> AllDiagnosticRows();
[[nodiscard]] const DiagnosticRow& RowOf(DiagnosticId id);
[[nodiscard]] const DiagnosticRow* FindDiagnosticRow(std::string_view name);
[[nodiscard]] inline std::string_view NameOf(DiagnosticId id) { return RowOf(id).name; }

}  // namespace polc
