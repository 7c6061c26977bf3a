#pragma once

// From the canonical diagram to a BPF program: small, with short paths, and deterministic, since it
// depends on the diagram and the options alone. Nothing here has to be trusted: verify.h proves
// every program equal to the diagram it came from.

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

// A call and how many instructions its arguments were the first to need.
struct SpentOnCall {
  uint32_t audit = 0;  // AUDIT_ARCH_*
  uint32_t nr = 0;     // the lowest of a run of numbers with the same tests
  size_t insns = 0;
};

struct CodegenFailure {
  enum class Reason { TooLong, UnresolvedEnvironment } reason;
  // For TooLong: how many it would have been, and the calls that most of them are for, the
  // costliest first.
  size_t insns = 0;
  std::vector<SpentOnCall> costliest = {};
};

// `filter` must not depend on the kernel's version or on capabilities.
[[nodiscard]] std::optional<Program> Generate(Diagram& diagram, Filter filter,
                                              const CodegenOptions& options,
                                              CodegenFailure& failure);

}  // namespace polc::bpf
