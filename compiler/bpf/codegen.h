#pragma once

// Makes a BPF program of the canonical diagram. The program is small, has short paths and depends
// on the diagram and the options alone. Nothing here has to be trusted: verify.h proves every
// program equal to its diagram.

#include <optional>

#include "compiler/bpf/call_mix.h"
#include "compiler/bpf/dispatch.h"
#include "compiler/bpf/program.h"
#include "compiler/ir/diagram.h"

namespace polc::bpf {

struct CodegenOptions {
  Endian endian = Endian::Little;
  Objective objective = Objective::Path;
  std::span<const CallCount> mix = BuiltinCallMix();
};

// A call and the number of instructions that its arguments need and no earlier call's did.
struct SpentOnCall {
  uint32_t audit = 0;  // AUDIT_ARCH_*
  uint32_t nr = 0;     // the lowest of a run of numbers with the same tests
  size_t insns = 0;
};

struct CodegenFailure {
  enum class Reason { TooLong, UnresolvedEnvironment } reason;
  // For TooLong: the length that the program would have, and the calls that need most of it, the
  // costliest first.
  size_t insns = 0;
  std::vector<SpentOnCall> costliest = {};
};

// `filter` must not depend on the kernel's version or on capabilities.
[[nodiscard]] std::optional<Program> Generate(Diagram& diagram, Filter filter,
                                              const CodegenOptions& options,
                                              CodegenFailure& failure);

}  // namespace polc::bpf
