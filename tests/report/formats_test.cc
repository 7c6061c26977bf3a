// Prints one report in every format. The report has everything that is hard: two files, a place of
// several lines, labels, notes, fixes, names and texts with characters that a format reserves, and
// bytes that are not UTF-8. tests/report/expected has the expected output; POLC_UPDATE_GOLDEN=1
// rewrites it. In parse.sh other programs read it.

#include "compiler/report/formats.h"
#include "tests/support/catch.h"

#include <cstdlib>
#include <fstream>
#include <set>
#include <sstream>

namespace polc::report {
namespace {

struct Sample {
  Sources sources;
  Report report;

  Sample() {
    const SourceId json =
        sources.Add("a b/pröfile,1:2.json", "{\n  \"names\": [\"söcket\",\n   \"x\"]\n}\n").id;
    const SourceId policy = sources.Add("./web.polc", "allow \xff socket\nallow \xff socket\n").id;
    report.command = "lint";
    report.version = "1.2.3";
    report.inputs = {"a b/pröfile,1:2.json", "./web.polc", "clean.json"};
    Diagnostic across{DiagnosticId::HighHalfUnchecked,
                      Severity::Error,
                      {json, 14, 32},
                      "50% of `söcket` | <b>_x_*y*\r\nsecond line"};
    across.labels = {{{policy, 8, 14}, "and \"here\""}, {{}, "nowhere"}};
    across.notes = {"example: `socket(AF_ALG, 0, 0)`"};
    across.fixes = {{{json, 14, 23}, "\"socket\""}, {{policy, 0, 0}, "deny"}};
    report.findings.push_back(std::move(across));
    for (const uint32_t line : {0U, 15U}) {
      report.findings.push_back({DiagnosticId::UnknownSyscall,
                                 Severity::Warning,
                                 {policy, line + 6, line + 7},
                                 "not a name: `\xff`"});
    }
    report.findings.push_back({DiagnosticId::KeyCase, Severity::Note, {}, "of no file"});
  }
};

TEST_CASE("each format prints the sample") {
  const Sample sample;
  const bool update = std::getenv("POLC_UPDATE_GOLDEN") != nullptr;
  for (const NamedFormat& format : AllFormats()) {
    const std::string path = "tests/report/expected/" + std::string(format.name);
    const std::string actual = format.write(sample.report, sample.sources);
    if (update) std::ofstream(path) << actual;
    std::ifstream in(path);
    REQUIRE(in);
    std::stringstream expected;
    expected << in.rdbuf();
    INFO(format.name);
    CHECK(actual == expected.str());
  }
}

TEST_CASE("a report of nothing is a whole document, too") {
  Sources sources;
  Report report{"lint", "1.2.3", {}, {"clean.json"}};
  for (const NamedFormat& format : AllFormats()) {
    const std::string text = format.write(report, sources);
    INFO(format.name << "\n" << text);
    CHECK((format.name == "github" ? text.empty() : text.ends_with('\n')));
    CHECK(text.find("unknown-syscall") == std::string::npos);
  }
}

TEST_CASE("a fingerprint outlives a change of lines above, and tells equal findings apart") {
  const Sample sample;
  const std::vector<std::string> prints = Fingerprints(sample.report, sample.sources);
  CHECK(std::set<std::string>(prints.begin(), prints.end()).size() == prints.size());

  Sources moved;
  const SourceId policy = moved.Add("./web.polc", "# new\n\nallow \xff socket\n").id;
  const Diagnostic finding{
      DiagnosticId::UnknownSyscall, Severity::Warning, {policy, 13, 14}, "another message"};
  Report report{"lint", "1.2.3", {finding}, {}};
  CHECK(Fingerprints(report, moved)[0] == prints[1]);
  report.findings[0].id = DiagnosticId::HighHalfUnchecked;
  CHECK(Fingerprints(report, moved)[0] != prints[1]);
}

}  // namespace
}  // namespace polc::report
