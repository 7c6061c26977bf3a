// JUnit and Checkstyle: what older CI servers read.

#include <algorithm>

#include "compiler/base/xml.h"
#include "compiler/report/formats.h"

namespace polc::report {
namespace {

constexpr std::string_view kHead = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n";

// All names of files: those that were looked at, then those that only a finding has (an include, or none).
std::vector<std::string> FilesOf(const Report& report, const Sources& sources) {
  std::vector<std::string> files = InputsOf(report);
  for (const Finding& finding : report.findings) {
    const std::string file = RegionOf(finding.diagnostic.span, sources).file;
    if (std::find(files.begin(), files.end(), file) == files.end()) files.push_back(file);
  }
  return files;
}

}  // namespace

std::string ToJUnit(const Report& report, const Sources& sources) {
  std::string suites;
  for (const std::string& file : FilesOf(report, sources)) {
    std::string cases;
    size_t failures = 0;
    for (const Finding& finding : report.findings) {
      const Region region = RegionOf(finding.diagnostic.span, sources);
      if (region.file != file) continue;
      ++failures;
      const std::string place = std::to_string(region.begin.line) + ":" + std::to_string(region.begin.column);
      cases += "    <testcase classname=\"" + EscapeXml(file) + "\" name=\"" + EscapeXml(finding.rule->id) + " at " + place + "\">\n      <failure type=\"" +
               std::string(NameOf(finding.diagnostic.severity)) + "\" message=\"" + EscapeXml(finding.diagnostic.message) + "\">" +
               EscapeXml(file + ":" + place + ": " + FullMessage(finding.diagnostic)) + "</failure>\n    </testcase>\n";
    }
    const size_t tests = std::max<size_t>(failures, 1);
    if (failures == 0) cases = "    <testcase classname=\"" + EscapeXml(file) + "\" name=\"no findings\"/>\n";
    suites += "  <testsuite name=\"" + EscapeXml(file) + "\" tests=\"" + std::to_string(tests) + "\" failures=\"" + std::to_string(failures) + "\">\n" +
              cases + "  </testsuite>\n";
  }
  return std::string(kHead) + "<testsuites name=\"polc " + EscapeXml(report.command) + "\">\n" + suites + "</testsuites>\n";
}

std::string ToCheckstyle(const Report& report, const Sources& sources) {
  std::string files;
  for (const std::string& file : FilesOf(report, sources)) {
    files += "  <file name=\"" + EscapeXml(file) + "\">\n";
    for (const Finding& finding : report.findings) {
      const Diagnostic& diagnostic = finding.diagnostic;
      const Region region = RegionOf(diagnostic.span, sources);
      if (region.file != file) continue;
      const std::string_view severity = diagnostic.severity == Severity::Note ? "info" : NameOf(diagnostic.severity);
      files += "    <error line=\"" + std::to_string(region.begin.line) + "\" column=\"" + std::to_string(region.begin.column) + "\" severity=\"" +
               std::string(severity) + "\" message=\"" + EscapeXml(diagnostic.message) + "\" source=\"polc." + EscapeXml(finding.rule->id) + "\"/>\n";
    }
    files += "  </file>\n";
  }
  return std::string(kHead) + "<checkstyle version=\"4.3\">\n" + files + "</checkstyle>\n";
}

}  // namespace polc::report
