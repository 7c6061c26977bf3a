// Edits that overlap cannot be applied together (two neighbours that both leave a list), so the
// text is linted again after each round; each round applies at least one edit, and their number is
// bounded.

#include "compiler/lint/fix.h"

#include <algorithm>
#include <iterator>
#include <set>
#include <utility>

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
std::vector<Fix> EditsOf(const std::vector<report::Finding>& findings, SourceId source,
                         FixScope scope) {
  std::vector<Fix> edits;
  std::set<std::pair<uint32_t, uint32_t>> taken;
  for (const report::Finding& finding : findings) {
    const Rule* rule = FindRule(finding.rule->id);
    if (rule == nullptr || rule->fix == FixSafety::None ||
        (rule->fix == FixSafety::Unsafe && scope == FixScope::SafeOnly))
      continue;
    for (const Fix& fix : finding.diagnostic.fixes) {
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

// Node ids of one diagram are equal exactly if the functions are.
bool MeanTheSame(const Session& session, const Input& input, const LintOptions& options,
                 const std::string& before, const std::string& after) {
  Session proof{session.world};
  const auto old_input = ReadSeccomp(proof, WithText(proof, input, before), options.context);
  const auto new_input = ReadSeccomp(proof, WithText(proof, input, after), options.context);
  if (proof.diagnostics.has_errors() || old_input->subjects.size() != new_input->subjects.size())
    return false;
  for (size_t i = 0; i < old_input->subjects.size(); ++i) {
    const std::vector<Machine>&a = old_input->subjects[i].machines,
          &b = new_input->subjects[i].machines;
    const auto same = [&](const Machine& x, const Machine& y) {
      return x.native == y.native && x.filter == y.filter &&
             Lower(proof.diagram, x.open, Context{}) == Lower(proof.diagram, y.open, Context{});
    };
    if (!std::equal(a.begin(), a.end(), b.begin(), b.end(), same)) return false;
  }
  return true;
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
  if (fixed.edits == 0 || scope == FixScope::AlsoUnsafe || input.kind == InputKind::AppArmor)
    return fixed;
  if (MeanTheSame(session, input, options, before, fixed.text)) return fixed;
  session.diagnostics.Error(
      DiagnosticId::ProofFailed, {},
      "the safe fixes of `" + input.name + "` would change what it means; nothing was changed");
  return std::nullopt;
}

}  // namespace polc::lint
