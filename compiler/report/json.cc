// The two formats that follow polc's own findings field by field.

#include <nlohmann/json.hpp>

#include "compiler/report/formats.h"

namespace polc::report {
namespace {

using nlohmann::ordered_json;

std::string Dumped(const ordered_json& document) {
  return document.dump(2, ' ', false, ordered_json::error_handler_t::replace) + "\n";
}

ordered_json PlaceOf(Span span, const Sources& sources) {
  const Region region = RegionOf(span, sources);
  return {{"file", region.file},
          {"line", region.begin.line},
          {"column", region.begin.column},
          {"end_line", region.end.line},
          {"end_column", region.end.column}};
}

std::string_view GitlabSeverity(Severity severity) {
  switch (severity) {
    case Severity::Error:
      return "critical";
    case Severity::Warning:
      return "major";
    case Severity::Note:
      return "info";
  }
  return "info";
}

}  // namespace

std::string ToJson(const Report& report, const Sources& sources) {
  ordered_json findings = ordered_json::array();
  size_t counts[3] = {};
  const std::vector<std::string> prints = Fingerprints(report, sources);
  for (size_t i = 0; i < report.findings.size(); ++i) {
    const Finding& finding = report.findings[i];
    const Diagnostic& diagnostic = finding.diagnostic;
    ++counts[static_cast<size_t>(diagnostic.severity)];
    ordered_json row = {{"rule", finding.rule->id},
                        {"severity", NameOf(diagnostic.severity)},
                        {"message", diagnostic.message}};
    row["place"] = diagnostic.span.known() ? PlaceOf(diagnostic.span, sources) : ordered_json();
    row["labels"] = ordered_json::array();
    for (const Label& label : diagnostic.labels) {
      row["labels"].push_back(
          {{"text", label.text},
           {"place", label.span.known() ? PlaceOf(label.span, sources) : ordered_json()}});
    }
    row["notes"] = diagnostic.notes;
    row["fixes"] = ordered_json::array();
    for (const Fix& fix : diagnostic.fixes) {
      row["fixes"].push_back({{"file", RegionOf(fix.span, sources).file},
                              {"begin", fix.span.begin},
                              {"end", fix.span.end},
                              {"replacement", fix.replacement}});
    }
    row["fingerprint"] = prints[i];
    findings.push_back(std::move(row));
  }
  ordered_json document = {
      {"schema", "polc.findings/1"}, {"command", report.command}, {"inputs", InputsOf(report)}};
  document["findings"] = std::move(findings);
  document["counts"] = {{"errors", counts[static_cast<size_t>(Severity::Error)]},
                        {"warnings", counts[static_cast<size_t>(Severity::Warning)]},
                        {"notes", counts[static_cast<size_t>(Severity::Note)]}};
  return Dumped(document);
}

std::string ToGitlab(const Report& report, const Sources& sources) {
  ordered_json document = ordered_json::array();
  const std::vector<std::string> prints = Fingerprints(report, sources);
  for (size_t i = 0; i < report.findings.size(); ++i) {
    const Finding& finding = report.findings[i];
    const Region region = RegionOf(finding.diagnostic.span, sources);
    document.push_back(
        {{"description", finding.diagnostic.message},
         {"check_name", finding.rule->id},
         {"fingerprint", prints[i]},
         {"severity", GitlabSeverity(finding.diagnostic.severity)},
         {"location", {{"path", region.file}, {"lines", {{"begin", region.begin.line}}}}}});
  }
  return Dumped(document);
}

}  // namespace polc::report
