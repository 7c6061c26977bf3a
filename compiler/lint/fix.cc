// Edits that overlap cannot be applied together (two neighbours that both leave a list), so the
// text is linted again after each round; each round applies at least one edit, and their number is
// bounded.

#include "compiler/lint/fix.h"

#include <algorithm>
#include <iterator>
#include <set>
#include <utility>

#include "compiler/base/str_format.h"
#include "compiler/ir/lower.h"
#include "compiler/lint/seccomp.h"
#include "compiler/session/apparmor.h"

namespace polc::lint {
namespace {

constexpr size_t kMostRounds = 32;

Input WithText(Session& session, const Input& input, std::string text) {
  Input copy = input;
  copy.source = session.sources.Add(input.name, std::move(text)).id;
  return copy;
}

// Edits of this file in its order, without those that overlap one of an earlier finding.
std::vector<Fix> EditsOf(const std::vector<Diagnostic>& findings, SourceId source, FixScope scope) {
  std::vector<Fix> edits;
  std::set<std::pair<uint32_t, uint32_t>> taken;
  for (const Diagnostic& finding : findings) {
    const FixSafety safety = RowOf(finding.id).fix;
    if (safety == FixSafety::None || (safety == FixSafety::Unsafe && scope == FixScope::SafeOnly))
      continue;
    for (const Fix& fix : finding.fixes) {
      if (fix.span.source != source) continue;
      // None of those taken overlap, so that only the last before the end can.
      const auto after = taken.lower_bound({fix.span.end, 0});
      if (after != taken.begin() && std::prev(after)->second > fix.span.begin) continue;
      taken.insert({fix.span.begin, fix.span.end});
      edits.push_back(fix);
    }
  }
  std::stable_sort(edits.begin(), edits.end(), [](const Fix& a, const Fix& b) {
    return std::pair(a.span.begin, a.span.end) < std::pair(b.span.begin, b.span.end);
  });
  return edits;
}

std::string Edited(std::string_view text, const std::vector<Fix>& edits) {
  std::string edited;
  size_t done = 0;
  for (const Fix& edit : edits) {
    edited += text.substr(done, edit.span.begin - done);
    edited += edit.replacement;
    done = edit.span.end;
  }
  return edited + std::string(text.substr(done));
}

// What a policy means on one machine: as it will usually run, and with capabilities and kernel
// open.
struct Meaning {
  Arch native;
  Filter usual, open;
  friend bool operator==(const Meaning&, const Meaning&) = default;
};

// One list for each policy of the text.
std::vector<std::vector<Meaning>> MeaningsOf(Session& proof, const Input& input,
                                             const LintOptions& options, const std::string& text) {
  std::vector<std::vector<Meaning>> meanings;
  const auto profile = ReadSeccomp(
      proof, WithText(proof, input, text), options.context, [&](const SeccompSubject& subject) {
        std::vector<Meaning>& one = meanings.emplace_back();
        for (const Machine& machine : subject.machines)
          one.push_back(
              {machine.native, machine.filter, Lower(proof.diagram, machine.open, Context{})});
      });
  return meanings;
}

// Node ids of one diagram are equal exactly if the functions are.
bool MeanTheSame(const Session& session, const Input& input, const LintOptions& options,
                 const std::string& before, const std::string& after) {
  Session proof{session.world};
  const auto old_meanings = MeaningsOf(proof, input, options, before);
  const auto new_meanings = MeaningsOf(proof, input, options, after);
  return !proof.diagnostics.has_errors() && old_meanings == new_meanings;
}

}  // namespace

std::optional<Fixed> ApplyFixes(Session& session, const Input& input, const LintOptions& options,
                                FixScope scope) {
  const std::string before = session.sources.Get(input.source).text;
  Fixed fixed{before, 0};
  for (size_t round = 0; round < kMostRounds; ++round) {
    Session again{session.world};
    const Input current = WithText(again, input, fixed.text);
    const Linted linted = Lint(again, current, options);
    if (again.diagnostics.has_errors()) break;
    const std::vector<Fix> edits = EditsOf(linted.findings, current.source, scope);
    if (edits.empty()) break;
    fixed.text = Edited(fixed.text, edits);
    fixed.edits += edits.size();
  }
  if (fixed.edits == 0 || scope == FixScope::AlsoUnsafe || IsAppArmor(input.kind)) return fixed;
  if (MeanTheSame(session, input, options, before, fixed.text)) return fixed;
  session.diagnostics.Error(
      DiagnosticId::ProofFailed, {},
      "the safe fixes of `{}` would change what it means; nothing was changed", input.name);
  return std::nullopt;
}

}  // namespace polc::lint
