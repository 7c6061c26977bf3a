// JUnit and Checkstyle: what older CI servers read.

#include <algorithm>
#include <map>

#include "compiler/base/xml.h"
#include "compiler/report/formats.h"

namespace polc::report {
namespace {

constexpr std::string_view kHead = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n";

struct Placed {
  const Diagnostic* diagnostic;
  LineColumn at;
};
struct File {
  std::string name;
  std::vector<Placed> findings;
};

// The files that were looked at, then those that only a finding has (an include, or none).
std::vector<File> FilesOf(const Report& report, const Sources& sources) {
  std::vector<File> files;
  std::map<std::string, size_t> known;
  const auto file_of = [&](const std::string& name) -> File& {
    const auto [entry, is_new] = known.try_emplace(name, files.size());
    if (is_new) files.push_back({name, {}});
    return files[entry->second];
  };
  for (const std::string& name : InputsOf(report)) file_of(name);
  for (const Diagnostic& diagnostic : report.findings) {
    const Region region = RegionOf(diagnostic.span, sources);
    file_of(region.file).findings.push_back({&diagnostic, region.begin});
  }
  return files;
}

}  // namespace

std::string ToJUnit(const Report& report, const Sources& sources) {
  std::string suites;
  for (const File& file : FilesOf(report, sources)) {
    const std::string name = EscapeXml(file.name);
    std::string cases;
    for (const auto& [diagnostic, at] : file.findings) {
      const std::string place = std::to_string(at.line) + ":" + std::to_string(at.column);
      cases += "    <testcase classname=\"" + name + "\" name=\"" +
               EscapeXml(NameOf(diagnostic->id)) + " at " + place + "\">\n      <failure type=\"" +
               std::string(NameOf(diagnostic->severity)) + "\" message=\"" +
               EscapeXml(diagnostic->message) + "\">" +
               EscapeXml(file.name + ":" + place + ": " + FullMessage(*diagnostic)) +
               "</failure>\n    </testcase>\n";
    }
    const size_t failures = file.findings.size();
    const size_t tests = std::max<size_t>(failures, 1);
    if (failures == 0) cases = "    <testcase classname=\"" + name + "\" name=\"no findings\"/>\n";
    suites += "  <testsuite name=\"" + name + "\" tests=\"" + std::to_string(tests) +
              "\" failures=\"" + std::to_string(failures) + "\">\n" + cases + "  </testsuite>\n";
  }
  return std::string(kHead) + "<testsuites name=\"polc " + EscapeXml(report.command) + "\">\n" +
         suites + "</testsuites>\n";
}

std::string ToCheckstyle(const Report& report, const Sources& sources) {
  std::string files;
  for (const File& file : FilesOf(report, sources)) {
    files += "  <file name=\"" + EscapeXml(file.name) + "\">\n";
    for (const auto& [diagnostic, at] : file.findings) {
      const std::string_view severity =
          diagnostic->severity == Severity::Note ? "info" : NameOf(diagnostic->severity);
      files += "    <error line=\"" + std::to_string(at.line) + "\" column=\"" +
               std::to_string(at.column) + "\" severity=\"" + std::string(severity) +
               "\" message=\"" + EscapeXml(diagnostic->message) + "\" source=\"polc." +
               EscapeXml(NameOf(diagnostic->id)) + "\"/>\n";
    }
    files += "  </file>\n";
  }
  return std::string(kHead) + "<checkstyle version=\"4.3\">\n" + files + "</checkstyle>\n";
}

}  // namespace polc::report
