#pragma once

// The answer to a syscall, depending on its arguments, in words: `ALLOW unless family in {38, 40}`.
// A Description is made from a diagram node below nr and consists of verdicts and clauses
// (clauses.h). Text() prints it with the names of one syscall's arguments.

#include <optional>
#include <string>
#include <vector>

#include "compiler/analysis/clauses.h"
#include "compiler/analysis/naming.h"
#include "compiler/ir/verdict.h"

namespace polc {

struct Case {
  Verdict verdict;
  Clauses when;
  friend bool operator==(const Case&, const Case&) = default;
};

// The cases exclude each other. If none of them holds, the answer is `otherwise`.
struct Description {
  std::vector<Case> cases;
  Verdict otherwise;
  size_t verdicts_left_out = 0;  // not 0 if the node has more than 32 verdicts

  [[nodiscard]] bool is_constant() const { return cases.empty(); }
  // True if the cases cover all answers but `otherwise`. If not, the rest has other answers too.
  [[nodiscard]] bool complete() const;
  friend bool operator==(const Description&, const Description&) = default;
};

// The node must not depend on arch and nr. Throws NodeBudgetExceeded.
[[nodiscard]] Description Describe(Diagram& diagram, NodeId node);
// The description must be complete.
[[nodiscard]] Verdict Evaluate(const Description& description, const Call& call);

// How much of long conditions is printed before `… (N more cases)`.
struct TextLimits {
  size_t clauses;
  size_t values;  // of one set
};
inline constexpr TextLimits kConcise{4, 12};
inline constexpr TextLimits kFull{256, 4096};

// After `unless`, the answer `implied` is not printed: the filter's default.
[[nodiscard]] std::string Text(const Description& description, const CallLabels& labels,
                               TextLimits limits, std::optional<Verdict> implied = std::nullopt);
// "family in {38, 40} and type == 3"
[[nodiscard]] std::string Text(const Clauses& clauses, const CallLabels& labels, TextLimits limits);

}  // namespace polc
