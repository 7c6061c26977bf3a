// Static Analysis Results Interchange Format 2.1.0,
// https://docs.oasis-open.org/sarif/sarif/v2.1.0/. Numbers in comments are its sections.

#include <algorithm>

#include "compiler/base/json.h"
#include "compiler/base/str_format.h"
#include "compiler/report/formats.h"

namespace polc::report {
namespace {

// 3.27.10
std::string_view LevelOf(Severity severity) {
  switch (severity) {
    case Severity::Error:
      return "error";
    case Severity::Warning:
      return "warning";
    case Severity::Note:
      return "note";
  }
  return "none";
}

// 3.4.3: a URI reference. `<stdin>` and names of built-in profiles are treated as file names.
std::string UriOf(std::string_view path) {
  constexpr std::string_view kPlain =
      "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._~/";
  constexpr std::string_view kDigits = "0123456789ABCDEF";
  std::string uri = path.starts_with('/') ? "file://" : "";
  for (const char c : path) {
    const auto byte = static_cast<unsigned char>(c);
    if (kPlain.find(c) != std::string_view::npos) {
      uri += c;
    } else {
      uri += {'%', kDigits[byte >> 4], kDigits[byte & 15]};
    }
  }
  return uri;
}

// 3.30. An empty region (an insertion) ends where it begins.
Json RegionJson(const Region& region) {
  return {{"startLine", region.begin.line},
          {"startColumn", region.begin.column},
          {"endLine", region.end.line},
          {"endColumn", region.end.column}};
}

// 3.28, 3.29
Json LocationOf(Span span, const Sources& sources) {
  const Region region = RegionOf(span, sources);
  return {{"physicalLocation",
           {{"artifactLocation", {{"uri", UriOf(region.file)}}}, {"region", RegionJson(region)}}}};
}

// 3.55: one change for each file.
Json FixJson(const std::vector<Fix>& fixes, const Sources& sources) {
  Json changes = Json::Array();
  std::vector<SourceId> files;
  for (const Fix& fix : fixes) {
    if (std::find(files.begin(), files.end(), fix.span.source) == files.end())
      files.push_back(fix.span.source);
  }
  for (const SourceId file : files) {
    Json replacements = Json::Array();
    for (const Fix& fix : fixes) {
      if (fix.span.source != file) continue;
      replacements.Add({{"deletedRegion", RegionJson(RegionOf(fix.span, sources))},
                        {"insertedContent", {{"text", fix.replacement}}}});
    }
    changes.Add({{"artifactLocation", {{"uri", UriOf(PathOf(sources.Get(file).name))}}},
                 {"replacements", std::move(replacements)}});
  }
  return {{"artifactChanges", std::move(changes)}};
}

Json RuleJson(DiagnosticId id) {
  const DiagnosticRow& row = RowOf(id);
  return {{"id", row.name},
          {"shortDescription", {{"text", row.summary}}},
          // A `helpUri` has to be absolute, and the pages have no address of their own.
          {"help", {{"text", StrFormat("`polc rule {}` explains it ({})", row.name, row.page())}}},
          {"properties", {{"tags", Json::Array({NameOf(row.category)})}}}};
}

}  // namespace

std::string ToSarif(const Report& report, const Sources& sources) {
  std::vector<DiagnosticId> rules;
  for (const Diagnostic& diagnostic : report.findings) {
    if (std::find(rules.begin(), rules.end(), diagnostic.id) == rules.end())
      rules.push_back(diagnostic.id);
  }
  Json driver = {{"name", "polc"}, {"version", report.version}, {"rules", Json::Array()}};
  for (const DiagnosticId id : rules) driver["rules"].Add(RuleJson(id));

  Json results = Json::Array();
  const std::vector<std::string> prints = Fingerprints(report, sources);
  for (size_t i = 0; i < report.findings.size(); ++i) {
    const Diagnostic& diagnostic = report.findings[i];
    Json result = {
        {"ruleId", NameOf(diagnostic.id)},
        {"ruleIndex", std::find(rules.begin(), rules.end(), diagnostic.id) - rules.begin()},
        {"level", LevelOf(diagnostic.severity)},
        {"message", {{"text", FullMessage(diagnostic)}}}};
    if (diagnostic.span.known())
      result["locations"] = Json::Array({LocationOf(diagnostic.span, sources)});
    for (const Label& label : diagnostic.labels) {
      if (!label.span.known()) continue;
      Json related = LocationOf(label.span, sources);
      related["message"] = {{"text", label.text}};
      result["relatedLocations"].Add(std::move(related));
    }
    result["partialFingerprints"] = {{"polcFinding/v1", prints[i]}};
    if (!diagnostic.fixes.empty())
      result["fixes"] = Json::Array({FixJson(diagnostic.fixes, sources)});
    results.Add(std::move(result));
  }
  // Not in the braces, from which the results would be copied.
  Json run = {{"tool", {{"driver", std::move(driver)}}}, {"columnKind", "unicodeCodePoints"}};
  run["results"] = std::move(results);
  Json document = {{"$schema", "https://json.schemastore.org/sarif-2.1.0.json"},
                   {"version", "2.1.0"},
                   {"runs", Json::Array()}};
  document["runs"].Add(std::move(run));
  return document.Dump();
}

}  // namespace polc::report
