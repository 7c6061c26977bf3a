#include "compiler/emit/rule_groups.h"

#include <algorithm>

#include "compiler/base/check.h"

namespace polc {

std::vector<RuleGroup> GroupRules(const ScmpFilter& filter) {
  std::vector<RuleGroup> groups;
  for (const ScmpRule& rule : filter.rules) {
    if (rule.verdict == filter.otherwise) continue;
    auto group = std::find_if(groups.begin(), groups.end(), [&](const RuleGroup& g) { return g.verdict == rule.verdict && g.args == rule.args; });
    if (group == groups.end()) group = groups.insert(groups.end(), {{}, rule.verdict, rule.args});
    group->names.push_back(rule.name);
  }
  for (RuleGroup& group : groups) {
    std::sort(group.names.begin(), group.names.end());
    group.names.erase(std::unique(group.names.begin(), group.names.end()), group.names.end());
  }
  return groups;
}

std::string_view ScmpName(Action action) {
  switch (action) {
    case Action::KillProcess: return "SCMP_ACT_KILL_PROCESS";
    case Action::KillThread: return "SCMP_ACT_KILL_THREAD";
    case Action::Trap: return "SCMP_ACT_TRAP";
    case Action::Errno: return "SCMP_ACT_ERRNO";
    case Action::Notify: return "SCMP_ACT_NOTIFY";
    case Action::Trace: return "SCMP_ACT_TRACE";
    case Action::Log: return "SCMP_ACT_LOG";
    case Action::Allow: return "SCMP_ACT_ALLOW";
  }
  POLC_CHECK(false);
}

std::string_view ScmpName(CompareOp op) {
  switch (op) {
    case CompareOp::Eq: return "SCMP_CMP_EQ";
    case CompareOp::Ne: return "SCMP_CMP_NE";
    case CompareOp::Lt: return "SCMP_CMP_LT";
    case CompareOp::Le: return "SCMP_CMP_LE";
    case CompareOp::Gt: return "SCMP_CMP_GT";
    case CompareOp::Ge: return "SCMP_CMP_GE";
    case CompareOp::MaskedEq: return "SCMP_CMP_MASKED_EQ";
  }
  POLC_CHECK(false);
}

}  // namespace polc
