#pragma once

// The registry of lint rules: one row of a .def file each, which names the function that looks for
// it. What `polc rule` lists, --select chooses from and the tests of docs/lint and tests/lint are
// checked against.

#include <optional>
#include <span>
#include <string_view>

#include "compiler/base/diagnostic.h"
#include "compiler/report/finding.h"

namespace polc::lint {

enum class Category : uint8_t {
  Syntax,
  Correctness,
  Security,
  Portability,
  Performance,
  Apparmor,
  Docker,
  Style
};
[[nodiscard]] std::string_view NameOf(Category category);
[[nodiscard]] std::optional<Category> ParseCategory(std::string_view name);
[[nodiscard]] std::span<const std::string_view> AllCategoryNames();

// What a rule looks at.
enum class Inputs : uint8_t { Seccomp, SeccompJson, Polc, Apparmor, DaemonJson, Any };
[[nodiscard]] std::string_view NameOf(Inputs inputs);

// Whether --fix applies the rule's edits: a safe one keeps the meaning of the input, which is
// proved after it.
enum class FixSafety : uint8_t { None, Safe, Unsafe };
[[nodiscard]] std::string_view NameOf(FixSafety safety);

struct Rule {
  report::RuleInfo info;
  Category category;
  Severity severity;
  Inputs inputs;
  FixSafety fix;
  std::string_view since;  // the version of polc that brought it
};

// By id.
[[nodiscard]] std::span<const Rule> AllRules();
[[nodiscard]] const Rule* FindRule(std::string_view id);
// The rule that a reader's diagnostic counts for: its own row, or one made of the diagnostic's id
// and summary.
[[nodiscard]] const Rule& RuleOf(DiagnosticId id);
// docs/lint/<id>.md; empty if there is none.
[[nodiscard]] std::string_view PageOf(std::string_view id);

}  // namespace polc::lint
