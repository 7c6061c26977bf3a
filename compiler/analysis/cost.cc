#include "compiler/analysis/cost.h"

#include <algorithm>
#include <set>

#include "compiler/analysis/regions.h"
#include "compiler/base/str_format.h"
#include "compiler/base/strings.h"
#include "compiler/bpf/cost.h"
#include "compiler/ir/verdict.h"
#include "syscalls/syscall_table.h"

namespace polc {
namespace {

// The kernel's cache is a bitmap of the numbers from 0 on, of its own ABI and of its 32-bit one
// (kernel/seccomp.c, seccomp_cache_prepare). x32's numbers lie above both.
bool HasCache(Arch arch) { return arch != Arch::X32; }

// All numbers at which the path through the program can change, and all that have names.
std::set<uint32_t> NumbersOf(const bpf::Program& program, Arch arch,
                             std::span<const NumberRegion> regions) {
  std::set<uint32_t> numbers;
  const auto add = [&](uint32_t nr) {
    const auto region = std::find_if(regions.begin(), regions.end(), [&](const NumberRegion& r) {
      return r.first <= nr && nr <= r.last;
    });
    if (region != regions.end()) numbers.insert(nr);
  };
  for (const bpf::Insn& insn : program.insns()) {
    if ((insn.code & 7) == bpf::kJa) add(insn.k), add(insn.k - 1), add(insn.k + 1);
  }
  for (const NumberRegion& region : regions) add(region.first), add(region.last);
  for (const std::string_view name : AllSyscallNames()) {
    if (const auto nr = SyscallNumber(arch, name)) add(*nr);
  }
  return numbers;
}

AbiCost CostOfAbi(Diagram& diagram, Filter filter, const bpf::Program& program, Arch arch,
                  std::span<const bpf::CallCount> mix) {
  AbiCost cost;
  cost.arch = arch;
  const uint32_t audit = TraitsOf(arch).audit;
  const std::vector<NumberRegion> regions = NumberRegions(diagram, filter, arch);
  const uint32_t allow = ReturnValue({Action::Allow, 0});
  for (const uint32_t nr : NumbersOf(program, arch, regions)) {
    const bpf::NumberCost way = bpf::CostOfNumber(program, audit, nr);
    cost.longest = std::max(cost.longest, way.longest);
    const std::string_view name = SyscallName(arch, nr);
    if (name.empty()) continue;
    const auto region = std::find_if(regions.begin(), regions.end(),
                                     [&](const NumberRegion& r) { return nr <= r.last; });
    if (!diagram.IsLeaf(region->node)) {
      cost.by_arguments.emplace_back(name);
    } else if (diagram.Value(region->node) == allow) {
      ++cost.always;
      if (!HasCache(arch)) continue;
      if (way.cached)
        ++cost.cached;
      else
        cost.uncached.emplace_back(name);
    }
  }
  double steps = 0, calls = 0;
  for (const bpf::CallCount& call : mix) {
    const auto nr = SyscallNumber(arch, call.name);
    if (!nr) continue;
    const auto count = static_cast<double>(call.count);
    steps += count * static_cast<double>(bpf::CostOfNumber(program, audit, *nr).longest);
    calls += count;
  }
  if (calls > 0) cost.mean = steps / calls;
  std::sort(cost.by_arguments.begin(), cost.by_arguments.end());
  std::sort(cost.uncached.begin(), cost.uncached.end());
  return cost;
}

// Rounds halves up, unlike libfmt.
std::string OneDecimal(double value) {
  const auto tenths = static_cast<uint64_t>(value * 10 + 0.5);
  return StrFormat("{}.{}", tenths / 10, tenths % 10);
}

}  // namespace

ProgramCost CostOf(Diagram& diagram, Filter filter, const bpf::Program& program,
                   std::span<const Arch> arches, std::span<const bpf::CallCount> mix) {
  ProgramCost cost{program.size(), bpf::EbpfSize(program), {}};
  for (const Arch arch : arches)
    cost.abis.push_back(CostOfAbi(diagram, filter, program, arch, mix));
  return cost;
}

std::string CostText(const ProgramCost& cost, const std::string& name) {
  std::string out = StrFormat("{}   {} instructions, {} of eBPF\n\n", name, cost.insns, cost.ebpf);
  out += "  ABI          longest path   mean path   always ALLOW   of these cached by the kernel\n";
  for (const AbiCost& abi : cost.abis) {
    out += StrFormat("  {:<13}{:<15}{:<12}{:<15}{}\n", TraitsOf(abi.arch).name, abi.longest,
                     OneDecimal(abi.mean), abi.always, abi.cached);
  }
  out += "\nWHAT RUNS THE FILTER\n";
  for (const AbiCost& abi : cost.abis) {
    const std::string_view name_of_abi = TraitsOf(abi.arch).name;
    if (!HasCache(abi.arch))
      out += StrFormat("  {:<13}every call: the kernel has no cache for this ABI\n", name_of_abi);
    if (!abi.by_arguments.empty())
      out += StrFormat("  {:<13}by arguments: {}\n", name_of_abi, Join(abi.by_arguments, ", "));
    if (!abi.uncached.empty())
      out += StrFormat("  {:<13}the program tests more than the number: {}\n", name_of_abi,
                       Join(abi.uncached, ", "));
  }
  out += StrFormat("  {:<13}every call that is not answered ALLOW\n", "all");
  return out;
}

}  // namespace polc
