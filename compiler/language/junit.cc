#include "compiler/base/render.h"
#include "compiler/base/str_format.h"
#include "compiler/base/xml.h"
#include "compiler/language/run_tests.h"

namespace polc::language {
std::string ToJUnit(const std::vector<FileRun>& runs, const Sources& sources) {
  size_t tests = 0, failures = 0;
  std::string suites;
  for (const FileRun& file : runs) {
    size_t failed = 0;
    std::string cases;
    for (const TestResult& test : file.run.tests) {
      cases += StrFormat("    <testcase classname=\"{}\" name=\"{}\"", EscapeXml(test.policy),
                         EscapeXml(test.name));
      if (test.failures.empty()) {
        cases += "/>\n";
        continue;
      }
      ++failed;
      cases += ">\n";
      for (const Diagnostic& failure : test.failures) {
        cases +=
            StrFormat("      <failure message=\"{}\">{}</failure>\n",
                      EscapeXml(StrFormat("{}: {}", sources.Place(failure.span), failure.message)),
                      EscapeXml(RenderText(failure, sources, Colour::Off)));
      }
      cases += "    </testcase>\n";
    }
    tests += file.run.tests.size();
    failures += failed;
    suites +=
        StrFormat("  <testsuite name=\"{}\" tests=\"{}\" failures=\"{}\">\n{}  </testsuite>\n",
                  EscapeXml(file.file), file.run.tests.size(), failed, cases);
  }
  return StrFormat(
      "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites tests=\"{}\" failures=\"{}\">\n{}</testsuites>\n",
      tests, failures, suites);
}

}  // namespace polc::language
