#include "compiler/analysis/regions.h"

#include "compiler/base/check.h"
#include "compiler/ir/intervals.h"
#include "syscalls/arch.h"

namespace polc {
namespace {

bool Owns(Arch arch, uint32_t nr) {
  const bool in_x32 = nr >= kX32First && nr <= kX32Last;
  if (arch == Arch::X86_64) return !in_x32;
  if (arch == Arch::X32) return in_x32;
  return true;
}

}  // namespace

std::vector<NumberRegion> NumberRegions(Diagram& diagram, Filter filter, Arch arch) {
  const NodeId node = diagram.Fix(filter.node, kArchSlice, TraitsOf(arch).audit);
  // A filter of 4,096 instructions usually has far fewer boundaries. A diagram of other origin may
  // test single bits of the number.
  const auto list = WholeIntervals(diagram, node, kNrSlice, 1 << 16);
  if (!list) throw NodeBudgetExceeded{};
  std::vector<NumberRegion> regions;
  const auto add = [&](uint32_t first, uint32_t last, NodeId answer) {
    if (!Owns(arch, first)) return;
    if (!regions.empty() && regions.back().node == answer && regions.back().last + 1 == first) {
      regions.back().last = last;
    } else {
      regions.push_back({first, last, answer});
    }
  };
  const std::vector<Interval>& intervals = *list;
  for (size_t i = 0; i < intervals.size(); ++i) {
    const auto first = static_cast<uint32_t>(intervals[i].first);
    const uint32_t last =
        i + 1 < intervals.size() ? static_cast<uint32_t>(intervals[i + 1].first) - 1 : UINT32_MAX;
    // Cut at the borders of x32's numbers, so that each piece belongs to one ABI.
    uint32_t from = first;
    for (const uint32_t border : {kX32First, kX32Last + 1}) {
      if (from < border && border <= last) {
        add(from, border - 1, intervals[i].node);
        from = border;
      }
    }
    add(from, last, intervals[i].node);
  }
  return regions;
}

std::vector<Arch> ArchesOf(Diagram& diagram, Filter filter) {
  constexpr uint32_t kNoArch = 0;  // no machine has this AUDIT_ARCH
  const NodeId unknown = diagram.Fix(filter.node, kArchSlice, kNoArch);
  std::vector<Arch> arches;
  for (const ArchTraits& traits : AllArches()) {
    for (const NumberRegion& region : NumberRegions(diagram, filter, traits.arch)) {
      if (region.node == unknown) continue;
      // A filter for x32 alone answers -1 too (lower.cc).
      if (traits.arch == Arch::X86_64 && region.first == UINT32_MAX) continue;
      arches.push_back(traits.arch);
      break;
    }
  }
  return arches;
}

}  // namespace polc
