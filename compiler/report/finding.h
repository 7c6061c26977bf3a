#pragma once

// What the machine-readable formats (formats.h) print: diagnostics, each with its row of the
// registry (diagnostic_id.h).

#include <string>
#include <string_view>
#include <vector>

#include "compiler/base/diagnostic.h"
#include "compiler/base/source.h"

namespace polc::report {

struct Report {
  std::string_view command;          // the command that found them: "lint"
  std::string_view version;          // polc's
  std::vector<Diagnostic> findings;  // in the order in which they are to be printed
  std::vector<std::string> inputs;   // the names of all files that were checked
};

// Lines and columns count from 1, columns in characters. `end` is the place after the last one.
struct Region {
  std::string file;
  LineColumn begin, end;
};
// A finding without a place gets line 1, column 1 of a file without a name.
[[nodiscard]] Region RegionOf(Span span, const Sources& sources);
// The name of a file as it is in a repository: without `./` in front. Region::file is such a name.
[[nodiscard]] std::string PathOf(std::string_view name);
[[nodiscard]] std::vector<std::string> InputsOf(const Report& report);

// The message with its notes, as one text.
[[nodiscard]] std::string FullMessage(const Diagnostic& diagnostic);

// Identifies a finding that may move to another line: a hash of the rule, the file and the text of
// the line, as 16 hexadecimal digits. Equal findings on equal lines have the same key.
[[nodiscard]] std::string KeyOf(const Diagnostic& finding, const Sources& sources);

// The same for all findings, in their order, but equal findings on equal lines get different
// fingerprints, which depend on their order.
[[nodiscard]] std::vector<std::string> Fingerprints(const Report& report, const Sources& sources);

}  // namespace polc::report
