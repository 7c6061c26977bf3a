#pragma once

// What polc says about an input, as a value: an id, a place, a sentence, and where one is certain
// the mend. Parsers and compilers hand them to a DiagnosticSink; render.h turns them into text.

#include <string>
#include <string_view>
#include <vector>

#include "compiler/base/diagnostic_id.h"
#include "compiler/base/source.h"
#include "compiler/base/str_format.h"

namespace polc {

// A second place, where the other half of the sentence lives.
struct Label {
  Span span;
  std::string text;
};

// Replaces the bytes of `span`; offered only when it is certain to be what was meant.
struct Fix {
  Span span;
  std::string replacement;
};

struct Diagnostic {
  DiagnosticId id;
  Severity severity = Severity::Error;
  Span span;
  std::string message;  // lower case, no full stop, code in backticks: the situation, then "; " and
                        // the way out
  std::vector<Label> labels = {};
  std::vector<std::string> notes = {};
  std::vector<Fix> fixes = {};
};

// Whether it is an error after which polc cannot go on, and not one about a text that is valid.
[[nodiscard]] bool IsFailure(const Diagnostic& diagnostic);

class DiagnosticSink {
 public:
  // More than anyone reads: a hostile file of a million mistakes must not cost a million messages.
  // Errors and warnings are kept apart, so that no error is lost for warnings; all are counted.
  static constexpr size_t kMostKept = 1000;

  void Add(Diagnostic diagnostic);
  void Error(DiagnosticId id, Span span, std::string message);
  void Warning(DiagnosticId id, Span span, std::string message);
  // The same with a format string and its values (str_format.h).
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

  // Sorted by place (source, then offset); what has no place comes first. Stable otherwise.
  [[nodiscard]] std::vector<Diagnostic> Sorted() const;
  [[nodiscard]] const std::vector<Diagnostic>& all() const { return diagnostics_; }
  [[nodiscard]] size_t error_count() const { return errors_; }
  [[nodiscard]] size_t warning_count() const { return warnings_; }
  [[nodiscard]] bool has_errors() const { return errors_ != 0; }
  // Errors that are no findings about a valid text (Consequence): nothing may be written.
  [[nodiscard]] bool has_failures() const { return failures_ != 0; }
  // How many of those counted are not in all() and Sorted().
  [[nodiscard]] size_t dropped_count() const { return dropped_; }
  // Whether one more of this severity would only be counted, so that its message need not be made.
  [[nodiscard]] bool full(Severity severity) const {
    return (severity == Severity::Error     ? errors_
            : severity == Severity::Warning ? warnings_
                                            : 0) >= kMostKept;
  }

 private:
  std::vector<Diagnostic> diagnostics_;
  size_t errors_ = 0;
  size_t failures_ = 0;
  size_t warnings_ = 0;
  size_t dropped_ = 0;
};

}  // namespace polc
