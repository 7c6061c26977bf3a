// How many diagnostics a sink keeps, and how it counts the others.

#include "compiler/base/diagnostic.h"

#include <algorithm>
#include <random>
#include <set>
#include <string>
#include <tuple>

#include "compiler/base/render.h"
#include "tests/support/catch.h"

namespace polc {
namespace {

TEST_CASE("a sink counts all findings and keeps so many of each kind") {
  DiagnosticSink sink;
  constexpr size_t kWarnings = 3 * DiagnosticSink::kMostKept;
  for (size_t i = 0; i < kWarnings; ++i) {
    CHECK(sink.full(DiagnosticId::UnknownKey, Severity::Warning) ==
          (i >= DiagnosticSink::kMostKept));
    sink.Warning(DiagnosticId::UnknownKey, {}, "warning {}", i);
  }
  CHECK_FALSE(sink.has_errors());
  CHECK(CountLine(sink) == "3000 warnings (2000 not shown)");
  sink.Error(DiagnosticId::UnknownWord, {}, "an error");
  sink.Error(DiagnosticId::UnknownKey, {}, "an error");
  CHECK(sink.has_errors());
  CHECK(sink.Sorted().size() == DiagnosticSink::kMostKept + 2);
  CHECK(std::count_if(sink.all().begin(), sink.all().end(),
                      [](const Diagnostic& d) { return d.severity == Severity::Error; }) == 2);
  CHECK(CountLine(sink) == "2 errors, 3000 warnings (2000 not shown)");
}

// The numbers in "and 12 undefined variables follow from it", "and the same at 12 more places".
size_t NumberIn(const Diagnostic& diagnostic) {
  constexpr std::string_view kDigits = "0123456789";
  size_t sum = 0;
  for (const std::string& note : diagnostic.notes) {
    size_t at = note.find_first_of(kDigits);
    while (at != std::string::npos) {
      sum += std::stoul(note.substr(at));
      at = note.find_first_of(kDigits, note.find_first_not_of(kDigits, at));
    }
  }
  return sum;
}

TEST_CASE("what was added is shown, told by its cause, or counted as not shown") {
  constexpr DiagnosticId kIds[] = {DiagnosticId::UnknownKey, DiagnosticId::UnknownWord,
                                   DiagnosticId::MissingInclude, DiagnosticId::UndefinedVariable};
  for (uint32_t seed = 0; seed < 300; ++seed) {
    std::mt19937 random(seed);
    INFO("seed " << seed);
    const bool is_small = seed % 2 == 1;
    DiagnosticSink sink(DiagnosticSink::Repeats::SameMessage,
                        is_small ? 5 : DiagnosticSink::kMostKept);
    std::set<std::tuple<DiagnosticId, Severity, uint32_t, std::string>> added;
    const auto span = [&] {
      const auto begin = static_cast<uint32_t>(random() % 8);
      return Span{SourceId{0}, begin, begin + 1};
    };
    size_t errors = 0;
    for (size_t i = random() % 60; i > 0; --i) {
      Diagnostic diagnostic{.id = kIds[random() % 4],
                            .severity = random() % 2 == 0 ? Severity::Error : Severity::Warning,
                            .span = span(),
                            .message = random() % 2 == 0 ? "one" : "two"};
      if (random() % 3 == 0) diagnostic.cause = {kIds[random() % 4], span()};
      const bool is_new = added
                              .insert({diagnostic.id, diagnostic.severity, diagnostic.span.begin,
                                       diagnostic.message})
                              .second;
      // A repetition of what was not kept cannot be told from another one.
      if (!is_new && is_small) continue;
      if (is_new && diagnostic.severity == Severity::Error) ++errors;
      sink.Add(std::move(diagnostic));
    }
    CHECK(sink.error_count() == errors);
    CHECK(sink.error_count() + sink.warning_count() == added.size());
    const std::vector<Diagnostic> shown = sink.Sorted();
    size_t told = 0;
    for (const Diagnostic& one : shown) told += NumberIn(one);
    const DiagnosticSink::Counts counts = sink.ShownCounts();
    CHECK(shown.size() + told + counts.dropped == added.size());
    CHECK(counts.errors + counts.warnings + told == added.size());
  }
}

TEST_CASE("a cause tells what follows from it, whichever was added first") {
  const Span cause{SourceId{0}, 0, 1};
  for (const bool first : {false, true}) {
    DiagnosticSink sink;
    const auto add_cause = [&] { sink.Error(DiagnosticId::MissingInclude, cause, "not there"); };
    if (first) add_cause();
    for (uint32_t i = 1; i <= 2000; ++i) {
      sink.Add({.id = DiagnosticId::UndefinedVariable,
                .span = {SourceId{0}, i, i + 1},
                .message = "undefined",
                .cause = Cause{DiagnosticId::MissingInclude, cause}});
    }
    if (!first) {
      CHECK(sink.Sorted().size() == DiagnosticSink::kMostKept);
      add_cause();
    }
    const std::vector<Diagnostic> shown = sink.Sorted();
    REQUIRE(shown.size() == 1);
    CHECK(shown[0].notes ==
          std::vector<std::string>{"and 2000 undefined variables follow from it"});
    CHECK(CountLine(sink) == "1 error");
  }
}

TEST_CASE("the first use of something missing tells how many there are") {
  DiagnosticSink sink;
  FirstUses uses;
  for (uint32_t i = 0; i < 4; ++i) {
    Diagnostic use{
        .id = DiagnosticId::UnknownName, .span = {SourceId{0}, i, i + 1}, .message = "a"};
    uses.Group(use);
    sink.Add(std::move(use));
  }
  const std::vector<Diagnostic> shown = sink.Sorted();
  REQUIRE(shown.size() == 1);
  CHECK(shown[0].notes == std::vector<std::string>{"and the same at 3 more places"});
}

// Compared with all before them, these are 10^10 comparisons of messages.
TEST_CASE("a repetition is found at once, however many diagnostics are kept") {
  DiagnosticSink sink(DiagnosticSink::Repeats::SameMessage, 100'000);
  for (size_t turn = 0; turn < 2; ++turn) {
    for (uint32_t i = 0; i < 100'000; ++i)
      sink.Error(DiagnosticId::UnknownKey, {SourceId{0}, i, i + 1}, "a message");
    CHECK(sink.all().size() == 100'000);
    CHECK(sink.error_count() == 100'000);
  }
}

}  // namespace
}  // namespace polc
