#include "compiler/lint/findings.h"

#include <algorithm>
#include <tuple>

#include "compiler/base/check.h"

namespace polc::lint {

void Findings::Add(Span span, std::string message, std::vector<std::string> notes,
                   std::vector<Label> labels, std::vector<Fix> fixes) {
  POLC_CHECK(rule_ != nullptr);
  Add(*rule_, {.id = {},
               .severity = rule_->severity,
               .span = span,
               .message = std::move(message),
               .labels = std::move(labels),
               .notes = std::move(notes),
               .fixes = std::move(fixes)});
}

void Findings::Add(const Rule& rule, Diagnostic diagnostic) {
  if (!places_.insert({&rule.info, diagnostic.span}).second) return;
  if (++counts_[&rule.info] > kMostOfARule) {
    ++dropped_;
    return;
  }
  findings_.push_back({&rule.info, std::move(diagnostic)});
}

bool Findings::Has(Span span) const { return places_.contains({&rule_->info, span}); }

std::vector<report::Finding> Findings::Sorted() const {
  std::vector<report::Finding> sorted = findings_;
  const auto key = [](const report::Finding& finding) {
    const Span& span = finding.diagnostic.span;
    return std::tuple(span.known(), span.source, span.begin, finding.rule->id, span.end);
  };
  std::stable_sort(
      sorted.begin(), sorted.end(),
      [&](const report::Finding& a, const report::Finding& b) { return key(a) < key(b); });
  return sorted;
}

}  // namespace polc::lint
