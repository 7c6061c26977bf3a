#pragma once

// What a program costs the kernel: its size after the kernel's translation, the path of each call
// through it, and which answers the kernel remembers so that the filter does not run at all.

#include <cstdint>

#include "compiler/bpf/program.h"

namespace polc::bpf {

// Instructions of the eBPF program that the kernel makes of it (net/core/filter.c,
// bpf_convert_filter).
[[nodiscard]] size_t EbpfSize(const Program& program);

// The cost of the calls with this number, whatever their arguments are.
struct NumberCost {
  size_t longest = 0;  // instructions on the longest path
  // The kernel finds out in advance that the answer is ALLOW (kernel/seccomp.c,
  // seccomp_is_const_allow).
  bool cached = false;
};
[[nodiscard]] NumberCost CostOfNumber(const Program& program, uint32_t audit, uint32_t nr);

}  // namespace polc::bpf
