#include "compiler/base/diagnostic.h"

#include <algorithm>
#include <tuple>
#include <utility>

namespace polc {

bool IsFailure(const Diagnostic& diagnostic) {
  return diagnostic.severity == Severity::Error &&
         RowOf(diagnostic.id).consequence != Consequence::Finding;
}

void DiagnosticSink::Add(Diagnostic diagnostic) {
  const bool kept = !full(diagnostic.severity);
  // One text can be read for several reasons, as the two policies of a file that are compared; its
  // mistakes stay one each.
  const bool repeated =
      kept && diagnostic.span.known() &&
      std::any_of(diagnostics_.begin(), diagnostics_.end(), [&](const Diagnostic& other) {
        return other.span == diagnostic.span && other.id == diagnostic.id &&
               other.severity == diagnostic.severity && other.message == diagnostic.message;
      });
  if (repeated) return;
  if (diagnostic.severity == Severity::Error) ++errors_;
  if (IsFailure(diagnostic)) ++failures_;
  if (diagnostic.severity == Severity::Warning) ++warnings_;
  if (kept) {
    diagnostics_.push_back(std::move(diagnostic));
  } else {
    ++dropped_;
  }
}

void DiagnosticSink::Error(DiagnosticId id, Span span, std::string message) {
  Add({.id = id, .severity = Severity::Error, .span = span, .message = std::move(message)});
}

void DiagnosticSink::Warning(DiagnosticId id, Span span, std::string message) {
  Add({.id = id, .severity = Severity::Warning, .span = span, .message = std::move(message)});
}

std::vector<Diagnostic> DiagnosticSink::Sorted() const {
  std::vector<Diagnostic> sorted = diagnostics_;
  const auto key = [](const Diagnostic& d) {
    return std::tuple(d.span.known(), d.span.source, d.span.begin, d.span.end);
  };
  std::stable_sort(sorted.begin(), sorted.end(),
                   [&](const Diagnostic& a, const Diagnostic& b) { return key(a) < key(b); });
  return sorted;
}

}  // namespace polc
