#include "compiler/lint/suppress.h"

#include <algorithm>
#include <optional>

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

bool Covers(const Suppression& suppression, const report::Finding& finding) {
  const Span& span = finding.diagnostic.span;
  return span.source == suppression.covers.source && span.begin >= suppression.covers.begin &&
         span.begin < suppression.covers.end;
}

}  // namespace

std::vector<Suppression> SuppressionsInComments(const SourceFile& file) {
  std::vector<Suppression> found;
  const std::string_view text = file.text;
  const auto offset = [](size_t at) { return static_cast<uint32_t>(at); };
  for (size_t at = text.find("polc: ignore"); at != std::string_view::npos;
       at = text.find("polc: ignore", at + 1)) {
    const size_t hash = text.substr(0, at).find_last_not_of(kBlank);
    if (hash == std::string_view::npos || text[hash] != '#') continue;
    const size_t end = std::min(text.find('\n', at), text.size());
    const auto marker = ParseMarker(text.substr(at, end - at));
    if (!marker) continue;
    const size_t before = hash == 0 ? std::string_view::npos : text.rfind('\n', hash - 1);
    const size_t line = before == std::string_view::npos ? 0 : before + 1;
    Span covers{file.id, offset(line), offset(end)};
    if (marker->whole_file) {
      covers = {file.id, 0, offset(text.size())};
    } else if (Trimmed(text.substr(line, hash - line)).empty()) {
      // The next line that is no comment.
      size_t next = end;
      while (next < text.size()) {
        const size_t stop = std::min(text.find('\n', next + 1), text.size());
        const std::string_view words = Trimmed(text.substr(next + 1, stop - next - 1));
        covers = {file.id, offset(next + 1), offset(stop)};
        if (!words.empty() && words[0] != '#') break;
        next = stop;
      }
    }
    found.push_back(
        {{file.id, offset(hash), offset(end)}, covers, marker->ids, marker->has_reason});
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

std::vector<report::Finding> Suppress(std::vector<report::Finding> findings,
                                      const std::vector<Suppression>& suppressions,
                                      const Selection& selection) {
  Findings about;
  const Rule& unused = *FindRule("unused-suppression");
  const Rule& reasonless = *FindRule("suppression-without-reason");
  for (const Suppression& suppression : suppressions) {
    if (!suppression.has_reason) {
      about.Add(
          reasonless,
          {.id = {},
           .severity = reasonless.severity,
           .span = suppression.place,
           .message =
               "this takes findings out without saying why; write the reason behind the bracket"});
    }
    for (const std::string& id : suppression.ids) {
      const size_t count = findings.size();
      std::erase_if(findings, [&](const report::Finding& finding) {
        return finding.rule->id == id && Covers(suppression, finding);
      });
      const Rule* rule = FindRule(id);
      if (findings.size() != count || (rule != nullptr && !selection.Has(rule->info))) continue;
      std::vector<std::string_view> known;
      for (const Rule& one : AllRules()) known.push_back(one.info.id);
      const std::string message = rule == nullptr
                                      ? "there is no rule `" + id + "`" + DidYouMean(id, known)
                                      : "`" + id + "` has no finding here; drop it";
      about.Add(
          unused,
          {.id = {}, .severity = unused.severity, .span = suppression.place, .message = message});
    }
  }
  findings.insert(findings.end(), about.all().begin(), about.all().end());
  std::stable_sort(findings.begin(), findings.end(),
                   [](const report::Finding& a, const report::Finding& b) {
                     return a.diagnostic.span < b.diagnostic.span;
                   });
  return findings;
}

}  // namespace polc::lint
