// polc's own JSON and GitLab's, which have polc's fields one by one.

#include "compiler/base/json.h"
#include "compiler/report/formats.h"

namespace polc::report {
namespace {

Json PlaceJson(Span span, const Sources& sources) {
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
  Json findings = Json::Array();
  size_t counts[3] = {};
  const std::vector<std::string> prints = Fingerprints(report, sources);
  for (size_t i = 0; i < report.findings.size(); ++i) {
    const Diagnostic& diagnostic = report.findings[i];
    ++counts[static_cast<size_t>(diagnostic.severity)];
    Json row = {{"rule", NameOf(diagnostic.id)},
                {"severity", NameOf(diagnostic.severity)},
                {"message", diagnostic.message}};
    row["place"] = diagnostic.span.known() ? PlaceJson(diagnostic.span, sources) : Json();
    row["labels"] = Json::Array();
    for (const Label& label : diagnostic.labels) {
      row["labels"].Add({{"text", label.text},
                         {"place", label.span.known() ? PlaceJson(label.span, sources) : Json()}});
    }
    row["notes"] = Json::ArrayOf(diagnostic.notes);
    row["fixes"] = Json::Array();
    for (const Fix& fix : diagnostic.fixes) {
      row["fixes"].Add({{"file", RegionOf(fix.span, sources).file},
                        {"begin", fix.span.begin},
                        {"end", fix.span.end},
                        {"replacement", fix.replacement}});
    }
    row["fingerprint"] = prints[i];
    findings.Add(std::move(row));
  }
  Json document = {{"schema", "polc.findings/1"},
                   {"command", report.command},
                   {"inputs", Json::ArrayOf(InputsOf(report))}};
  document["findings"] = std::move(findings);
  document["counts"] = {{"errors", counts[static_cast<size_t>(Severity::Error)]},
                        {"warnings", counts[static_cast<size_t>(Severity::Warning)]},
                        {"notes", counts[static_cast<size_t>(Severity::Note)]}};
  return document.Dump();
}

std::string ToGitlab(const Report& report, const Sources& sources) {
  Json document = Json::Array();
  const std::vector<std::string> prints = Fingerprints(report, sources);
  for (size_t i = 0; i < report.findings.size(); ++i) {
    const Diagnostic& diagnostic = report.findings[i];
    const Region region = RegionOf(diagnostic.span, sources);
    document.Add(
        {{"description", diagnostic.message},
         {"check_name", NameOf(diagnostic.id)},
         {"fingerprint", prints[i]},
         {"severity", GitlabSeverity(diagnostic.severity)},
         {"location", {{"path", region.file}, {"lines", {{"begin", region.begin.line}}}}}});
  }
  return document.Dump();
}

}  // namespace polc::report
