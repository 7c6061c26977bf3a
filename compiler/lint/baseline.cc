#include "compiler/lint/baseline.h"

#include <nlohmann/json.hpp>

namespace polc::lint {
namespace {

constexpr std::string_view kSchema = "polc.baseline/1";

}  // namespace

Baseline Baseline::Read(Session& session, const std::string& path) {
  Baseline baseline;
  const ReadResult read = session.world.files.Read(path, kMaxInputBytes);
  if (!read.text) {
    session.diagnostics.Error(DiagnosticId::Unreadable, {},
                              "cannot read `" + path + "`: " + read.error);
    return baseline;
  }
  const auto wrong = [&] {
    session.diagnostics.Error(
        DiagnosticId::BadUsage, {},
        "`" + path + "` is no baseline; `polc lint --write-baseline " + path + "` makes one");
    return baseline;
  };
  const auto document = nlohmann::json::parse(*read.text, nullptr, false);
  if (!document.is_object() || document.value("schema", nlohmann::json()) != kSchema)
    return wrong();
  const auto findings = document.find("findings");
  if (findings == document.end() || !findings->is_array()) return wrong();
  for (const auto& row : *findings) {
    if (!row.is_object()) return wrong();
    const auto text = [&](const char* key) {
      return row.contains(key) && row[key].is_string() ? row[key].get<std::string>()
                                                       : std::string();
    };
    const Key key{text("file"), text("rule"), text("key")};
    if (key.rule.empty() || key.hash.empty() || !row.contains("count") ||
        !row["count"].is_number_unsigned())
      return wrong();
    baseline.counts_[key] += row["count"].get<size_t>();
  }
  return baseline;
}

Baseline::Key Baseline::KeyOf(const report::Finding& finding, const Sources& sources) {
  return {report::RegionOf(finding.diagnostic.span, sources).file, std::string(finding.rule->id),
          report::KeyOf(finding, sources)};
}

std::vector<report::Finding> Baseline::Without(const std::string& input,
                                               const std::vector<report::Finding>& findings,
                                               const Sources& sources) {
  inputs_.insert(report::PathOf(input));
  std::vector<report::Finding> left;
  for (const report::Finding& finding : findings) {
    const auto known = counts_.find(KeyOf(finding, sources));
    if (known == counts_.end() || known->second == 0) {
      left.push_back(finding);
    } else {
      --known->second;
      ++passed_over_;
    }
  }
  return left;
}

size_t Baseline::gone() const {
  size_t gone = 0;
  for (const auto& [key, count] : counts_) gone += inputs_.contains(key.file) ? count : 0;
  return gone;
}

void Baseline::Add(const std::vector<report::Finding>& findings, const Sources& sources) {
  for (const report::Finding& finding : findings) ++counts_[KeyOf(finding, sources)];
}

std::string Baseline::Written() const {
  nlohmann::ordered_json document = {{"schema", kSchema},
                                     {"findings", nlohmann::ordered_json::array()}};
  for (const auto& [key, count] : counts_)
    document["findings"].push_back(
        {{"file", key.file}, {"rule", key.rule}, {"key", key.hash}, {"count", count}});
  return document.dump(2, ' ', false, nlohmann::ordered_json::error_handler_t::replace) + "\n";
}

}  // namespace polc::lint
