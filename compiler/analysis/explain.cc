#include "compiler/analysis/explain.h"

#include <algorithm>
#include <map>
#include <tuple>

#include "compiler/analysis/domain.h"
#include "syscalls/syscall_table.h"

namespace polc {
namespace {

// Identifies an Answer: the syscall's name and the text of the answer, which several ABIs may
// share.
using Key = std::pair<std::string, std::string>;

class Collector {
 public:
  Collector(Diagram& diagram, std::span<const Arch> arches) : diagram_(diagram), arches_(arches) {}

  void Add(Filter filter, Arch arch) {
    const std::vector<NumberRegion> regions = DomainRegions(diagram_, filter, arch);
    AbiSummary summary{arch, {}};
    std::map<NodeId, NumberSet> unnamed;
    const auto on_named = [&](const NumberRegion& region, NamedNumber syscall) {
      const Description& description = Describe(region.node);
      if (!description.is_constant()) {
        ++summary.conditional;
      } else {
        ++(description.otherwise.action == Action::Allow ? summary.allowed : summary.refused);
      }
      AddAnswer(description.is_constant() ? constant_ : conditional_, arch, syscall, description);
    };
    const auto on_unnamed = [&](const NumberRegion& region, uint32_t first, uint32_t last) {
      unnamed.try_emplace(region.node, NumberSet{arch, {}})
          .first->second.ranges.push_back({first, last});
    };
    WalkNumbers(regions, NamedNumbers(arch), on_named, on_unnamed);
    const auto size = [](const NumberSet& set) {
      uint64_t sum = 0;
      for (const NumberRange range : set.ranges) sum += uint64_t{range.last} - range.first + 1;
      return sum;
    };
    const auto most = std::max_element(
        unnamed.begin(), unnamed.end(),
        [&](const auto& a, const auto& b) { return size(a.second) < size(b.second); });
    summary.otherwise = Describe(most->first);
    for (const auto& [node, set] : unnamed) {
      if (node == most->first) continue;
      answer_.unnamed.push_back({LabelsOf(arch, ""), {set}, false, Describe(node)});
    }
    answer_.abis.push_back(std::move(summary));
  }

  [[nodiscard]] Explanation Take() && {
    answer_.conditional = Flat(conditional_);
    answer_.constant = Flat(constant_);
    return std::move(answer_);
  }

 private:
  const Description& Describe(NodeId node) {
    if (const auto found = described_.find(node); found != described_.end()) return found->second;
    return described_.emplace(node, polc::Describe(diagram_, node)).first->second;
  }

  void AddAnswer(std::map<Key, Answer>& answers, Arch arch, NamedNumber syscall,
                 const Description& description) {
    CallLabels labels = LabelsOf(arch, syscall.name);
    const Key key{syscall.name, Text(description, labels, kFull)};
    const auto [found, fresh] = answers.try_emplace(key);
    if (fresh) found->second = {std::move(labels), {}, false, description};
    found->second.numbers.push_back({arch, {{syscall.nr, syscall.nr}}});
  }

  std::vector<Answer> Flat(std::map<Key, Answer>& answers) const {
    std::vector<Answer> flat;
    for (auto& keyed : answers) {
      Answer& answer = keyed.second;
      const auto has = [&](Arch arch) {
        return std::any_of(answer.numbers.begin(), answer.numbers.end(),
                           [&](const NumberSet& set) { return set.arch == arch; });
      };
      answer.everywhere = std::all_of(arches_.begin(), arches_.end(), [&](Arch arch) {
        return has(arch) || !SyscallNumber(arch, answer.name());
      });
      flat.push_back(std::move(answer));
    }
    return flat;
  }

  Diagram& diagram_;
  std::span<const Arch> arches_;
  std::map<NodeId, Description> described_;
  std::map<Key, Answer> conditional_, constant_;
  Explanation answer_;
};

}  // namespace

Explanation Explain(Diagram& diagram, Filter filter, std::span<const Arch> arches) {
  Collector collector(diagram, arches);
  for (const Arch arch : arches) collector.Add(filter, arch);
  Explanation explanation = std::move(collector).Take();
  constexpr uint32_t kNoArch = 0;  // no machine has this AUDIT_ARCH
  const NodeId other = diagram.Fix(filter.node, kArchSlice, kNoArch);
  if (diagram.IsLeaf(other)) explanation.other_arches = FromReturnValue(diagram.Value(other));
  return explanation;
}

}  // namespace polc
