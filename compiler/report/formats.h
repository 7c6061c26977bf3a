#pragma once

// Findings in formats that programs read. Each function returns the whole document, with a newline
// at its end.

#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "compiler/report/finding.h"

namespace polc::report {

// {"schema": "polc.findings/1", …}: every field of a finding, offsets of fixes in bytes.
[[nodiscard]] std::string ToJson(const Report& report, const Sources& sources);
// SARIF 2.1.0 (OASIS), for code scanning.
[[nodiscard]] std::string ToSarif(const Report& report, const Sources& sources);
// Workflow commands of GitHub Actions: one annotation a finding.
[[nodiscard]] std::string ToGithub(const Report& report, const Sources& sources);
// A Code Quality report of GitLab.
[[nodiscard]] std::string ToGitlab(const Report& report, const Sources& sources);
// One suite a file, one failed case a finding; a file without findings is a case that passed.
[[nodiscard]] std::string ToJUnit(const Report& report, const Sources& sources);
// A table for a pull request or a step summary.
[[nodiscard]] std::string ToMarkdown(const Report& report, const Sources& sources);
[[nodiscard]] std::string ToCheckstyle(const Report& report, const Sources& sources);

using Writer = std::string (*)(const Report&, const Sources&);
struct NamedFormat {
  std::string_view name;
  Writer write;
};
[[nodiscard]] std::span<const NamedFormat> AllFormats();

}  // namespace polc::report
