#include "compiler/base/diagnostic.h"

#include <algorithm>
#include <tuple>
#include <utility>

namespace polc {

bool IsFailure(const Diagnostic& diagnostic) {
  return diagnostic.severity == Severity::Error &&
         RowOf(diagnostic.id).consequence != Consequence::Finding;
}

namespace {

size_t Mixed(size_t hash, size_t value) {
  return (hash ^ value) * 0x9e3779b97f4a7c15 + (hash >> 29);
}

// "undefined-variable" as "1 undefined variable" or "40 undefined variables".
std::string Counted(DiagnosticId id, size_t count) {
  std::string noun(NameOf(id));
  std::replace(noun.begin(), noun.end(), '-', ' ');
  return StrFormat("{} {}{}", count, noun, count == 1 ? "" : "s");
}

}  // namespace

size_t DiagnosticSink::PlaceHash::operator()(const Cause& place) const {
  size_t hash = Mixed(static_cast<size_t>(place.id), static_cast<size_t>(place.span.source));
  hash = Mixed(hash, place.span.begin);
  return Mixed(hash, place.span.end);
}

bool DiagnosticSink::full(DiagnosticId id, Severity severity) const {
  const auto found = of_kind_.find({id, severity, false});
  return found != of_kind_.end() && found->second >= most_kept_;
}

bool DiagnosticSink::IsRepeated(const Diagnostic& diagnostic, size_t hash) const {
  if (!Has(diagnostic.id, diagnostic.span)) return false;
  if (repeats_ == Repeats::SamePlace) return true;
  const auto [begin, end] = by_hash_.equal_range(hash);
  return std::any_of(begin, end, [&](const auto& entry) {
    const Diagnostic& other = diagnostics_[entry.second];
    return other.span == diagnostic.span && other.id == diagnostic.id &&
           other.severity == diagnostic.severity && other.message == diagnostic.message;
  });
}

// One text can be read for several reasons, as the two policies of a file that are compared; its
// mistakes stay one each.
void DiagnosticSink::Add(Diagnostic diagnostic) {
  const auto explained = explained_.find({diagnostic.id, diagnostic.span.source});
  // A word close to a known one is a typing mistake, whatever else is missing (DidYouMean() in
  // compiler/base/strings.h).
  const bool is_typo = diagnostic.message.find("; did you mean `") != std::string::npos;
  if (explained != explained_.end() && !is_typo) diagnostic.cause = explained->second;
  const Cause place{diagnostic.id, diagnostic.span};
  const size_t hash = Mixed(PlaceHash()(place), std::hash<std::string>()(diagnostic.message));
  if (IsRepeated(diagnostic, hash)) return;
  const bool kept =
      ++of_kind_[{diagnostic.id, diagnostic.severity, diagnostic.cause.has_value()}] <= most_kept_;
  if (diagnostic.severity == Severity::Error) ++total_.errors;
  if (diagnostic.severity == Severity::Warning) ++total_.warnings;
  if (IsFailure(diagnostic)) ++failures_;
  if (!kept) ++total_.dropped;
  if (diagnostic.cause) NoteConsequence(diagnostic, kept);
  // Of places, a lint rule's are known beyond those that are kept: Has() is asked for them.
  if (kept || repeats_ == Repeats::SamePlace) places_.insert(place);
  if (!kept) return;
  if (!diagnostic.cause) causes_.insert(place);
  by_hash_.emplace(hash, diagnostics_.size());
  diagnostics_.push_back(std::move(diagnostic));
}

void DiagnosticSink::NoteConsequence(const Diagnostic& diagnostic, bool kept) {
  Following& following = following_[*diagnostic.cause];
  if (following.counts.empty()) following.message = diagnostic.message;
  following.one_message = following.one_message && following.message == diagnostic.message;
  ++following.counts[diagnostic.id];
  if (diagnostic.severity == Severity::Error) ++following.hidden.errors;
  if (diagnostic.severity == Severity::Warning) ++following.hidden.warnings;
  if (!kept) ++following.hidden.dropped;
}

void DiagnosticSink::AddNotes(Diagnostic& cause) const {
  const auto found = following_.find({cause.id, cause.span});
  if (found == following_.end()) return;
  const Following& following = found->second;
  size_t count = 0;
  std::string what;
  for (const auto& [id, of_id] : following.counts) {
    count += of_id;
    what += (what.empty() ? "" : " and ") + Counted(id, of_id);
  }
  if (following.one_message && following.message == cause.message) {
    cause.notes.push_back(
        StrFormat("and the same at {} more place{}", count, count == 1 ? "" : "s"));
  } else {
    cause.notes.push_back(StrFormat("and {} follow{} from it", what, count == 1 ? "s" : ""));
  }
}

DiagnosticSink::Counts DiagnosticSink::ShownCounts() const {
  Counts shown = total_;
  for (const auto& [cause, following] : following_) {
    if (!causes_.contains(cause)) continue;
    shown.errors -= following.hidden.errors;
    shown.warnings -= following.hidden.warnings;
    shown.dropped -= following.hidden.dropped;
  }
  return shown;
}

void DiagnosticSink::Error(DiagnosticId id, Span span, std::string message) {
  Add({.id = id, .severity = Severity::Error, .span = span, .message = std::move(message)});
}

void DiagnosticSink::Warning(DiagnosticId id, Span span, std::string message) {
  Add({.id = id, .severity = Severity::Warning, .span = span, .message = std::move(message)});
}

std::vector<Diagnostic> DiagnosticSink::Sorted() const {
  std::vector<Diagnostic> sorted;
  std::set<Cause> noted;
  for (const Diagnostic& diagnostic : diagnostics_) {
    if (diagnostic.cause && causes_.contains(*diagnostic.cause)) continue;
    Diagnostic& shown = sorted.emplace_back(diagnostic);
    if (!shown.cause && noted.insert({shown.id, shown.span}).second) AddNotes(shown);
    shown.cause.reset();
  }
  const auto key = [](const Diagnostic& d) {
    return std::tuple(d.span.known(), d.span.source, d.span.begin, d.span.end);
  };
  std::stable_sort(sorted.begin(), sorted.end(),
                   [&](const Diagnostic& a, const Diagnostic& b) { return key(a) < key(b); });
  return sorted;
}

void FirstUses::Group(Diagnostic& use) {
  if (use.cause || !use.span.known()) return;
  const auto [first, is_new] = first_.try_emplace({use.id, use.message}, use.span);
  if (first->second != use.span) use.cause = Cause{use.id, first->second};
}

}  // namespace polc
