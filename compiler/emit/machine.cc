#include "compiler/emit/machine.h"

#include <map>

#include "compiler/emit/cover.h"
#include "compiler/emit/environment_cases.h"
#include "syscalls/syscall_table.h"

namespace polc {
namespace {

auto KeyOf(const Environment& when) {
  return std::tuple(when.kernel_min, when.kernel_below, when.caps_all, when.caps_none);
}
using EnvironmentKey = decltype(KeyOf(Environment{}));

// A filter that answers some numbers by nodes, and all others by the default.
class PartialFilter {
 public:
  explicit PartialFilter(const Machine& machine) : machine_(machine) {}

  void Add(Arch arch, uint32_t nr, NodeId node) { numbers_[TraitsOf(arch).audit][nr] = node; }

  Filter Build(Diagram& diagram) const {
    const NodeId otherwise = diagram.Leaf(ReturnValue(machine_.otherwise));
    std::map<uint32_t, NodeId> by_audit;
    for (const Arch arch : machine_.arches) by_audit[TraitsOf(arch).audit] = otherwise;
    for (const auto& [audit, numbers] : numbers_) {
      std::vector<Run> runs;
      for (const auto& [nr, node] : numbers) runs.push_back({nr, nr, node});
      by_audit[audit] = diagram.Table(kNrSlice, runs, otherwise);
    }
    std::vector<Run> arches;
    for (const auto& [audit, node] : by_audit) arches.push_back({audit, audit, node});
    return {diagram.Table(kArchSlice, arches, diagram.Leaf(ReturnValue(machine_.bad_arch)))};
  }

 private:
  const Machine& machine_;
  std::map<uint32_t, std::map<uint32_t, NodeId>> numbers_;
};

}  // namespace

std::optional<ScmpFilter> CoverMachine(Diagram& diagram, const Machine& machine, size_t max_rules) {
  std::map<EnvironmentKey, PartialFilter> parts;
  for (const Arch arch : machine.arches) {
    const NodeId numbers = diagram.Fix(machine.filter.node, kArchSlice, TraitsOf(arch).audit);
    for (const std::string_view name : AllSyscallNames()) {
      const auto nr = SyscallNumber(arch, name);
      if (!nr) continue;
      for (const EnvironmentCase& one :
           SplitEnvironments(diagram, diagram.Fix(numbers, kNrSlice, *nr))) {
        parts.try_emplace(KeyOf(one.when), machine).first->second.Add(arch, *nr, one.node);
      }
    }
  }
  ScmpFilter made;
  made.arches = machine.arches;
  made.otherwise = machine.otherwise;
  made.bad_arch = machine.bad_arch;
  for (const auto& [key, part] : parts) {
    auto covered =
        Cover(diagram, part.Build(diagram), machine.arches, max_rules - made.rules.size());
    if (!covered) return std::nullopt;
    for (ScmpRule& rule : covered->rules) {
      rule.when = {std::get<2>(key), std::get<3>(key), std::get<0>(key), std::get<1>(key)};
      made.rules.push_back(std::move(rule));
    }
  }
  return made;
}

}  // namespace polc
