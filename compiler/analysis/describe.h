#pragma once

// What a syscall is answered, depending on its arguments, in words: `ALLOW unless family in {38,
// 40}`. A Description is made from a diagram node below nr, keeps verdicts and clauses as values
// (clauses.h), and is put into text for given names.

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

// The cases exclude each other; what none of them covers is answered `otherwise`.
struct Description {
  std::vector<Case> cases;
  Verdict otherwise;
  size_t verdicts_left_out = 0;  // of nodes with more than 32 verdicts

  [[nodiscard]] bool is_constant() const { return cases.empty(); }
  // Says all there is; otherwise `otherwise` covers less than the rest.
  [[nodiscard]] bool complete() const;
  friend bool operator==(const Description&, const Description&) = default;
};

// The node must not depend on arch and nr. Throws NodeBudgetExceeded.
[[nodiscard]] Description Describe(Diagram& diagram, NodeId node);
// Of a complete description.
[[nodiscard]] Verdict Evaluate(const Description& description, const Call& call);

// How much of long conditions is printed before `… (N more cases)`.
struct TextLimits {
  size_t clauses;
  size_t values;  // of one set
};
inline constexpr TextLimits kConcise{4, 12};
inline constexpr TextLimits kFull{256, 4096};

// `implied` is the answer that needs no mention after `unless`: the filter's default.
[[nodiscard]] std::string Text(const Description& description, const CallLabels& labels,
                               TextLimits limits, std::optional<Verdict> implied = std::nullopt);
// "family in {38, 40} and type == 3"
[[nodiscard]] std::string Text(const Clauses& clauses, const CallLabels& labels, TextLimits limits);

}  // namespace polc
