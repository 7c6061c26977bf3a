// JUnit and Checkstyle, the formats that older CI servers read.

#include <algorithm>
#include <map>

#include "compiler/base/str_format.h"
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

// The files that were checked, then those that only a finding names: an include, or no file at all.
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
      const std::string place = StrFormat("{}:{}", at.line, at.column);
      cases += StrFormat(
          R"(    <testcase classname="{}" name="{} at {}">
      <failure type="{}" message="{}">{}</failure>
    </testcase>
)",
          name, EscapeXml(NameOf(diagnostic->id)), place, NameOf(diagnostic->severity),
          EscapeXml(diagnostic->message),
          EscapeXml(StrFormat("{}:{}: {}", file.name, place, FullMessage(*diagnostic))));
    }
    const size_t failures = file.findings.size();
    const size_t tests = std::max<size_t>(failures, 1);
    if (failures == 0)
      cases = StrFormat("    <testcase classname=\"{}\" name=\"no findings\"/>\n", name);
    suites +=
        StrFormat("  <testsuite name=\"{}\" tests=\"{}\" failures=\"{}\">\n{}  </testsuite>\n",
                  name, tests, failures, cases);
  }
  return StrFormat("{}<testsuites name=\"polc {}\">\n{}</testsuites>\n", kHead,
                   EscapeXml(report.command), suites);
}

std::string ToCheckstyle(const Report& report, const Sources& sources) {
  std::string files;
  for (const File& file : FilesOf(report, sources)) {
    files += StrFormat("  <file name=\"{}\">\n", EscapeXml(file.name));
    for (const auto& [diagnostic, at] : file.findings) {
      const std::string_view severity =
          diagnostic->severity == Severity::Note ? "info" : NameOf(diagnostic->severity);
      files += StrFormat(
          "    <error line=\"{}\" column=\"{}\" severity=\"{}\" message=\"{}\" source=\"polc.{}\"/>\n",
          at.line, at.column, severity, EscapeXml(diagnostic->message),
          EscapeXml(NameOf(diagnostic->id)));
    }
    files += "  </file>\n";
  }
  return StrFormat("{}<checkstyle version=\"4.3\">\n{}</checkstyle>\n", kHead, files);
}

}  // namespace polc::report
