// For GitHub: workflow commands, which become annotations, and Markdown for summaries and comments.

#include "compiler/base/str_format.h"
#include "compiler/base/strings.h"
#include "compiler/base/utf8.h"
#include "compiler/report/formats.h"

namespace polc::report {
namespace {

// Escapes what ends a part of a workflow command (actions/toolkit, docs/commands.md). `,` and `:`
// end properties only.
enum class Part { Property, Message };
std::string Escaped(std::string_view text, Part part) {
  std::string out;
  for (const char c : ValidUtf8(text)) {
    switch (c) {
      case '%':
        out += "%25";
        break;
      case '\r':
        out += "%0D";
        break;
      case '\n':
        out += "%0A";
        break;
      case ':':
        out += part == Part::Property ? "%3A" : ":";
        break;
      case ',':
        out += part == Part::Property ? "%2C" : ",";
        break;
      default:
        out += c;
    }
  }
  return out;
}

// One cell of a table, without line ends and without Markdown and HTML, except code in backticks.
std::string Cell(std::string_view text) {
  std::string out;
  bool code = false;
  for (const char c : ValidUtf8(text)) {
    if (c == '`') code = !code;
    switch (c) {
      case '|':
        out += "\\|";
        break;
      case '\n':
      case '\r':
        out += ' ';
        break;
      case '<':
        out += code ? "<" : "&lt;";
        break;
      case '*':
      case '_':
      case '[':
        out += code ? "" : "\\";
        [[fallthrough]];
      default:
        out += c;
    }
  }
  if (code) out += '`';
  return out;
}

std::string PlaceOf(Span span, const Sources& sources) {
  const Region region = RegionOf(span, sources);
  return span.known() ? StrFormat("{}:{}:{}", region.file, region.begin.line, region.begin.column)
                      : "";
}

}  // namespace

std::string ToGithub(const Report& report, const Sources& sources) {
  std::string out;
  for (const Diagnostic& diagnostic : report.findings) {
    const Region region = RegionOf(diagnostic.span, sources);
    std::string place;
    if (diagnostic.span.known()) {
      place = StrFormat("file={},line={},endLine={},", Escaped(region.file, Part::Property),
                        region.begin.line, region.end.line);
      // GitHub refuses columns for a region of several lines.
      if (region.begin.line == region.end.line)
        place += StrFormat("col={},endColumn={},", region.begin.column, region.end.column);
    }
    out += StrFormat("::{} {}title={}::{}\n",
                     diagnostic.severity == Severity::Note ? "notice" : NameOf(diagnostic.severity),
                     place, Escaped(NameOf(diagnostic.id), Part::Property),
                     Escaped(FullMessage(diagnostic), Part::Message));
  }
  return out;
}

std::string ToMarkdown(const Report& report, const Sources& sources) {
  std::string out = StrFormat(
      "### polc {}: {} in {}\n", report.command,
      report.findings.empty() ? "nothing found" : Counted(report.findings.size(), "finding"),
      Counted(report.inputs.size(), "file"));
  if (report.findings.empty()) return out;
  out += "\n| severity | place | rule | finding |\n|---|---|---|---|\n";
  for (const Diagnostic& diagnostic : report.findings) {
    out += StrFormat("| {} | {} | [{}]({}) | {} |\n", NameOf(diagnostic.severity),
                     Cell(PlaceOf(diagnostic.span, sources)), NameOf(diagnostic.id),
                     RowOf(diagnostic.id).page(), Cell(FullMessage(diagnostic)));
  }
  return out;
}

}  // namespace polc::report
