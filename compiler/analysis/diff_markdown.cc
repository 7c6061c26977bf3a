// A table for the comment of a pull request. Loosened rows come first, because reviewers look for
// them. Long tables are folded.

#include <algorithm>
#include <map>

#include "compiler/analysis/diff_render.h"
#include "compiler/analysis/layout.h"
#include "compiler/base/str_format.h"
#include "compiler/base/strings.h"

namespace polc {
namespace {

constexpr size_t kMaxVisibleRows = 30;

// Text of a cell. Escapes what would end the cell, and Markdown and HTML.
std::string Cell(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (c == '|' || c == '`' || c == '*' || c == '_' || c == '\\' || c == '[' || c == ']' ||
        c == '#')
      out += '\\';
    if (c == '<')
      out += "&lt;";
    else if (c == '>')
      out += "&gt;";
    else if (c == '&')
      out += "&amp;";
    else
      out += static_cast<unsigned char>(c) < 0x20 ? ' ' : c;
  }
  return out;
}

std::string_view WordOf(Change change) {
  switch (change) {
    case Change::Tightened:
      return "tightened";
    case Change::Loosened:
      return "**loosened**";
    case Change::Changed:
      return "changed";
    case Change::Mixed:
      return "**loosened** and tightened";
  }
  return "";
}

// Rows that differ only in the name.
struct TableRow {
  Change change;
  std::string before, after, abis;
  std::vector<std::string> names;
};

std::string AbisText(const DiffRow& row, const DiffReport& report) {
  if (row.everywhere && !row.name().empty() && report.one_sided.empty()) return "all";
  std::vector<std::string> abis;
  for (const NumberSet& set : row.numbers) abis.emplace_back(TraitsOf(set.arch).name);
  return Join(abis, ", ");
}

std::string NamesText(const DiffRow& row) {
  if (!row.name().empty()) return StrFormat("`{}`", row.name());
  std::vector<std::string> sets;
  for (const NumberSet& set : row.numbers) sets.push_back(NumbersText(set));
  sets.erase(std::unique(sets.begin(), sets.end()), sets.end());
  return Join(sets, "; ");
}

std::vector<TableRow> TableRowsOf(const DiffReport& report) {
  std::vector<TableRow> lines;
  for (const Change change :
       {Change::Loosened, Change::Mixed, Change::Tightened, Change::Changed}) {
    std::map<std::string, size_t> index;
    for (const DiffRow& row : report.rows) {
      if (row.change != change) continue;
      TableRow line{change,
                    Text(row.before, row.labels, kConcise),
                    Text(row.after, row.labels, kConcise),
                    AbisText(row, report),
                    {}};
      const std::string key = row.is_constant()
                                  ? StrFormat("{}\n{}\n{}", line.before, line.after, line.abis)
                                  : StrFormat("{}\n{}\n{}", row.name(), line.after, line.abis);
      const auto [found, fresh] = index.try_emplace(key, lines.size());
      if (fresh) lines.push_back(std::move(line));
      lines[found->second].names.push_back(NamesText(row));
    }
  }
  return lines;
}

}  // namespace

std::string DiffMarkdown(const DiffReport& report, const ProfileFacts& before,
                         const ProfileFacts& after) {
  std::string out =
      StrFormat("### seccomp: {} → {}\n\n**{}**; allowed syscalls {}\n", Cell(before.name),
                Cell(after.name), VerdictText(report), Cell(AllowedText(report)));
  if (report.verdict == DiffVerdict::Equal) return out;
  for (const OneSidedAbi& abi : report.one_sided) {
    const bool old = abi.known == OneSidedAbi::Known::Old;
    out += StrFormat("\n* {}: {} is only in {}; {} answers {} to every call", WordOf(abi.change),
                     Cell(TraitsOf(abi.arch).name), old ? "OLD" : "NEW", old ? "NEW" : "OLD",
                     Cell(Describe(abi.other)));
  }
  if (report.other_arches) {
    const OtherArches& other = *report.other_arches;
    out += StrFormat("\n* {}: every other architecture", WordOf(other.change));
    if (other.before && other.after)
      out += StrFormat(", {} → {}", Cell(Describe(*other.before)), Cell(Describe(*other.after)));
  }
  if (!report.one_sided.empty() || report.other_arches) out += "\n";
  for (const StubShift& shift : report.stub_shifts) {
    out += StrFormat(
        "\n> On {} the newest named call was `{}` and is `{}`, above which runc answers "
        "ERRNO(ENOSYS): calls whose rules did not change became {} → {}\n",
        Cell(TraitsOf(shift.before.arch).name), shift.before.name, shift.after.name,
        Cell(Describe(shift.was)), Cell(Describe(shift.is)));
  }
  const std::vector<TableRow> lines = TableRowsOf(report);
  if (lines.empty()) return out;
  const bool fold = lines.size() > kMaxVisibleRows;
  if (fold) out += StrFormat("\n<details><summary>{}</summary>\n", Counted(lines.size(), "change"));
  out += "\n| change | syscalls | old | new | ABIs |\n|---|---|---|---|---|\n";
  for (const TableRow& line : lines) {
    out += StrFormat("| {} | {} | {} | {} | {} |\n", WordOf(line.change), Join(line.names, " "),
                     Cell(line.before), Cell(line.after), Cell(line.abis));
  }
  if (fold) out += "\n</details>\n";
  return out;
}

}  // namespace polc
