#pragma once

// Reports every mistake once: a rule is resolved for each of its syscalls and architectures, so a
// mistake in it is found that often.

#include <set>
#include <utility>

#include "compiler/base/diagnostic.h"

namespace polc::language {

class Reporter {
 public:
  explicit Reporter(DiagnosticSink& sink) : sink_(sink) {}

  // Reports nothing if there was an error for this place already.
  void Add(Diagnostic diagnostic) {
    if (!places_.insert(diagnostic.span).second) return;
    if (diagnostic.id == DiagnosticId::UnknownName) first_uses_.Group(diagnostic);
    sink_.Add(std::move(diagnostic));
  }
  void Error(DiagnosticId id, Span span, std::string message) {
    Add({.id = id, .span = span, .message = std::move(message)});
  }
  void Warning(DiagnosticId id, Span span, std::string message) {
    Add({.id = id, .severity = Severity::Warning, .span = span, .message = std::move(message)});
  }
  // The same with a format string and its values (compiler/base/str_format.h).
  template <class First, class... Rest>
  void Error(DiagnosticId id, Span span, fmt::format_string<First, Rest...> format, First&& first,
             Rest&&... rest) {
    Error(id, span, VStrFormat(format, fmt::make_format_args(first, rest...)));
  }
  template <class First, class... Rest>
  void Warning(DiagnosticId id, Span span, fmt::format_string<First, Rest...> format, First&& first,
               Rest&&... rest) {
    Warning(id, span, VStrFormat(format, fmt::make_format_args(first, rest...)));
  }
  [[nodiscard]] size_t error_count() const { return sink_.error_count(); }
  [[nodiscard]] DiagnosticSink& sink() { return sink_; }

 private:
  DiagnosticSink& sink_;
  std::set<Span> places_;
  FirstUses first_uses_;
};

}  // namespace polc::language
