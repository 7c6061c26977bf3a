#pragma once

// What polc says about an input, as a value: an id, a place, a sentence, and where one is certain
// the mend. Parsers and compilers hand them to a DiagnosticSink; render.h turns them into text.

#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <tuple>
#include <unordered_map>
#include <unordered_set>
#include <utility>
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

// Another diagnostic, of which one is a consequence.
struct Cause {
  DiagnosticId id;
  Span span;
  friend auto operator<=>(const Cause&, const Cause&) = default;
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
  std::optional<Cause> cause = {};
};

// Whether it is an error after which polc cannot go on, and not one about a text that is valid.
[[nodiscard]] bool IsFailure(const Diagnostic& diagnostic);

// Collects what is said. A repetition is dropped; of what follows from a cause that is reported
// too, earlier or later, the cause tells the number; and of one id no more is kept than anyone
// reads.
class DiagnosticSink {
 public:
  // A hostile file of a million mistakes must not cost a million messages. Counted are all.
  static constexpr size_t kMostKept = 1000;  // of an id and a severity

  // A reader's sentence is dropped if it was said of the place; lint says one of each rule there.
  enum class Repeats { SameMessage, SamePlace };

  DiagnosticSink() = default;
  DiagnosticSink(Repeats repeats, size_t most_kept) : repeats_(repeats), most_kept_(most_kept) {}

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

  // From now on, what has this id in that text follows from the cause.
  void Explain(DiagnosticId id, SourceId text, Cause cause) {
    explained_.try_emplace({id, text}, cause);
  }

  // What is to be shown: sorted by place (source, then offset), without a place first, stable
  // otherwise. Causes tell in a note what follows from them, which is not shown itself.
  [[nodiscard]] std::vector<Diagnostic> Sorted() const;
  // As they were added.
  [[nodiscard]] const std::vector<Diagnostic>& all() const { return diagnostics_; }
  [[nodiscard]] bool Has(DiagnosticId id, Span span) const { return places_.contains({id, span}); }
  // All that were added, but repetitions.
  [[nodiscard]] size_t error_count() const { return total_.errors; }
  [[nodiscard]] size_t warning_count() const { return total_.warnings; }
  [[nodiscard]] bool has_errors() const { return total_.errors != 0; }
  // Errors that are no findings about a valid text (Consequence): nothing may be written.
  [[nodiscard]] bool has_failures() const { return failures_ != 0; }
  // Without those that a cause tells. `dropped` are counted and not in Sorted().
  struct Counts {
    size_t errors = 0;
    size_t warnings = 0;
    size_t dropped = 0;
  };
  [[nodiscard]] Counts ShownCounts() const;
  // Whether one more of the kind would only be counted, so that its message need not be made.
  [[nodiscard]] bool full(DiagnosticId id, Severity severity) const;

 private:
  struct PlaceHash {
    size_t operator()(const Cause& place) const;
  };
  // What follows from one cause.
  struct Following {
    std::map<DiagnosticId, size_t> counts;
    Counts hidden;
    std::string message;  // of the first one
    bool one_message = true;
  };
  [[nodiscard]] bool IsRepeated(const Diagnostic& diagnostic, size_t hash) const;
  void NoteConsequence(const Diagnostic& diagnostic, bool kept);
  void AddNotes(Diagnostic& cause) const;

  Repeats repeats_ = Repeats::SameMessage;
  size_t most_kept_ = kMostKept;
  std::vector<Diagnostic> diagnostics_;
  std::unordered_multimap<size_t, size_t> by_hash_;  // those that are kept
  std::unordered_set<Cause, PlaceHash> places_;
  std::set<Cause> causes_;  // kept ones, that follow from nothing
  std::map<Cause, Following> following_;
  std::map<std::pair<DiagnosticId, SourceId>, Cause> explained_;
  std::map<std::tuple<DiagnosticId, Severity, bool>, size_t> of_kind_;  // consequences apart
  Counts total_;
  size_t failures_ = 0;
};

// Makes the first use of something that is missing the cause of the others: of a name without a
// definition, or of a file that is not there, the mistake is one however often it is used. For the
// diagnostics of one input.
class FirstUses {
 public:
  void Group(Diagnostic& use);

 private:
  std::map<std::pair<DiagnosticId, std::string>, Span> first_;
};

}  // namespace polc
