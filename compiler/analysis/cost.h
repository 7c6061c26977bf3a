#pragma once

// What a filter's program costs the calls of each ABI, for `explain --cost`.

#include <span>
#include <string>
#include <vector>

#include "compiler/analysis/diff_render.h"
#include "compiler/bpf/call_mix.h"
#include "compiler/bpf/program.h"

namespace polc {

struct AbiCost {
  Arch arch = Arch::X86_64;
  size_t longest = 0;  // instructions on the longest path of any call
  double mean = 0;     // instructions on the path of a call, weighted by the mix
  size_t always = 0;   // syscalls that are always answered ALLOW
  size_t cached = 0;   // those of them that the kernel answers without the filter
  // Syscalls whose answer depends on arguments, so that they run the filter.
  std::vector<std::string> by_arguments;
  // Syscalls of `always` that the kernel could cache, but does not for this program.
  std::vector<std::string> uncached;
};

struct ProgramCost {
  size_t insns = 0;
  size_t ebpf = 0;
  std::vector<AbiCost> abis;
};

// The program must be one of the filter. Throws NodeBudgetExceeded.
[[nodiscard]] ProgramCost CostOf(Diagram& diagram, Filter filter, const bpf::Program& program,
                                 std::span<const Arch> arches, std::span<const bpf::CallCount> mix);
[[nodiscard]] std::string CostText(const ProgramCost& cost, const std::string& name);

}  // namespace polc
