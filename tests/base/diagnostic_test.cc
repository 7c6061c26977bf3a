// What a sink keeps of very many findings, and how they are counted.

#include "compiler/base/diagnostic.h"

#include <algorithm>

#include "compiler/base/render.h"
#include "tests/support/catch.h"

namespace polc {
namespace {

TEST_CASE("a sink counts all findings and keeps so many of each severity") {
  DiagnosticSink sink;
  constexpr size_t kWarnings = 3 * DiagnosticSink::kMostKept;
  for (size_t i = 0; i < kWarnings; ++i) {
    CHECK(sink.full(Severity::Warning) == (i >= DiagnosticSink::kMostKept));
    sink.Warning(DiagnosticId::UnknownKey, {}, "a warning");
  }
  CHECK_FALSE(sink.has_errors());
  CHECK(CountLine(sink) == "3000 warnings (2000 not shown)");
  sink.Error(DiagnosticId::UnknownWord, {}, "an error");
  CHECK(sink.has_errors());
  CHECK(sink.Sorted().size() == DiagnosticSink::kMostKept + 1);
  CHECK(std::count_if(sink.all().begin(), sink.all().end(),
                      [](const Diagnostic& d) { return d.severity == Severity::Error; }) == 1);
  CHECK(CountLine(sink) == "1 error, 3000 warnings (2000 not shown)");
}

}  // namespace
}  // namespace polc
