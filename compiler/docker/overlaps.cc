// Finds rules with different verdicts that match the same call. It asks the diagram, so it is exact
// and can show such a call.

#include <algorithm>
#include <map>
#include <set>

#include "compiler/base/str_format.h"
#include "compiler/docker/scmp_filter.h"
#include "compiler/ir/lower.h"
#include "syscalls/syscall_table.h"

namespace polc {
namespace {

std::string Arguments(const Call& call) {
  std::string text;
  for (size_t i = 0; i < call.args.size(); ++i) {
    if (call.args[i] != 0)
      text += StrFormat("{}a{} = {}", text.empty() ? "" : ", ", i, call.args[i]);
  }
  return text.empty() ? "all arguments 0" : text;
}

}  // namespace

void ReportOverlaps(Diagram& diagram, const Policy& policy, const Context& context,
                    DiagnosticSink& diagnostics) {
  std::map<SyscallRef, std::vector<size_t>> rules_of;
  for (size_t i = 0; i < policy.rules.size(); ++i) {
    if (policy.rules[i].condition.is_always()) continue;
    for (const SyscallRef& ref : policy.rules[i].syscalls) rules_of[ref].push_back(i);
  }
  std::erase_if(rules_of, [&](const auto& entry) {
    const Verdict first = policy.rules[entry.second.front()].verdict;
    return std::all_of(entry.second.begin(), entry.second.end(),
                       [&](size_t i) { return policy.rules[i].verdict == first; });
  });
  if (rules_of.empty()) return;
  // Syscalls with an unconditional rule, which libseccomp prefers to all conditional ones.
  std::set<SyscallRef> decided;
  for (const Rule& rule : policy.rules) {
    if (!rule.condition.is_always() || !rule.when.is_always()) continue;
    for (const SyscallRef& ref : rule.syscalls) {
      if (rules_of.contains(ref)) decided.insert(ref);
    }
  }
  std::set<std::pair<Span, Span>> reported;
  for (const auto& [ref, rules] : rules_of) {
    if (decided.contains(ref)) continue;
    // The calls that the earlier rules of each verdict cover. Each rule is compared with each
    // verdict and not with each rule, so this is linear in the rules.
    std::map<Verdict, std::pair<Guard, Span>> covered;
    for (const size_t index : rules) {
      const Rule& rule = policy.rules[index];
      const Guard guard = BuildGuard(diagram, rule, context);
      for (const auto& [verdict, earlier] : covered) {
        if (verdict == rule.verdict) continue;
        const Guard both = diagram.And(guard, earlier.first);
        if (both == diagram.Constant(false) ||
            !reported.insert({earlier.second, rule.origin}).second)
          continue;
        diagnostics.Add(
            {.id = DiagnosticId::AmbiguousOverlap,
             .severity = Severity::Warning,
             .span = rule.origin,
             .message = StrFormat("`{}` with {} matches a rule for {} and a rule for {}, and "
                                  "libseccomp's order, not the file's, makes it {}; change the "
                                  "conditions so that they cannot both hold",
                                  SyscallName(ref.arch, ref.nr), Arguments(diagram.Witness(both)),
                                  Describe(verdict), Describe(rule.verdict), Describe(verdict)),
             .labels = {{earlier.second, "the rule that wins"}}});
      }
      auto [entry, is_new] = covered.try_emplace(rule.verdict, guard, rule.origin);
      if (!is_new) entry->second.first = diagram.Or(entry->second.first, guard);
    }
  }
}

}  // namespace polc
