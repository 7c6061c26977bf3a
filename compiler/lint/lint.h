#pragma once

// Lint as a function: an input in, findings out. The command (compiler/cli/command_lint.cc) chooses
// inputs and prints.

#include <string>
#include <utility>
#include <vector>

#include "compiler/apparmor/includes.h"
#include "compiler/lint/findings.h"
#include "compiler/session/load.h"

namespace polc::lint {

// Which rules are asked, and which findings are shown.
class Selection {
 public:
  Selection() = default;
  // Ids and categories; selected nothing is all.
  Selection(std::vector<std::string> selected, std::vector<std::string> ignored, Severity least)
      : selected_(std::move(selected)), ignored_(std::move(ignored)), least_(least) {}
  // All that there are.
  [[nodiscard]] static std::vector<std::string_view> Names();

  [[nodiscard]] bool Has(DiagnosticId id) const;
  [[nodiscard]] Severity least() const { return least_; }

 private:
  std::vector<std::string> selected_;
  std::vector<std::string> ignored_;
  Severity least_ = Severity::Note;
};

struct LintOptions {
  DockerContext context;
  aa::IncludeOptions includes;
  Selection selection;
};

struct Linted {
  std::vector<Diagnostic> findings;  // in their order
  size_t dropped = 0;                // further ones, of rules with very many
};

// What the readers warn of counts as findings; their errors stay in the session, and then there are
// no other findings. Throws NodeBudgetExceeded.
[[nodiscard]] Linted Lint(Session& session, const Input& input, const LintOptions& options);

}  // namespace polc::lint
