#include "compiler/analysis/stub_shift.h"

#include <algorithm>
#include <map>

#include "compiler/analysis/domain.h"

namespace polc {
namespace {

NodeId AnswerTo(Diagram& diagram, Filter filter, Arch arch, uint32_t nr) {
  return diagram.Fix(diagram.Fix(filter.node, kArchSlice, TraitsOf(arch).audit), kNrSlice, nr);
}

}  // namespace

std::vector<StubShift> StubShifts(Diagram& diagram, const StubbedFilter& before,
                                  const StubbedFilter& after) {
  std::vector<StubShift> shifts;
  for (const StubLimit& old_limit : before.stub) {
    const auto new_limit =
        std::find_if(after.stub.begin(), after.stub.end(),
                     [&](const StubLimit& limit) { return limit.arch == old_limit.arch; });
    if (new_limit == after.stub.end() || new_limit->last == old_limit.last) continue;
    const Arch arch = old_limit.arch;
    const auto [low, high] = std::minmax(old_limit.last, new_limit->last);
    std::map<std::pair<Verdict, Verdict>, std::vector<std::string_view>> calls;
    for (const NamedNumber& call : NamedNumbers(arch)) {
      if (call.nr <= low || call.nr > high) continue;
      if (AnswerTo(diagram, before.bare, arch, call.nr) !=
          AnswerTo(diagram, after.bare, arch, call.nr))
        continue;
      const NodeId was = AnswerTo(diagram, before.filter, arch, call.nr),
                   is = AnswerTo(diagram, after.filter, arch, call.nr);
      if (was == is || !diagram.IsLeaf(was) || !diagram.IsLeaf(is)) continue;
      calls[{FromReturnValue(diagram.Value(was)), FromReturnValue(diagram.Value(is))}].push_back(
          call.name);
    }
    for (auto& [verdicts, names] : calls) {
      std::sort(names.begin(), names.end());
      shifts.push_back({old_limit, *new_limit, verdicts.first, verdicts.second, std::move(names)});
    }
  }
  return shifts;
}

}  // namespace polc
