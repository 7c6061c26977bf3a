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
  // Whether a format is one text after the other, so that what was found in an input can be printed
  // before the next is read.
  [[nodiscard]] static bool IsLineByLine(std::string_view format) {
    return format == "text" || format == "concise";
  }
  [[nodiscard]] static std::string Lines(std::string_view format, const Sources& sources,
                                         const std::vector<Diagnostic>& findings, Colour colour);

  // Takes over what a run found in one input, with the texts that the findings point into; the
  // session can go.
  void Add(const std::string& input, const Sources& sources,
           const std::vector<Diagnostic>& findings);

  // Why an input could not be read, for the formats that would else say that nothing was found in
  // it.
  void AddErrors(const std::string& input, const Sources& sources,
                 const std::vector<Diagnostic>& diagnostics);

  // `format` is one of LintFormats() that is not line by line.
  [[nodiscard]] std::string Written(std::string_view format) const;

 private:
  Span Moved(const Sources& sources, Span span);

  Sources sources_;
  std::map<std::string, SourceId> kept_;  // by name
  report::Report report_{"lint", POLC_VERSION, {}, {}};
};

}  // namespace polc::cli
