#include "compiler/report/text_diff.h"

#include <algorithm>
#include <vector>

#include "compiler/base/str_format.h"
#include "compiler/report/line_diff.h"

namespace polc::report {
namespace {

constexpr size_t kContext = 3;

// Lines that are removed, and the lines that replace them.
struct Change {
  size_t before_begin, before_end, after_begin, after_end;
};

std::vector<Change> ChangesOf(const CommonLines& common) {
  const size_t before_size = common.before.size(), after_size = common.after.size();
  std::vector<Change> changes;
  for (size_t x = 0, y = 0; x < before_size || y < after_size; ++x, ++y) {
    Change change{x, x, y, y};
    while (change.before_end < before_size && !common.before[change.before_end])
      ++change.before_end;
    while (change.after_end < after_size && !common.after[change.after_end]) ++change.after_end;
    if (change.before_end != x || change.after_end != y) changes.push_back(change);
    x = change.before_end;
    y = change.after_end;
  }
  return changes;
}

std::string Range(size_t first, size_t count) {
  const size_t line = count == 0 ? first : first + 1;
  return count == 1 ? StrFormat("{}", line) : StrFormat("{},{}", line, count);
}

void AddLines(const Lines& lines, size_t begin, size_t end, char kind, std::string& text) {
  for (size_t i = begin; i < end; ++i) {
    text += kind;
    text += lines[i];
    if (!lines[i].ends_with('\n')) text += "\n\\ No newline at end of file\n";
  }
}

// The changes [begin, end) with the lines around them.
void AddHunk(const Lines& before, const Lines& after, const Change* begin, const Change* end,
             std::string& text) {
  const Change &first = *begin, &last = *(end - 1);
  const size_t lead = std::min(kContext, first.before_begin);
  const size_t trail = std::min(kContext, before.size() - last.before_end);
  const size_t x = first.before_begin - lead, y = first.after_begin - lead;
  text += StrFormat("@@ -{} +{} @@\n", Range(x, last.before_end + trail - x),
                    Range(y, last.after_end + trail - y));
  size_t done = x;
  for (const Change* change = begin; change != end; ++change) {
    AddLines(before, done, change->before_begin, ' ', text);
    AddLines(before, change->before_begin, change->before_end, '-', text);
    AddLines(after, change->after_begin, change->after_end, '+', text);
    done = change->before_end;
  }
  AddLines(before, done, done + trail, ' ', text);
}

}  // namespace

std::string TextDiff(const std::string& name, std::string_view before, std::string_view after) {
  if (before == after) return "";
  const Lines before_lines(before), after_lines(after);
  const std::vector<Change> changes = ChangesOf(FindCommonLines(before_lines, after_lines));
  std::string text = StrFormat("--- {}\n+++ {}\n", name, name);
  for (size_t begin = 0; begin < changes.size();) {
    // A hunk ends where more lines than two contexts are the same.
    size_t end = begin + 1;
    while (end < changes.size() &&
           changes[end].before_begin - changes[end - 1].before_end <= 2 * kContext)
      ++end;
    AddHunk(before_lines, after_lines, changes.data() + begin, changes.data() + end, text);
    begin = end;
  }
  return text;
}

}  // namespace polc::report
