#pragma once

// The findings of all inputs of a `lint` run, in the formats that were asked for.

#include <map>
#include <string>
#include <vector>

#include "compiler/base/render.h"
#include "compiler/cli/command.h"
#include "compiler/report/finding.h"

namespace polc::cli {

// "text", "concise", and those of compiler/report.
[[nodiscard]] std::vector<std::string_view> LintFormats();

class LintReport {
 public:
  // Takes over what a run found in one input, with the texts that the findings point into; the session can go.
  void Add(const std::string& input, const Sources& sources, const std::vector<report::Finding>& findings);

  // `format` is one of LintFormats().
  [[nodiscard]] std::string Written(std::string_view format, Colour colour) const;

 private:
  Span Moved(const Sources& sources, Span span);

  Sources sources_;
  std::map<std::string, SourceId> kept_;  // by name
  report::Report report_{"lint", POLC_VERSION, {}, {}};
};

}  // namespace polc::cli
