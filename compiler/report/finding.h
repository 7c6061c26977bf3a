#pragma once

// What the machine-readable formats are made of: diagnostics, and the registry's row of each
// (diagnostic_id.h).

#include <string>
#include <string_view>
#include <vector>

#include "compiler/base/diagnostic.h"
#include "compiler/base/source.h"

namespace polc::report {

struct Report {
  std::string_view command;          // "lint": made these findings
  std::string_view version;          // polc's
  std::vector<Diagnostic> findings;  // in the order in which they are to be printed
  std::vector<std::string> inputs;  // the names of all that was looked at, with findings or without
};

// Lines and columns from 1, columns in characters; the end is behind the last character.
struct Region {
  std::string file;
  LineColumn begin, end;
};
// Nothing is known of a finding without a place: line 1, column 1 of no file.
[[nodiscard]] Region RegionOf(Span span, const Sources& sources);
// The name of a file as servers compare it with those of a repository: without `./` in front. A
// region has it so.
[[nodiscard]] std::string PathOf(std::string_view name);
[[nodiscard]] std::vector<std::string> InputsOf(const Report& report);

// The message with its notes, as one text.
[[nodiscard]] std::string FullMessage(const Diagnostic& diagnostic);

// What a finding is known by where it may move: a hash of the rule, the file and the text of the
// line, 16 hexadecimal digits. Equal findings on equal lines have the same.
[[nodiscard]] std::string KeyOf(const Diagnostic& finding, const Sources& sources);

// Stays the same while the rule, the file and the text of the line do; equal findings on equal
// lines are told apart by their order. 16 hexadecimal digits each, in the order of the findings.
[[nodiscard]] std::vector<std::string> Fingerprints(const Report& report, const Sources& sources);

}  // namespace polc::report
