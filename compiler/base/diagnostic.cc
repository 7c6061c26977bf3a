#include "compiler/base/diagnostic.h"

#include <algorithm>
#include <tuple>
#include <utility>

#include "compiler/base/check.h"

namespace polc {

std::string_view NameOf(Severity severity) {
  switch (severity) {
    case Severity::Note:
      return "note";
    case Severity::Warning:
      return "warning";
    case Severity::Error:
      return "error";
  }
  POLC_CHECK(false);
}

std::string_view NameOf(DiagnosticId id) {
  static constexpr std::string_view kNames[] = {
#define POLC_DIAGNOSTIC(enumerator, name, summary) name,
#include "compiler/base/diagnostic_ids.def"
#undef POLC_DIAGNOSTIC
  };
  return kNames[static_cast<size_t>(id)];
}

std::string_view SummaryOf(DiagnosticId id) {
  static constexpr std::string_view kSummaries[] = {
#define POLC_DIAGNOSTIC(enumerator, name, summary) summary,
#include "compiler/base/diagnostic_ids.def"
#undef POLC_DIAGNOSTIC
  };
  return kSummaries[static_cast<size_t>(id)];
}

const std::vector<DiagnosticId>& AllDiagnosticIds() {
  static const std::vector<DiagnosticId> kIds = {
#define POLC_DIAGNOSTIC(enumerator, name, summary) DiagnosticId::enumerator,
#include "compiler/base/diagnostic_ids.def"
#undef POLC_DIAGNOSTIC
  };
  return kIds;
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
