#pragma once

// A policy whose rules are still in order and know the text that they came from. Every input ends
// up as one; lint, explain and origins ask it. lower.h turns it into the canonical Filter;
// evaluate.h says what it means.

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "compiler/base/source.h"
#include "compiler/ir/predicate.h"
#include "compiler/ir/verdict.h"
#include "syscalls/arch.h"

namespace polc {

struct SyscallRef {
  Arch arch;
  uint32_t nr;  // as seccomp_data.nr holds it, x32's bit and MIPS's base included
  friend auto operator<=>(const SyscallRef&, const SyscallRef&) = default;
};

// Where a rule applies at all, which is decided before a process runs. The default is "always".
struct Environment {
  uint64_t caps_all = 0;               // all of these are in the bounding set
  uint64_t caps_none = 0;              // none of these is
  uint32_t kernel_min = 0;             // kernel >= this (KernelVersion)
  uint32_t kernel_below = UINT32_MAX;  // kernel < this

  [[nodiscard]] bool is_always() const { return *this == Environment{}; }
  [[nodiscard]] bool Holds(uint32_t kernel, uint64_t caps) const {
    return (caps & caps_all) == caps_all && (caps & caps_none) == 0 && kernel >= kernel_min &&
           kernel < kernel_below;
  }
  friend bool operator==(const Environment&, const Environment&) = default;
};

struct Rule {
  std::vector<SyscallRef> syscalls;
  Condition condition;
  Environment when;
  Verdict verdict;
  Span origin;
};

// The first rule that matches a call answers it; if none does, `otherwise`.
struct Policy {
  std::vector<Arch> arches;
  Verdict otherwise;
  // The answer for an arch that is not listed. If only one of x86_64 and x32 is listed, the numbers
  // of the other get it too, except -1 (see kX32Bit).
  Verdict bad_arch{Action::KillThread, 0};
  std::vector<Rule> rules;
};

// What is known about the machine and the container that the filter is for. An unknown value stays
// a variable of the filter.
struct Context {
  std::optional<uint32_t> kernel;  // KernelVersion
  std::optional<uint64_t> caps;
};

}  // namespace polc
