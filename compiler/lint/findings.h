#pragma once

// What the rules say: findings of one input, each with the rule it comes of.

#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "compiler/lint/rule.h"

namespace polc::lint {

class Findings {
 public:
  // More than anyone reads of one rule in one input; the rest is counted.
  static constexpr size_t kMostOfARule = 200;

  // Whose findings the next ones are.
  void Begin(const Rule& rule) { rule_ = &rule; }

  // Only the first of a rule at one place is kept: what is wrong on five ABIs is wrong once.
  void Add(Span span, std::string message, std::vector<std::string> notes = {},
           std::vector<Label> labels = {}, std::vector<Fix> fixes = {});
  void Add(const Rule& rule, Diagnostic diagnostic);
  // Whether there is one of this rule at the place: then another need not be made.
  [[nodiscard]] bool Has(Span span) const;

  // Sorted by place, then by rule.
  [[nodiscard]] std::vector<report::Finding> Sorted() const;
  [[nodiscard]] const std::vector<report::Finding>& all() const { return findings_; }
  [[nodiscard]] size_t dropped_count() const { return dropped_; }

 private:
  const Rule* rule_ = nullptr;
  std::vector<report::Finding> findings_;
  std::set<std::pair<const report::RuleInfo*, Span>> places_;
  std::map<const report::RuleInfo*, size_t> counts_;
  size_t dropped_ = 0;
};

}  // namespace polc::lint
