#include "compiler/base/render.h"
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
      cases += "    <testcase classname=\"" + EscapeXml(test.policy) + "\" name=\"" +
               EscapeXml(test.name) + "\"";
      if (test.failures.empty()) {
        cases += "/>\n";
        continue;
      }
      ++failed;
      cases += ">\n";
      for (const Diagnostic& failure : test.failures) {
        cases += "      <failure message=\"" +
                 EscapeXml(sources.Place(failure.span) + ": " + failure.message) + "\">" +
                 EscapeXml(RenderText(failure, sources, Colour::Off)) + "</failure>\n";
      }
      cases += "    </testcase>\n";
    }
    tests += file.run.tests.size();
    failures += failed;
    suites += "  <testsuite name=\"" + EscapeXml(file.file) + "\" tests=\"" +
              std::to_string(file.run.tests.size()) + "\" failures=\"" + std::to_string(failed) +
              "\">\n" + cases + "  </testsuite>\n";
  }
  return "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites tests=\"" +
         std::to_string(tests) + "\" failures=\"" + std::to_string(failures) + "\">\n" + suites +
         "</testsuites>\n";
}

}  // namespace polc::language
