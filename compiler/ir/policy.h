#pragma once

// A policy with its rules still in order and still traceable to the text they came from: what every
// frontend ends at, and what provenance, lint and explain ask. lower.h turns it into the one
// canonical Filter; evaluate.h says what it means.

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

// When a rule is there at all, decided before a process runs. The default is "always".
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
  // For an arch that is not listed. x86_64 without x32 (and the other way round) sends the other's
  // numbers here, except that nr -1, with which a tracer skips a call, is x86_64's if it is listed
  // and x32's if only that is.
  Verdict bad_arch{Action::KillThread, 0};
  std::vector<Rule> rules;
};

// What is known of the place where the filter will run. An unknown value stays a variable of the
// filter.
struct Context {
  std::optional<uint32_t> kernel;  // KernelVersion
  std::optional<uint64_t> caps;
};

}  // namespace polc
