#include "compiler/lint/baseline.h"

#include "compiler/base/json.h"

namespace polc::lint {
namespace {

constexpr std::string_view kSchema = "polc.baseline/1";

std::string TextOf(const Json* value) {
  return value == nullptr || value->text() == nullptr ? "" : *value->text();
}

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
  const std::optional<Json> document = Json::Parse(*read.text);
  if (!document || TextOf(document->Find("schema")) != kSchema) return wrong();
  const Json* const findings = document->Find("findings");
  if (findings == nullptr || findings->array() == nullptr) return wrong();
  for (const Json& row : *findings->array()) {
    const Key key{TextOf(row.Find("file")), TextOf(row.Find("rule")), TextOf(row.Find("key"))};
    const Json* const count = row.Find("count");
    const auto number = count == nullptr ? std::nullopt : count->unsigned_number();
    if (key.rule.empty() || key.hash.empty() || !number) return wrong();
    baseline.counts_[key] += *number;
  }
  return baseline;
}

Baseline::Key Baseline::KeyOf(const Diagnostic& finding, const Sources& sources) {
  return {report::RegionOf(finding.span, sources).file, std::string(NameOf(finding.id)),
          report::KeyOf(finding, sources)};
}

std::vector<Diagnostic> Baseline::Without(const std::string& input,
                                          const std::vector<Diagnostic>& findings,
                                          const Sources& sources) {
  inputs_.insert(report::PathOf(input));
  std::vector<Diagnostic> left;
  for (const Diagnostic& finding : findings) {
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

void Baseline::Add(const std::vector<Diagnostic>& findings, const Sources& sources) {
  for (const Diagnostic& finding : findings) ++counts_[KeyOf(finding, sources)];
}

std::string Baseline::Written() const {
  Json document = {{"schema", kSchema}, {"findings", Json::Array()}};
  for (const auto& [key, count] : counts_)
    document["findings"].Add(
        {{"file", key.file}, {"rule", key.rule}, {"key", key.hash}, {"count", count}});
  return document.Dump();
}

}  // namespace polc::lint
