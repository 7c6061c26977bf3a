#include "compiler/emit/rule_groups.h"

#include <algorithm>
#include <map>

#include "compiler/base/check.h"
#include "compiler/docker/multiplexed.h"

namespace polc {

namespace {

// The syscalls whose trees a rule for `name` adds to.
std::vector<std::string_view> TreesOf(const ScmpFilter& filter, std::string_view name) {
  std::vector<std::string_view> trees = {name};
  for (const Arch arch : filter.arches) {
    const auto by = MultiplexerOf(arch, name);
    if (by && std::find(trees.begin(), trees.end(), by->through) == trees.end())
      trees.push_back(by->through);
  }
  return trees;
}

}  // namespace

std::vector<RuleGroup> GroupRules(const ScmpFilter& filter) {
  std::vector<RuleGroup> groups;
  std::map<std::string_view, size_t> last_of_tree;  // the last group that a tree has a rule in
  for (const ScmpRule& rule : filter.rules) {
    const std::vector<std::string_view> trees = TreesOf(filter, rule.name);
    size_t from = 0;
    for (const std::string_view tree : trees) {
      if (const auto last = last_of_tree.find(tree); last != last_of_tree.end())
        from = std::max(from, last->second);
    }
    auto group = std::find_if(
        groups.begin() + static_cast<ptrdiff_t>(from), groups.end(),
        [&](const RuleGroup& g) { return g.verdict == rule.verdict && g.args == rule.args; });
    if (group == groups.end()) group = groups.insert(groups.end(), {{}, rule.verdict, rule.args});
    group->names.push_back(rule.name);
    for (const std::string_view tree : trees)
      last_of_tree[tree] = static_cast<size_t>(group - groups.begin());
  }
  for (RuleGroup& group : groups) {
    std::sort(group.names.begin(), group.names.end());
    group.names.erase(std::unique(group.names.begin(), group.names.end()), group.names.end());
  }
  return groups;
}

std::string_view ScmpName(Action action) {
  switch (action) {
    case Action::KillProcess:
      return "SCMP_ACT_KILL_PROCESS";
    case Action::KillThread:
      return "SCMP_ACT_KILL_THREAD";
    case Action::Trap:
      return "SCMP_ACT_TRAP";
    case Action::Errno:
      return "SCMP_ACT_ERRNO";
    case Action::Notify:
      return "SCMP_ACT_NOTIFY";
    case Action::Trace:
      return "SCMP_ACT_TRACE";
    case Action::Log:
      return "SCMP_ACT_LOG";
    case Action::Allow:
      return "SCMP_ACT_ALLOW";
  }
  POLC_CHECK(false);
}

std::string_view ScmpName(CompareOp op) {
  switch (op) {
    case CompareOp::Eq:
      return "SCMP_CMP_EQ";
    case CompareOp::Ne:
      return "SCMP_CMP_NE";
    case CompareOp::Lt:
      return "SCMP_CMP_LT";
    case CompareOp::Le:
      return "SCMP_CMP_LE";
    case CompareOp::Gt:
      return "SCMP_CMP_GT";
    case CompareOp::Ge:
      return "SCMP_CMP_GE";
    case CompareOp::MaskedEq:
      return "SCMP_CMP_MASKED_EQ";
  }
  POLC_CHECK(false);
}

}  // namespace polc
