#pragma once

// Lint as a function: an input in, findings out. The command (compiler/cli/command_lint.cc) chooses inputs and prints.

#include <string>
#include <vector>

#include "compiler/apparmor/includes.h"
#include "compiler/lint/findings.h"
#include "compiler/session/load.h"

namespace polc::lint {

// --select, --ignore and --severity: which rules are asked, and which findings are shown.
class Selection {
 public:
  // Ids and categories, separated by commas. Reports those that do not exist (`bad-usage`).
  [[nodiscard]] static Selection Parse(const std::string& select, const std::string& ignore, Severity least, DiagnosticSink& diagnostics);

  [[nodiscard]] bool Has(const report::RuleInfo& rule) const;
  [[nodiscard]] Severity least() const { return least_; }

 private:
  std::vector<std::string> selected_;  // empty: all
  std::vector<std::string> ignored_;
  Severity least_ = Severity::Note;
};

struct LintOptions {
  DockerContext context;
  aa::IncludeOptions includes;
  Selection selection;
};

struct Linted {
  std::vector<report::Finding> findings;  // in their order
  size_t dropped = 0;                     // further ones, of rules with very many
};

// What the readers warn of counts as findings; their errors stay in the session, and then there are no other findings.
// Throws NodeBudgetExceeded.
[[nodiscard]] Linted Lint(Session& session, const Input& input, const LintOptions& options);

}  // namespace polc::lint
