#pragma once

// Every mistake once: a rule is resolved for each of its syscalls and architectures, and a mistake
// in it would be found as often.

#include <set>
#include <utility>

#include "compiler/base/diagnostic.h"

namespace polc::language {

class Reporter {
 public:
  explicit Reporter(DiagnosticSink& sink) : sink_(sink) {}

  // Not if there was one for this place already.
  void Add(Diagnostic diagnostic) {
    if (places_.insert(diagnostic.span).second) sink_.Add(std::move(diagnostic));
  }
  void Error(DiagnosticId id, Span span, std::string message) {
    Add({.id = id, .span = span, .message = std::move(message)});
  }
  void Warning(DiagnosticId id, Span span, std::string message) {
    Add({.id = id, .severity = Severity::Warning, .span = span, .message = std::move(message)});
  }
  [[nodiscard]] size_t error_count() const { return sink_.error_count(); }
  [[nodiscard]] DiagnosticSink& sink() { return sink_; }

 private:
  DiagnosticSink& sink_;
  std::set<Span> places_;
};

}  // namespace polc::language
