#pragma once

// What the rules say: the findings of one input.

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
  void Add(Diagnostic diagnostic) { sink_.Add(std::move(diagnostic)); }
  // Whether there is one of this rule at the place: then another need not be made.
  [[nodiscard]] bool Has(Span span) const { return sink_.Has(rule_, span); }

  // Sorted by place, then by rule.
  [[nodiscard]] std::vector<Diagnostic> Sorted() const;
  [[nodiscard]] const std::vector<Diagnostic>& all() const { return sink_.all(); }
  [[nodiscard]] size_t dropped_count() const { return sink_.ShownCounts().dropped; }

 private:
  DiagnosticId rule_ = {};
  DiagnosticSink sink_{DiagnosticSink::Repeats::SamePlace, kMostOfARule};
};

}  // namespace polc::lint
