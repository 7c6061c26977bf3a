#pragma once

// `polc: ignore[rule-id, …] reason` takes findings out: after `#` for its own line, or alone on a
// line for the next one; `polc: ignore-file[…]` for the whole file; in the `comment` of a JSON rule
// for that rule.

#include <string>
#include <string_view>
#include <vector>

#include "compiler/lint/lint.h"
#include "grammar/docker_json/ast.h"

namespace polc::lint {

struct Suppression {
  Span place;   // of the marker
  Span covers;  // findings that begin in here
  std::vector<std::string> ids;
  bool has_reason = false;
};

[[nodiscard]] std::vector<Suppression> SuppressionsInComments(const SourceFile& file);
[[nodiscard]] std::vector<Suppression> SuppressionsIn(const docker::Profile& profile);

// The findings that are left, and those about the suppressions themselves: without a reason, or of
// a rule that was asked and found nothing there.
[[nodiscard]] std::vector<Diagnostic> Suppress(std::vector<Diagnostic> findings,
                                               const std::vector<Suppression>& suppressions,
                                               const Selection& selection);

}  // namespace polc::lint
