#include "compiler/base/diagnostic_id.h"

#include <cctype>
#include <set>
#include <string>

#include "compiler/base/diagnostic.h"
#include "tests/support/catch.h"

namespace polc {
namespace {

TEST_CASE("the rows are grouped, sorted by id in their groups, and found by enumerator and id") {
  std::set<std::string_view> names;
  const DiagnosticRow* before = nullptr;
  for (const DiagnosticRow& row : AllDiagnosticRows()) {
    INFO(row.name);
    CHECK(names.insert(row.name).second);
    CHECK(&RowOf(row.id) == &row);
    CHECK(FindDiagnosticRow(row.name) == &row);
    if (before != nullptr) {
      CHECK(before->group <= row.group);
      if (before->group == row.group) CHECK(before->name < row.name);
    }
    before = &row;
  }
  CHECK(names.size() > 180);
  CHECK(FindDiagnosticRow("no-such-id") == nullptr);
  CHECK(FindDiagnosticRow("") == nullptr);
  CHECK(FindDiagnosticRow("zzz") == nullptr);
}

// The enumerator of `bad-usage` is BadUsage.
TEST_CASE("an id is its enumerator in kebab-case") {
  static constexpr std::string_view kEnumerators[] = {
#define POLC_DIAGNOSTIC(enumerator, ...) #enumerator,
#define POLC_LINT_RULE(enumerator, ...) #enumerator,
#include "compiler/base/diagnostics/all.def"
#undef POLC_LINT_RULE
#undef POLC_DIAGNOSTIC
  };
  for (const DiagnosticRow& row : AllDiagnosticRows()) {
    std::string made;
    for (const char c : kEnumerators[static_cast<size_t>(row.id)]) {
      if (std::isupper(c) != 0 && !made.empty()) made += '-';
      made += static_cast<char>(std::tolower(c));
    }
    CHECK(made == row.name);
  }
}

TEST_CASE("a row says one thing: failures are errors, and only lint's rules have fixes") {
  for (const DiagnosticRow& row : AllDiagnosticRows()) {
    INFO(row.name);
    CHECK(row.summary.size() > 10);
    CHECK_FALSE(row.summary.ends_with('.'));
    if (row.consequence == Consequence::Failure) CHECK(row.severity == Severity::Error);
    if (row.fix != FixSafety::None) CHECK(row.is_lint_rule());
  }
}

TEST_CASE("a sink has failed after an error that is no finding, and after nothing else") {
  for (const DiagnosticRow& row : AllDiagnosticRows()) {
    INFO(row.name);
    DiagnosticSink sink;
    sink.Warning(row.id, {}, "a warning");
    CHECK_FALSE(sink.has_failures());
    sink.Error(row.id, {}, "an error");
    CHECK(sink.has_errors());
    CHECK(sink.has_failures() == (row.consequence != Consequence::Finding));
  }
}

TEST_CASE("a failure counts even where so many findings came before that it is not kept") {
  DiagnosticSink sink;
  for (size_t i = 0; i <= DiagnosticSink::kMostKept; ++i)
    sink.Error(DiagnosticId::DoubleSlash, {}, "a finding");
  CHECK_FALSE(sink.has_failures());
  sink.Error(DiagnosticId::JsonSyntax, {}, "a failure");
  CHECK(sink.has_failures());
}

}  // namespace
}  // namespace polc
