// A query asks for a set of calls. Each rule, in order, takes those calls that it matches; the
// default answers the rest.

#include "compiler/analysis/why.h"

#include <algorithm>

#include "compiler/analysis/domain.h"
#include "compiler/analysis/layout.h"
#include "compiler/base/check.h"
#include "compiler/base/str_format.h"
#include "compiler/base/strings.h"
#include "compiler/ir/lower.h"

namespace polc {
namespace {

constexpr size_t kMaxUnmatched = 8;  // how many rules that do not match are listed

bool IsListed(const Policy& policy, Arch arch) {
  return std::find(policy.arches.begin(), policy.arches.end(), arch) != policy.arches.end();
}

Guard OnCalls(Diagram& diagram, Guard guard, const QueryAnswer& answer) {
  NodeId node = FixArguments(diagram, guard.node, answer.given);
  if (HasNarrowArguments(answer.arch)) {
    for (uint8_t arg = 0; arg < kArgCount; ++arg)
      node = diagram.Fix(node, HighHalf(ArgSlice(arg)), 0);
  }
  return {node};
}

std::string_view FateText(RuleFate fate) {
  switch (fate) {
    case RuleFate::Decides:
      return "decides";
    case RuleFate::DecidesPartly:
      return "decides where it holds";
    case RuleFate::Shadowed:
      return "a rule before it decides";
    case RuleFate::NoMatch:
      return "does not match";
  }
  return "";
}

}  // namespace

Reasons Why(Diagram& diagram, const Policy& policy, const Context& context,
            const QueryAnswer& answer) {
  POLC_CHECK(answer.nr.has_value());
  Reasons reasons;
  if (!IsListed(policy, answer.arch)) {
    reasons.rest = Reasons::Rest::BadArch;
    reasons.rest_verdict = policy.bad_arch;
    return reasons;
  }
  const SyscallRef asked{answer.arch, *answer.nr};
  Guard left = diagram.Constant(true);
  for (size_t i = 0; i < policy.rules.size(); ++i) {
    const Rule& rule = policy.rules[i];
    if (std::find(rule.syscalls.begin(), rule.syscalls.end(), asked) == rule.syscalls.end())
      continue;
    const Guard guard = OnCalls(diagram, BuildGuard(diagram, rule, context), answer);
    const Guard taken = diagram.And(guard, left);
    RuleFate fate = RuleFate::DecidesPartly;
    if (guard == diagram.Constant(false))
      fate = RuleFate::NoMatch;
    else if (taken == diagram.Constant(false))
      fate = RuleFate::Shadowed;
    else if (taken == left)
      fate = RuleFate::Decides;
    reasons.rules.push_back({i, rule.verdict, MakeClauses(diagram, guard), rule.origin, fate});
    left = diagram.And(left, diagram.Not(guard));
  }
  if (left != diagram.Constant(false)) {
    reasons.rest = Reasons::Rest::Default;
    reasons.rest_verdict = policy.otherwise;
  }
  return reasons;
}

std::string WhyText(const Reasons& reasons, const QueryAnswer& answer, const Sources& sources,
                    Span default_origin) {
  const std::string name = answer.labels.syscall.empty()
                               ? StrFormat("number {}", TableNumber(answer.arch, *answer.nr))
                               : answer.labels.syscall;
  const auto at = [&](Span span) {
    const std::string place = sources.Place(span);
    return place.empty() ? "" : StrFormat("   {}", place);
  };
  std::string out;
  size_t unmatched = 0;
  for (const RuleReason& reason : reasons.rules) {
    if (reason.fate == RuleFate::NoMatch && ++unmatched > kMaxUnmatched) continue;
    const bool always = reason.when.complete && reason.when.any == std::vector{Conjunction{}};
    const std::string condition =
        always || reason.fate == RuleFate::NoMatch
            ? ""
            : StrFormat(" if {}", Text(reason.when, answer.labels, kConcise));
    out += StrFormat("  {}{}{}   {}\n", Describe(reason.verdict), condition, at(reason.origin),
                     FateText(reason.fate));
  }
  if (unmatched > kMaxUnmatched)
    out += StrFormat("  … ({} without a match)\n", Counted(unmatched - kMaxUnmatched, "more rule"));
  switch (reasons.rest) {
    case Reasons::Rest::None:
      break;
    case Reasons::Rest::BadArch:
      out += StrFormat("  the filter is not for {}: the answer to unknown architectures\n",
                       TraitsOf(answer.arch).name);
      break;
    case Reasons::Rest::Default: {
      const bool any_match = unmatched != reasons.rules.size();
      const std::string start = reasons.rules.empty() ? StrFormat("no rule names {}", name)
                                : any_match           ? "otherwise"
                                                      : StrFormat("no rule for {} matches", name);
      out += StrFormat("  {}: the default action{}{}\n", start,
                       any_match ? StrFormat(", {}", Describe(reasons.rest_verdict)) : "",
                       at(default_origin));
      break;
    }
  }
  return out;
}

}  // namespace polc
