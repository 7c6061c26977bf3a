#include "compiler/lint/rule.h"

#include <algorithm>
#include <vector>

#include "compiler/base/check.h"

namespace polc::lint {
namespace {

struct Page {
  std::string_view id;
  std::string_view text;
};
// constexpr Page kPages[]
#include "compiler/lint/pages.inc"

constexpr std::string_view kCategoryNames[] = {"syntax",      "correctness", "security",
                                               "portability", "performance", "apparmor",
                                               "docker",      "style"};

std::vector<Rule> MakeRules() {
  std::vector<Rule> rules;
  const auto add = [&](std::string_view id, Category category, Severity severity, Inputs inputs,
                       FixSafety fix, std::string_view since, std::string_view summary) {
    rules.push_back({{id, summary, NameOf(category), "docs/lint/" + std::string(id) + ".md"},
                     category,
                     severity,
                     inputs,
                     fix,
                     since});
  };
#define POLC_LINT_RULE(function, id, category, severity, inputs, fix, since, summary) \
  add(id, Category::category, Severity::severity, Inputs::inputs, FixSafety::fix, since, summary);
#define POLC_LINT_ROW(id, category, severity, inputs, fix, since, summary) \
  add(id, Category::category, Severity::severity, Inputs::inputs, FixSafety::fix, since, summary);
#include "compiler/lint/apparmor_rules.def"
#include "compiler/lint/daemon_rules.def"
#include "compiler/lint/other_rules.def"
#include "compiler/lint/seccomp_rules.def"
#undef POLC_LINT_ROW
#undef POLC_LINT_RULE
  std::sort(rules.begin(), rules.end(),
            [](const Rule& a, const Rule& b) { return a.info.id < b.info.id; });
  return rules;
}

// One for each diagnostic, for those that have no row.
std::vector<Rule> MakeReaderRules() {
  std::vector<Rule> rules;
  for (const DiagnosticId id : AllDiagnosticIds()) {
    rules.push_back({{polc::NameOf(id), SummaryOf(id), NameOf(Category::Correctness), ""},
                     Category::Correctness,
                     Severity::Warning,
                     Inputs::Any,
                     FixSafety::None,
                     "0.1"});
  }
  return rules;
}

}  // namespace

std::string_view NameOf(Category category) { return kCategoryNames[static_cast<size_t>(category)]; }

std::span<const std::string_view> AllCategoryNames() { return kCategoryNames; }

std::optional<Category> ParseCategory(std::string_view name) {
  const auto* const found = std::find(std::begin(kCategoryNames), std::end(kCategoryNames), name);
  if (found == std::end(kCategoryNames)) return std::nullopt;
  return static_cast<Category>(found - std::begin(kCategoryNames));
}

std::string_view NameOf(Inputs inputs) {
  switch (inputs) {
    case Inputs::Seccomp:
      return "seccomp profiles: JSON and .polc";
    case Inputs::SeccompJson:
      return "seccomp profiles in JSON";
    case Inputs::Polc:
      return "seccomp policies in .polc";
    case Inputs::Apparmor:
      return "AppArmor profiles";
    case Inputs::DaemonJson:
      return "Docker's daemon.json";
    case Inputs::Any:
      return "any input";
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

std::span<const Rule> AllRules() {
  static const std::vector<Rule> rules = MakeRules();
  return rules;
}

const Rule* FindRule(std::string_view id) {
  const std::span<const Rule> rules = AllRules();
  const auto found =
      std::lower_bound(rules.begin(), rules.end(), id,
                       [](const Rule& rule, std::string_view name) { return rule.info.id < name; });
  return found == rules.end() || found->info.id != id ? nullptr : &*found;
}

const Rule& RuleOf(DiagnosticId id) {
  if (const Rule* rule = FindRule(polc::NameOf(id))) return *rule;
  static const std::vector<Rule> rules = MakeReaderRules();
  const auto found = std::find_if(rules.begin(), rules.end(), [&](const Rule& rule) {
    return rule.info.id == polc::NameOf(id);
  });
  POLC_CHECK(found != rules.end());
  return *found;
}

std::string_view PageOf(std::string_view id) {
  for (const Page& page : kPages) {
    if (page.id == id) return page.text;
  }
  return {};
}

}  // namespace polc::lint
