#include "compiler/ir/stub.h"

#include <algorithm>
#include <map>

#include "compiler/ir/verdict.h"
#include "syscalls/arch.h"
#include "syscalls/errno.h"

namespace polc {
namespace {

bool IsS390(Arch arch) { return arch == Arch::S390 || arch == Arch::S390x; }

// The numbers that the stub answers with ENOSYS because of one limit. It tells x32 from x86_64 by
// kX32Bit alone and does not look at the bit above.
std::vector<std::pair<uint32_t, uint32_t>> RangesOf(const StubLimit& limit) {
  switch (limit.arch) {
    case Arch::X86_64:
      return {{limit.last + 1, kX32Bit - 1}, {2 * kX32Bit, 3 * kX32Bit - 1}};
    case Arch::X32:
      return {{limit.last + 1, 2 * kX32Bit - 1}, {3 * kX32Bit, UINT32_MAX}};
    default:
      break;
  }
  std::vector<std::pair<uint32_t, uint32_t>> ranges = {{limit.last + 1, UINT32_MAX}};
  // A number that is too large for the instruction arrives as 0, setup(2).
  if (IsS390(limit.arch)) ranges.insert(ranges.begin(), {0, 0});
  return ranges;
}

}  // namespace

const StubLimit* StubFor(const std::vector<StubLimit>& limits, Arch arch, uint32_t nr) {
  for (const StubLimit& limit : limits) {
    if (limit.arch != arch) continue;
    for (const auto& [first, last] : RangesOf(limit)) {
      if (first <= nr && nr <= last) return &limit;
    }
  }
  return nullptr;
}

Filter WithStub(Diagram& diagram, Filter filter, const std::vector<StubLimit>& limits) {
  if (limits.empty()) return filter;
  const NodeId yes = diagram.Leaf(1), no = diagram.Leaf(0);
  std::map<uint32_t, std::vector<Run>> by_audit;
  for (const StubLimit& limit : limits) {
    for (const auto& [first, last] : RangesOf(limit))
      by_audit[TraitsOf(limit.arch).audit].push_back({first, last, yes});
  }
  std::vector<Run> arches;
  for (auto& [audit, runs] : by_audit) {
    std::sort(runs.begin(), runs.end(),
              [](const Run& a, const Run& b) { return a.first < b.first; });
    arches.push_back({audit, audit, diagram.Table(kNrSlice, runs, no)});
  }
  const NodeId answered = diagram.Table(kArchSlice, arches, no);
  return {diagram.Ite(answered,
                      diagram.Leaf(ReturnValue(MakeVerdict(Action::Errno, *ErrnoNumber("ENOSYS")))),
                      filter.node)};
}

}  // namespace polc
