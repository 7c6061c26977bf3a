#include "compiler/language/reachability.h"

#include <map>

#include "compiler/ir/lower.h"

namespace polc::language {
namespace {

// The calls of one syscall number that no rule has matched so far.
struct Rest {
  Guard guard;
  uint32_t last_rule;  // the last rule that matched some of them
};

class Reachability {
 public:
  Reachability(const Resolved& resolved, Reporter& reporter)
      : resolved_(resolved), reporter_(reporter) {}

  void Run() {
    const std::vector<Rule>& rules = resolved_.policy.rules;
    for (size_t begin = 0; begin < rules.size();) {
      size_t end = begin;
      const uint32_t source = resolved_.rule_of[begin];
      while (end < rules.size() && resolved_.rule_of[end] == source) ++end;
      AskRule(source, begin, end);
      begin = end;
    }
  }

 private:
  void AskRule(uint32_t source, size_t begin, size_t end) {
    bool answers = false, can_match = false, has_calls = false;
    uint32_t by = Resolved::kFromProfile;
    for (size_t i = begin; i < end; ++i) {
      const Rule& rule = resolved_.policy.rules[i];
      const Guard guard = BuildGuard(diagram_, rule, Context{});
      const bool possible = guard != never_;
      can_match = can_match || possible;
      for (const SyscallRef& ref : rule.syscalls) {
        has_calls = true;
        if (!possible) continue;
        const auto [rest, is_new] = rest_.try_emplace(ref, Rest{diagram_.Constant(true), source});
        if (is_new && guard == diagram_.Constant(true)) {
          rest->second = {never_, source};
          answers = true;
          continue;
        }
        if (diagram_.And(rest->second.guard, guard) == never_) {
          if (by == Resolved::kFromProfile) by = rest->second.last_rule;
          continue;
        }
        answers = true;
        rest->second = {diagram_.And(rest->second.guard, diagram_.Not(guard)), source};
      }
    }
    if (answers || !has_calls || source == Resolved::kFromProfile || !resolved_.rules[source].own)
      return;
    const SourceRule& rule = resolved_.rules[source];
    Diagnostic diagnostic{
        .id = DiagnosticId::UnreachableRule, .span = rule.line->span, .message = ""};
    if (!can_match) {
      diagnostic.message = "this rule can never match: its conditions exclude each other";
    } else {
      diagnostic.message = "this rule can never match: the rules above it match all of its calls";
      if (by != Resolved::kFromProfile)
        diagnostic.labels.push_back({resolved_.rules[by].line->span, "the last of these rules"});
    }
    reporter_.Add(std::move(diagnostic));
  }

  const Resolved& resolved_;
  Reporter& reporter_;
  Diagram diagram_;
  Guard never_ = diagram_.Constant(false);
  std::map<SyscallRef, Rest> rest_;
};

}  // namespace

void ReportUnreachable(const Resolved& resolved, Reporter& reporter) {
  Reachability(resolved, reporter).Run();
}

}  // namespace polc::language
