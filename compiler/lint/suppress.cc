#include "compiler/lint/suppress.h"

#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <tuple>

#include "compiler/base/str_format.h"
#include "compiler/base/strings.h"

namespace polc::lint {
namespace {

constexpr std::string_view kBlank = " \t\r";

std::string_view Trimmed(std::string_view text) {
  const size_t begin = text.find_first_not_of(kBlank);
  if (begin == std::string_view::npos) return {};
  return text.substr(begin, text.find_last_not_of(kBlank) + 1 - begin);
}

struct Marker {
  std::vector<std::string> ids;
  bool whole_file = false;
  bool has_reason = false;
};

// Of a comment, without its `#`.
std::optional<Marker> ParseMarker(std::string_view comment) {
  comment = Trimmed(comment);
  Marker marker;
  if (comment.starts_with("polc: ignore-file[")) {
    marker.whole_file = true;
  } else if (!comment.starts_with("polc: ignore[")) {
    return std::nullopt;
  }
  const size_t open = comment.find('['), close = comment.find(']', open);
  if (close == std::string_view::npos) return std::nullopt;
  for (const std::string_view id : Split(comment.substr(open + 1, close - open - 1), ','))
    marker.ids.push_back(std::string(Trimmed(id)));
  marker.has_reason = !Trimmed(comment.substr(close + 1)).empty();
  return marker;
}

// Of a line that has a marker.
struct Line {
  size_t begin = 0, end = 0;       // without its newline
  size_t first = 0, text_end = 0;  // without the blanks at its two ends

  static Line At(std::string_view text, size_t at) {
    const size_t newline = text.rfind('\n', at);
    Line line;
    line.begin = newline == std::string_view::npos ? 0 : newline + 1;
    line.end = std::min(text.find('\n', at), text.size());
    line.first = text.find_first_not_of(kBlank, line.begin);
    line.text_end = text.find_last_not_of(kBlank, line.end - 1) + 1;
    return line;
  }
};

// The first line after `end` that has more than a comment, or the last of the text; `own` if none
// follows.
Span NextCodeLine(std::string_view text, size_t end, Span own) {
  Span next = own;
  while (end < text.size()) {
    const size_t stop = std::min(text.find('\n', end + 1), text.size());
    const std::string_view words = Trimmed(text.substr(end + 1, stop - end - 1));
    next = {own.source, static_cast<uint32_t>(end + 1), static_cast<uint32_t>(stop)};
    if (!words.empty() && words[0] != '#') break;
    end = stop;
  }
  return next;
}

// The findings that are left, by rule and place.
class Index {
 public:
  explicit Index(const std::vector<Diagnostic>& findings) {
    for (size_t i = 0; i < findings.size(); ++i) {
      const Span& span = findings[i].span;
      by_rule_[findings[i].id].insert({span.source, span.begin, i});
    }
  }

  // Calls take(i) for each finding of the rule that begins in `covers`, and forgets it. Whether
  // there is one.
  template <class Take>
  bool TakeAll(DiagnosticId rule, Span covers, const Take& take) {
    const auto known = by_rule_.find(rule);
    if (known == by_rule_.end()) return false;
    auto& places = known->second;
    const auto begin = places.lower_bound({covers.source, covers.begin, 0});
    const auto end = places.lower_bound({covers.source, covers.end, 0});
    if (begin == end) return false;
    for (auto place = begin; place != end; ++place) take(std::get<size_t>(*place));
    places.erase(begin, end);
    return true;
  }

 private:
  std::map<DiagnosticId, std::set<std::tuple<SourceId, uint32_t, size_t>>> by_rule_;
};

}  // namespace

// Each part of the text is looked at once, however many markers stand in a line or above one.
std::vector<Suppression> SuppressionsInComments(const SourceFile& file) {
  constexpr std::string_view kMarker = "polc: ignore";
  std::vector<Suppression> found;
  const std::string_view text = file.text;
  const auto offset = [](size_t at) { return static_cast<uint32_t>(at); };
  Line line;
  Span next_line{file.id, 0, 0};
  for (size_t at = text.find(kMarker), next = 0; at != std::string_view::npos;
       at = text.find(kMarker, next)) {
    next = at + 1;
    const size_t hash = text.substr(0, at).find_last_not_of(kBlank);
    if (hash == std::string_view::npos || text[hash] != '#') continue;
    if (at >= line.end) line = Line::At(text, at);
    const size_t close = text.substr(0, line.end).find(']', at);
    if (close == std::string_view::npos) {
      next = line.end;  // no other marker of this line is complete
      continue;
    }
    const auto marker = ParseMarker(text.substr(at, close + 1 - at));
    if (!marker) continue;
    next = close;
    const bool has_reason = text.find_first_not_of(kBlank, close + 1) < line.text_end;
    const Span own{file.id, offset(line.begin), offset(line.end)};
    Span covers = own;
    if (marker->whole_file) {
      covers = {file.id, 0, offset(text.size())};
    } else if (line.first == hash) {
      if (next_line.begin <= line.end) next_line = NextCodeLine(text, line.end, own);
      covers = next_line;
    }
    found.push_back({{file.id, offset(hash), offset(line.end)}, covers, marker->ids, has_reason});
  }
  return found;
}

std::vector<Suppression> SuppressionsIn(const docker::Profile& profile) {
  std::vector<Suppression> found;
  for (const docker::Syscall& syscall : profile.syscalls) {
    if (!syscall.comment) continue;
    const auto marker = ParseMarker(syscall.comment->value);
    if (marker && !marker->whole_file)
      found.push_back({syscall.comment->span, syscall.span, marker->ids, marker->has_reason});
  }
  return found;
}

std::vector<Diagnostic> Suppress(std::vector<Diagnostic> findings,
                                 const std::vector<Suppression>& suppressions,
                                 const Selection& selection) {
  Findings about;
  Index left(findings);
  std::vector<bool> taken(findings.size());
  std::vector<std::string_view> known;
  for (const DiagnosticRow& row : AllDiagnosticRows()) known.push_back(row.name);
  for (const Suppression& suppression : suppressions) {
    if (!suppression.has_reason) {
      about.Begin(DiagnosticId::SuppressionWithoutReason);
      about.Add(suppression.place,
                "this takes findings out without saying why; write the reason after the bracket");
    }
    for (const std::string& id : suppression.ids) {
      const DiagnosticRow* row = FindDiagnosticRow(id);
      const bool used = row != nullptr && left.TakeAll(row->id, suppression.covers,
                                                       [&](size_t i) { taken[i] = true; });
      if (used || (row != nullptr && !selection.Has(row->id))) continue;
      about.Begin(DiagnosticId::UnusedSuppression);
      about.Add(suppression.place,
                row == nullptr ? StrFormat("there is no rule `{}`{}", id, DidYouMean(id, known))
                               : StrFormat("`{}` has no finding here; drop it", id));
    }
  }
  size_t at = 0;
  std::erase_if(findings, [&](const Diagnostic&) { return taken[at++]; });
  findings.insert(findings.end(), about.all().begin(), about.all().end());
  std::stable_sort(findings.begin(), findings.end(),
                   [](const Diagnostic& a, const Diagnostic& b) { return a.span < b.span; });
  return findings;
}

}  // namespace polc::lint
