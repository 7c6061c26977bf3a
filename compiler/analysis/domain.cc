#include "compiler/analysis/domain.h"

#include <algorithm>
#include <unordered_set>

#include "syscalls/arch.h"
#include "syscalls/syscall_table.h"

namespace polc {

bool HasNarrowArguments(Arch arch) {
  switch (arch) {
    case Arch::Arm:   // arch/arm64: the machine clears the upper halves on entry from 32-bit code
    case Arch::Ppc:   // arch/powerpc/include/asm/syscall.h masks them
    case Arch::S390:  // arch/s390/include/asm/syscall.h masks them
    case Arch::M68k:  // 32-bit kernels only
    case Arch::Sh:
    case Arch::Sheb:
      return true;
    case Arch::X86_64:
    case Arch::X86:
    case Arch::X32:
    case Arch::Aarch64:
    case Arch::Riscv64:
    case Arch::Loongarch64:
    case Arch::Ppc64le:
    case Arch::Ppc64:
    case Arch::S390x:
    case Arch::Mips64:
    case Arch::Mips64n32:
    case Arch::Mips:
    case Arch::Mipsel64:
    case Arch::Mipsel64n32:
    case Arch::Mipsel:
    case Arch::Parisc64:
    case Arch::Parisc:
      return false;
  }
  return false;
}

std::vector<NumberRegion> DomainRegions(Diagram& diagram, Filter filter, Arch arch) {
  if (!HasNarrowArguments(arch)) return NumberRegions(diagram, filter, arch);
  NodeId node = diagram.Fix(filter.node, kArchSlice, TraitsOf(arch).audit);
  for (uint8_t arg = 0; arg < kArgCount; ++arg)
    node = diagram.Fix(node, HighHalf(ArgSlice(arg)), 0);
  node = diagram.Fix(node, HighHalf(kIpSlice), 0);
  return NumberRegions(diagram, {node}, arch);
}

std::vector<NamedNumber> NamedNumbers(Arch arch) {
  std::vector<NamedNumber> named;
  for (const std::string_view name : AllSyscallNames()) {
    const auto nr = SyscallNumber(arch, name);
    // If a number has two names, the table prefers one of them.
    if (nr && SyscallName(arch, *nr) == name) named.push_back({*nr, name});
  }
  std::sort(named.begin(), named.end(), [](NamedNumber a, NamedNumber b) { return a.nr < b.nr; });
  return named;
}

uint64_t NumberCount(Arch arch) {
  const uint64_t all = uint64_t{1} << 32;
  const uint64_t x32 = uint64_t{kX32Last} - kX32First + 1;
  if (arch == Arch::X86_64) return all - x32;
  return arch == Arch::X32 ? x32 : all;
}

Guard SpaceOf(Diagram& diagram, Arch arch) {
  const Run x32{kX32First, kX32Last, diagram.Leaf(1)};
  const Guard in_x32{diagram.Table(kNrSlice, std::span(&x32, 1), diagram.Leaf(0))};
  Guard numbers = diagram.Constant(true);
  if (arch == Arch::X32) numbers = in_x32;
  if (arch == Arch::X86_64) numbers = diagram.Not(in_x32);
  const Run audit{TraitsOf(arch).audit, TraitsOf(arch).audit, numbers.node};
  return {diagram.Table(kArchSlice, std::span(&audit, 1), diagram.Leaf(0))};
}

bool CanAnswer(const Diagram& diagram, NodeId node, Action action) {
  std::unordered_set<NodeId> seen;
  std::vector<NodeId> work = {node};
  while (!work.empty()) {
    const NodeId next = work.back();
    work.pop_back();
    if (!seen.insert(next).second) continue;
    if (diagram.IsLeaf(next)) {
      if (FromReturnValue(diagram.Value(next)).action == action) return true;
      continue;
    }
    work.push_back(diagram.Lo(next));
    work.push_back(diagram.Hi(next));
  }
  return false;
}

}  // namespace polc
