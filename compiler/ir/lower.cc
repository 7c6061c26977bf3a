// The diagram is built from the bottom up: the rules of one number are folded from the last to the
// first, the numbers of each AUDIT_ARCH become a table, and these tables become one table over
// arch. Adding one rule after another to the whole filter gives the same diagram, but makes a
// hundred times as many nodes on the way.

#include "compiler/ir/lower.h"

#include <algorithm>
#include <map>

#include "compiler/base/check.h"
#include "syscalls/arch.h"

namespace polc {
namespace {

// A rule for one number: the number in the high half and the rule's index in the low half, so that
// sorting the values sorts by number and then by rule.
using Instance = uint64_t;
Instance MakeInstance(uint32_t nr, size_t rule) {
  return uint64_t{nr} << 32 | static_cast<uint32_t>(rule);
}
uint32_t NumberOf(Instance instance) { return static_cast<uint32_t>(instance >> 32); }
uint32_t RuleOf(Instance instance) { return static_cast<uint32_t>(instance); }

NodeId Slot(Diagram& diagram, NodeId value, NodeId otherwise, Slice slice, uint64_t first,
            uint64_t last) {
  const Run run{first, last, value};
  return diagram.Table(slice, std::span(&run, 1), otherwise);
}

// The nodes of each rule, made when they are first needed and then shared by all its syscalls.
class RuleNodes {
 public:
  RuleNodes(Diagram& diagram, const Policy& policy, const Context& context)
      : diagram_(diagram), policy_(policy), context_(context), nodes_(policy.rules.size()) {}

  [[nodiscard]] bool IsAlways(uint32_t rule) const {
    return policy_.rules[rule].condition.is_always() && policy_.rules[rule].when.is_always();
  }
  // The rule's answer where it matches, and `otherwise` elsewhere.
  NodeId Before(uint32_t rule, NodeId otherwise) {
    return diagram_.Ite(Of(rule).guard, Of(rule).answer, otherwise);
  }
  NodeId Answer(uint32_t rule) { return Of(rule).answer; }

 private:
  struct Nodes {
    NodeId guard, answer;
    bool made = false;
  };
  const Nodes& Of(uint32_t rule) {
    Nodes& nodes = nodes_[rule];
    if (!nodes.made) {
      nodes = {BuildGuard(diagram_, policy_.rules[rule], context_).node,
               diagram_.Leaf(ReturnValue(policy_.rules[rule].verdict)), true};
    }
    return nodes;
  }

  Diagram& diagram_;
  const Policy& policy_;
  const Context& context_;
  std::vector<Nodes> nodes_;
};

// `instances` sorted by number, then by rule: one run for each number (neighbours with the same
// answer joined).
std::vector<Run> NumberRuns(std::span<const Instance> instances, RuleNodes& rules,
                            NodeId otherwise) {
  std::vector<Run> runs;
  for (size_t begin = 0; begin < instances.size();) {
    const uint32_t nr = NumberOf(instances[begin]);
    size_t end = begin;
    while (end < instances.size() && NumberOf(instances[end]) == nr) ++end;
    // Rules after the first unconditional one can never match.
    size_t last = begin;
    while (last < end && !rules.IsAlways(RuleOf(instances[last]))) ++last;
    NodeId node = last < end ? rules.Answer(RuleOf(instances[last])) : otherwise;
    while (last-- > begin) node = rules.Before(RuleOf(instances[last]), node);
    if (!runs.empty() && runs.back().node == node && runs.back().last + 1 == nr) {
      runs.back().last = nr;
    } else {
      runs.push_back({nr, nr, node});
    }
    begin = end;
  }
  return runs;
}

}  // namespace

Guard BuildGuard(Diagram& diagram, const Environment& when, const Context& context) {
  const auto caps_are = [&](uint64_t mask, uint64_t value) -> Guard {
    if (context.caps) return diagram.Constant((*context.caps & mask) == value);
    NodeId node = diagram.Leaf(1);
    for (int bit = 0; bit < 64; ++bit) {
      if ((mask >> bit & 1) == 0) continue;
      const auto variable = static_cast<uint16_t>(kCapsSlice.first + 63 - bit);
      node = (value >> bit & 1) != 0 ? diagram.Branch(variable, diagram.Leaf(0), node)
                                     : diagram.Branch(variable, node, diagram.Leaf(0));
    }
    return {node};
  };
  const auto kernel_in = [&]() -> Guard {
    if (context.kernel)
      return diagram.Constant(*context.kernel >= when.kernel_min &&
                              *context.kernel < when.kernel_below);
    if (when.kernel_min >= when.kernel_below) return diagram.Constant(false);
    const uint64_t last = when.kernel_below == UINT32_MAX ? UINT32_MAX : when.kernel_below - 1;
    return {Slot(diagram, diagram.Leaf(1), diagram.Leaf(0), kKernelSlice, when.kernel_min, last)};
  };
  const Guard caps =
      diagram.And(caps_are(when.caps_all, when.caps_all), caps_are(when.caps_none, 0));
  return diagram.And(kernel_in(), caps);
}

Guard BuildGuard(Diagram& diagram, const Rule& rule, const Context& context) {
  const Guard condition =
      rule.condition.is_always() ? diagram.Constant(true) : BuildGuard(diagram, rule.condition);
  if (rule.when.is_always()) return condition;
  return diagram.And(BuildGuard(diagram, rule.when, context), condition);
}

Filter Lower(Diagram& diagram, const Policy& policy, const Context& context) {
  std::array<std::vector<Instance>, kArchCount> by_arch;
  for (size_t i = 0; i < policy.rules.size(); ++i) {
    for (const SyscallRef& ref : policy.rules[i].syscalls) {
      by_arch[static_cast<size_t>(ref.arch)].push_back(MakeInstance(ref.nr, i));
    }
  }
  const NodeId otherwise = diagram.Leaf(ReturnValue(policy.otherwise));
  const NodeId bad_arch = diagram.Leaf(ReturnValue(policy.bad_arch));
  RuleNodes rules(diagram, policy, context);
  std::map<uint32_t, NodeId> by_audit;
  const auto listed = [&](Arch arch) {
    return std::find(policy.arches.begin(), policy.arches.end(), arch) != policy.arches.end();
  };
  const auto runs_of = [&](Arch arch) {
    std::vector<Instance>& instances = by_arch[static_cast<size_t>(arch)];
    std::sort(instances.begin(), instances.end());
    return NumberRuns(instances, rules, otherwise);
  };
  for (const Arch arch : policy.arches) {
    const ArchTraits& traits = TraitsOf(arch);
    if (by_audit.contains(traits.audit)) continue;
    if (arch != Arch::X86_64 && arch != Arch::X32) {
      by_audit[traits.audit] = diagram.Table(kNrSlice, runs_of(arch), otherwise);
      continue;
    }
    // x86_64 has the numbers below kX32Bit, x32 those from there on. -1 belongs to x86_64, or to
    // x32 if only that is listed. The numbers of an ABI that is not listed get `bad_arch`.
    const uint32_t x32_last = listed(Arch::X86_64) ? UINT32_MAX - 1 : UINT32_MAX;
    std::vector<Run> runs;
    const auto add = [&](Arch part, uint32_t first, uint32_t last) {
      if (!listed(part)) {
        runs.push_back({first, last, bad_arch});
        return;
      }
      for (Run run : runs_of(part)) {
        run.first = std::max<uint64_t>(run.first, first);
        run.last = std::min<uint64_t>(run.last, last);
        if (run.first <= run.last) runs.push_back(run);
      }
    };
    add(Arch::X86_64, 0, kX32Bit - 1);
    add(Arch::X32, kX32Bit, x32_last);
    if (x32_last != UINT32_MAX) add(Arch::X86_64, UINT32_MAX, UINT32_MAX);
    by_audit[traits.audit] = diagram.Table(kNrSlice, runs, otherwise);
  }
  std::vector<Run> arches;
  for (const auto& [audit, node] : by_audit) arches.push_back({audit, audit, node});
  return {diagram.Table(kArchSlice, arches, bad_arch)};
}

}  // namespace polc
