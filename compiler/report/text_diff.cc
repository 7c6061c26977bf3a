#include "compiler/report/text_diff.h"

#include <algorithm>
#include <vector>

namespace polc::report {
namespace {

std::vector<std::string_view> Lines(std::string_view text) {
  std::vector<std::string_view> lines;
  while (!text.empty()) {
    const size_t end = std::min(text.find('\n'), text.size() - 1) + 1;
    lines.push_back(text.substr(0, end));
    text.remove_prefix(end);
  }
  return lines;
}

struct Edit {
  char kind;  // ' ', '-', '+'
  std::string_view line;
};

// What is kept grows with the square of the edits; beyond these, no reader looks for what stayed.
constexpr std::ptrdiff_t kMaxEdits = 1000;

std::vector<Edit> Replaced(const std::vector<std::string_view>& a,
                           const std::vector<std::string_view>& b) {
  std::vector<Edit> edits;
  for (const std::string_view line : a) edits.push_back({'-', line});
  for (const std::string_view line : b) edits.push_back({'+', line});
  return edits;
}

// Myers' greedy algorithm: the fewest lines that go and come. `trace` has the furthest place
// reached on every diagonal for each number of edits.
std::vector<Edit> Edits(const std::vector<std::string_view>& a,
                        const std::vector<std::string_view>& b) {
  const auto n = static_cast<std::ptrdiff_t>(a.size()), m = static_cast<std::ptrdiff_t>(b.size());
  const std::ptrdiff_t offset = n + m + 1;
  std::vector<std::ptrdiff_t> furthest(static_cast<size_t>(2 * offset + 1), 0);
  const auto at = [&](std::vector<std::ptrdiff_t>& row, std::ptrdiff_t k) -> std::ptrdiff_t& {
    return row[static_cast<size_t>(offset + k)];
  };
  const auto line = [](const std::vector<std::string_view>& lines, std::ptrdiff_t i) {
    return lines[static_cast<size_t>(i)];
  };
  std::vector<std::vector<std::ptrdiff_t>> trace;
  for (std::ptrdiff_t d = 0;; ++d) {
    if (d == kMaxEdits) return Replaced(a, b);
    trace.push_back(furthest);
    bool done = false;
    for (std::ptrdiff_t k = -d; k <= d && !done; k += 2) {
      const bool down = k == -d || (k != d && at(furthest, k - 1) < at(furthest, k + 1));
      std::ptrdiff_t x = down ? at(furthest, k + 1) : at(furthest, k - 1) + 1;
      while (x < n && x - k < m && line(a, x) == line(b, x - k)) ++x;
      at(furthest, k) = x;
      done = x >= n && x - k >= m;
    }
    if (done) break;
  }
  std::vector<Edit> edits;
  std::ptrdiff_t x = n, y = m;
  for (auto d = static_cast<std::ptrdiff_t>(trace.size()) - 1; d >= 0; --d) {
    std::vector<std::ptrdiff_t>& row = trace[static_cast<size_t>(d)];
    const std::ptrdiff_t k = x - y;
    const bool down = k == -d || (k != d && at(row, k - 1) < at(row, k + 1));
    const std::ptrdiff_t from = down ? k + 1 : k - 1;
    const std::ptrdiff_t from_x = d == 0 ? 0 : at(row, from), from_y = d == 0 ? 0 : from_x - from;
    while (x > from_x && y > from_y) edits.push_back({' ', line(a, --x)}), --y;
    if (d == 0) break;
    if (down) {
      edits.push_back({'+', line(b, --y)});
    } else {
      edits.push_back({'-', line(a, --x)});
    }
  }
  std::reverse(edits.begin(), edits.end());
  return edits;
}

std::string Range(size_t first, size_t count) {
  return std::to_string(count == 0 ? first : first + 1) +
         (count == 1 ? "" : "," + std::to_string(count));
}

}  // namespace

std::string TextDiff(const std::string& name, std::string_view before, std::string_view after) {
  if (before == after) return "";
  constexpr size_t kContext = 3;
  const std::vector<Edit> edits = Edits(Lines(before), Lines(after));
  std::string text = "--- " + name + "\n+++ " + name + "\n";
  size_t old_line = 0, new_line = 0;
  for (size_t i = 0; i < edits.size();) {
    size_t change = i;
    while (change < edits.size() && edits[change].kind == ' ') ++change;
    if (change == edits.size()) break;
    const size_t begin = change - i > kContext ? change - kContext : i;
    old_line += begin - i;
    new_line += begin - i;
    // A hunk ends where more lines than two contexts are the same.
    size_t end = change, same = 0;
    while (end < edits.size() && same <= 2 * kContext)
      same = edits[end++].kind == ' ' ? same + 1 : 0;
    if (same > kContext) end -= same - kContext;
    size_t old_count = 0, new_count = 0;
    std::string body;
    for (size_t j = begin; j < end; ++j) {
      old_count += edits[j].kind != '+' ? 1 : 0;
      new_count += edits[j].kind != '-' ? 1 : 0;
      body += edits[j].kind + std::string(edits[j].line);
      if (!edits[j].line.ends_with('\n')) body += "\n\\ No newline at end of file\n";
    }
    text +=
        "@@ -" + Range(old_line, old_count) + " +" + Range(new_line, new_count) + " @@\n" + body;
    old_line += old_count;
    new_line += new_count;
    i = end;
  }
  return text;
}

}  // namespace polc::report
