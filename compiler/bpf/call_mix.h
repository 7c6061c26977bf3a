#pragma once

// How often each system call is made. For Objective::Path, a search tree has frequent calls near
// its root.

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "compiler/bpf/dispatch.h"
#include "syscalls/arch.h"

namespace polc::bpf {

struct CallCount {
  std::string_view name;
  uint64_t count;
};

// The calls of servers, interpreters, compilers and shells together.
[[nodiscard]] std::span<const CallCount> BuiltinCallMix();

// The weights of the numbers of one AUDIT_ARCH: those of the mix, plus a little for every number.
struct NumberWeights {
  uint32_t audit = 0;
  std::vector<HotValue> hot;  // sorted by number
  uint64_t each = 0;          // the weight of every number from 0 to kLastWeighed
  uint64_t total = 0;         // the weight of the whole architecture, kWeightOne for 64-bit ones

  static constexpr uint32_t kLastWeighed = 511;
  [[nodiscard]] uint64_t Between(uint32_t first, uint32_t last) const;
};
[[nodiscard]] NumberWeights WeighNumbers(std::span<const CallCount> mix, uint32_t audit);

}  // namespace polc::bpf
