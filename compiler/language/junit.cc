#include "compiler/base/render.h"
#include "compiler/language/run_tests.h"

namespace polc::language {
namespace {

std::string Escape(std::string_view text) {
  std::string out;
  for (const char c : text) {
    switch (c) {
      case '&': out += "&amp;"; break;
      case '<': out += "&lt;"; break;
      case '>': out += "&gt;"; break;
      case '"': out += "&quot;"; break;
      case '\n': out += "&#10;"; break;
      // XML 1.0 has no other control characters, not even escaped.
      default: out += static_cast<unsigned char>(c) < 0x20 && c != '\t' ? '?' : c;
    }
  }
  return out;
}

}  // namespace

std::string ToJUnit(const std::vector<FileRun>& runs, const Sources& sources) {
  size_t tests = 0, failures = 0;
  std::string suites;
  for (const FileRun& file : runs) {
    size_t failed = 0;
    std::string cases;
    for (const TestResult& test : file.run.tests) {
      cases += "    <testcase classname=\"" + Escape(test.policy) + "\" name=\"" + Escape(test.name) + "\"";
      if (test.failures.empty()) {
        cases += "/>\n";
        continue;
      }
      ++failed;
      cases += ">\n";
      for (const Diagnostic& failure : test.failures) {
        cases += "      <failure message=\"" + Escape(sources.Place(failure.span) + ": " + failure.message) + "\">" +
                 Escape(RenderText(failure, sources, Colour::Off)) + "</failure>\n";
      }
      cases += "    </testcase>\n";
    }
    tests += file.run.tests.size();
    failures += failed;
    suites += "  <testsuite name=\"" + Escape(file.file) + "\" tests=\"" + std::to_string(file.run.tests.size()) + "\" failures=\"" +
              std::to_string(failed) + "\">\n" + cases + "  </testsuite>\n";
  }
  return "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites tests=\"" + std::to_string(tests) + "\" failures=\"" +
         std::to_string(failures) + "\">\n" + suites + "</testsuites>\n";
}

}  // namespace polc::language
