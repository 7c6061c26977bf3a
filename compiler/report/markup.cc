// What GitHub shows: annotations, and Markdown for summaries and comments.

#include "compiler/base/utf8.h"
#include "compiler/report/formats.h"

namespace polc::report {
namespace {

// What a workflow command may not hold as it is (actions/toolkit, docs/commands.md); properties end
// at `,` and `:`, too.
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

// One cell of a table: no line ends, and nothing that Markdown or HTML would read, but for code in
// backticks.
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
  return span.known() ? region.file + ":" + std::to_string(region.begin.line) + ":" +
                            std::to_string(region.begin.column)
                      : "";
}

std::string Counted(size_t count, const std::string& what) {
  return std::to_string(count) + " " + what + (count == 1 ? "" : "s");
}

}  // namespace

std::string ToGithub(const Report& report, const Sources& sources) {
  std::string out;
  for (const Diagnostic& diagnostic : report.findings) {
    const Region region = RegionOf(diagnostic.span, sources);
    out += "::" +
           std::string(diagnostic.severity == Severity::Note ? "notice"
                                                             : NameOf(diagnostic.severity)) +
           " ";
    if (diagnostic.span.known()) {
      out += "file=" + Escaped(region.file, Part::Property) +
             ",line=" + std::to_string(region.begin.line) +
             ",endLine=" + std::to_string(region.end.line) + ",";
      // Columns of a region of several lines are refused.
      if (region.begin.line == region.end.line) {
        out += "col=" + std::to_string(region.begin.column) +
               ",endColumn=" + std::to_string(region.end.column) + ",";
      }
    }
    out += "title=" + Escaped(NameOf(diagnostic.id), Part::Property) +
           "::" + Escaped(FullMessage(diagnostic), Part::Message) + "\n";
  }
  return out;
}

std::string ToMarkdown(const Report& report, const Sources& sources) {
  std::string out = "### polc " + std::string(report.command) + ": ";
  out += report.findings.empty() ? "nothing found" : Counted(report.findings.size(), "finding");
  out += " in " + Counted(report.inputs.size(), "file") + "\n";
  if (report.findings.empty()) return out;
  out += "\n| severity | place | rule | finding |\n|---|---|---|---|\n";
  for (const Diagnostic& diagnostic : report.findings) {
    const std::string id(NameOf(diagnostic.id));
    out += "| " + std::string(NameOf(diagnostic.severity)) + " | " +
           Cell(PlaceOf(diagnostic.span, sources)) + " | " + "[" + id + "](" +
           RowOf(diagnostic.id).page() + ")" + " | " + Cell(FullMessage(diagnostic)) + " |\n";
  }
  return out;
}

}  // namespace polc::report
