#pragma once

// What the rules say: the findings of one input.

#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "compiler/base/diagnostic.h"

namespace polc::lint {

class Findings {
 public:
  // More than anyone reads of one rule in one input; the rest is counted.
  static constexpr size_t kMostOfARule = 200;

  // Sets the rule that later Add() calls report for.
  void Begin(DiagnosticId rule) { rule_ = rule; }

  // Only the first of a rule at one place is kept: what is wrong on five ABIs is wrong once.
  void Add(Span span, std::string message, std::vector<std::string> notes = {},
           std::vector<Label> labels = {}, std::vector<Fix> fixes = {});
  void Add(Diagnostic diagnostic);
  // Whether there is one of this rule at the place: then another need not be made.
  [[nodiscard]] bool Has(Span span) const;

  // Sorted by place, then by rule.
  [[nodiscard]] std::vector<Diagnostic> Sorted() const;
  [[nodiscard]] const std::vector<Diagnostic>& all() const { return findings_; }
  [[nodiscard]] size_t dropped_count() const { return dropped_; }

 private:
  DiagnosticId rule_ = {};
  std::vector<Diagnostic> findings_;
  std::set<std::pair<DiagnosticId, Span>> places_;
  std::map<DiagnosticId, size_t> counts_;
  size_t dropped_ = 0;
};

}  // namespace polc::lint
