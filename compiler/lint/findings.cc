#include "compiler/lint/findings.h"

#include <algorithm>
#include <tuple>

namespace polc::lint {

void Findings::Add(Span span, std::string message, std::vector<std::string> notes,
                   std::vector<Label> labels, std::vector<Fix> fixes) {
  Add({.id = rule_,
       .severity = RowOf(rule_).severity,
       .span = span,
       .message = std::move(message),
       .labels = std::move(labels),
       .notes = std::move(notes),
       .fixes = std::move(fixes)});
}

std::vector<Diagnostic> Findings::Sorted() const {
  std::vector<Diagnostic> sorted = sink_.Sorted();
  const auto key = [](const Diagnostic& finding) {
    const Span& span = finding.span;
    return std::tuple(span.known(), span.source, span.begin, NameOf(finding.id), span.end);
  };
  std::stable_sort(sorted.begin(), sorted.end(),
                   [&](const Diagnostic& a, const Diagnostic& b) { return key(a) < key(b); });
  return sorted;
}

}  // namespace polc::lint
