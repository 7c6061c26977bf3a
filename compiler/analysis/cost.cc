#include "compiler/analysis/cost.h"

#include <algorithm>
#include <array>
#include <set>

#include "compiler/analysis/regions.h"
#include "compiler/base/strings.h"
#include "compiler/bpf/cost.h"
#include "compiler/ir/verdict.h"
#include "syscalls/syscall_table.h"

namespace polc {
namespace {

// The kernel keeps its bitmap for the numbers of its own ABI and of its 32-bit one, from 0 on
// (kernel/seccomp.c, seccomp_cache_prepare): x32's numbers lie above both.
bool HasCache(Arch arch) { return arch != Arch::X32; }

// Numbers at which the way through the program can change, and all that have names.
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

std::string OneDecimal(double value) {
  const auto tenths = static_cast<uint64_t>(value * 10 + 0.5);
  return std::to_string(tenths / 10) + "." + std::to_string(tenths % 10);
}

std::string Padded(const std::string& text, size_t width) {
  return text + std::string(width > text.size() ? width - text.size() : 1, ' ');
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
  std::string out = name + "   " + std::to_string(cost.insns) + " instructions, " +
                    std::to_string(cost.ebpf) + " of eBPF\n\n";
  const std::array<size_t, 4> widths = {13, 15, 12, 15};
  const auto line = [&](const std::array<std::string, 5>& cells) {
    std::string text = "  ";
    for (size_t i = 0; i < widths.size(); ++i) text += Padded(cells[i], widths[i]);
    out += text + cells[4] + "\n";
  };
  line({"ABI", "longest path", "mean path", "always ALLOW", "of these cached by the kernel"});
  for (const AbiCost& abi : cost.abis) {
    line({std::string(TraitsOf(abi.arch).name), std::to_string(abi.longest), OneDecimal(abi.mean),
          std::to_string(abi.always), std::to_string(abi.cached)});
  }
  out += "\nWHAT RUNS THE FILTER\n";
  for (const AbiCost& abi : cost.abis) {
    const std::string label = Padded(std::string(TraitsOf(abi.arch).name), 13);
    if (!HasCache(abi.arch))
      out += "  " + label + "every call: the kernel has no cache for this ABI\n";
    if (!abi.by_arguments.empty())
      out += "  " + label + "by arguments: " + Join(abi.by_arguments, ", ") + "\n";
    if (!abi.uncached.empty())
      out += "  " + label + "the program tests more than the number: " + Join(abi.uncached, ", ") +
             "\n";
  }
  out += "  " + Padded("all", 13) + "every call that is not answered ALLOW\n";
  return out;
}

}  // namespace polc
