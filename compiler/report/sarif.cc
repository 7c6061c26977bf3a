// Static Analysis Results Interchange Format 2.1.0,
// https://docs.oasis-open.org/sarif/sarif/v2.1.0/. Sections in comments.

#include <algorithm>
#include <nlohmann/json.hpp>

#include "compiler/report/formats.h"

namespace polc::report {
namespace {

using nlohmann::ordered_json;

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

// 3.4.3: a URI reference. `<stdin>` and names of built-in profiles are none, and become one as any
// file name does.
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
ordered_json RegionJson(const Region& region) {
  return {{"startLine", region.begin.line},
          {"startColumn", region.begin.column},
          {"endLine", region.end.line},
          {"endColumn", region.end.column}};
}

// 3.28, 3.29
ordered_json LocationOf(Span span, const Sources& sources) {
  const Region region = RegionOf(span, sources);
  return {{"physicalLocation",
           {{"artifactLocation", {{"uri", UriOf(region.file)}}}, {"region", RegionJson(region)}}}};
}

// 3.55: one change a file.
ordered_json FixJson(const std::vector<Fix>& fixes, const Sources& sources) {
  ordered_json changes = ordered_json::array();
  std::vector<SourceId> files;
  for (const Fix& fix : fixes) {
    if (std::find(files.begin(), files.end(), fix.span.source) == files.end())
      files.push_back(fix.span.source);
  }
  for (const SourceId file : files) {
    ordered_json replacements = ordered_json::array();
    for (const Fix& fix : fixes) {
      if (fix.span.source != file) continue;
      replacements.push_back({{"deletedRegion", RegionJson(RegionOf(fix.span, sources))},
                              {"insertedContent", {{"text", fix.replacement}}}});
    }
    changes.push_back({{"artifactLocation", {{"uri", UriOf(PathOf(sources.Get(file).name))}}},
                       {"replacements", std::move(replacements)}});
  }
  return {{"artifactChanges", std::move(changes)}};
}

ordered_json RuleJson(const RuleInfo& rule) {
  ordered_json json = {{"id", rule.id}, {"shortDescription", {{"text", rule.summary}}}};
  if (!rule.help.empty()) json["helpUri"] = rule.help;
  if (!rule.category.empty()) json["properties"] = {{"tags", {rule.category}}};
  return json;
}

}  // namespace

std::string ToSarif(const Report& report, const Sources& sources) {
  std::vector<const RuleInfo*> rules;
  for (const Finding& finding : report.findings) {
    if (std::find(rules.begin(), rules.end(), finding.rule) == rules.end())
      rules.push_back(finding.rule);
  }
  ordered_json driver = {
      {"name", "polc"}, {"version", report.version}, {"rules", ordered_json::array()}};
  for (const RuleInfo* rule : rules) driver["rules"].push_back(RuleJson(*rule));

  ordered_json results = ordered_json::array();
  const std::vector<std::string> prints = Fingerprints(report, sources);
  for (size_t i = 0; i < report.findings.size(); ++i) {
    const Finding& finding = report.findings[i];
    const Diagnostic& diagnostic = finding.diagnostic;
    ordered_json result = {
        {"ruleId", finding.rule->id},
        {"ruleIndex", std::find(rules.begin(), rules.end(), finding.rule) - rules.begin()},
        {"level", LevelOf(diagnostic.severity)},
        {"message", {{"text", FullMessage(diagnostic)}}}};
    if (diagnostic.span.known()) result["locations"] = {LocationOf(diagnostic.span, sources)};
    for (const Label& label : diagnostic.labels) {
      if (!label.span.known()) continue;
      ordered_json related = LocationOf(label.span, sources);
      related["message"] = {{"text", label.text}};
      result["relatedLocations"].push_back(std::move(related));
    }
    result["partialFingerprints"] = {{"polcFinding/v1", prints[i]}};
    if (!diagnostic.fixes.empty()) result["fixes"] = {FixJson(diagnostic.fixes, sources)};
    results.push_back(std::move(result));
  }
  ordered_json run = {{"tool", {{"driver", std::move(driver)}}},
                      {"columnKind", "unicodeCodePoints"},
                      {"results", std::move(results)}};
  ordered_json document = {{"$schema", "https://json.schemastore.org/sarif-2.1.0.json"},
                           {"version", "2.1.0"},
                           {"runs", ordered_json::array()}};
  document["runs"].push_back(std::move(run));
  return document.dump(2, ' ', false, ordered_json::error_handler_t::replace) + "\n";
}

}  // namespace polc::report
