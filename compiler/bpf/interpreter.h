#pragma once

// Runs a program on one call as the kernel does, over a real struct seccomp_data. It shares nothing
// with the symbolic executor, so that each can show a mistake in the other.

#include <linux/seccomp.h>

#include <cstdint>
#include <vector>

#include "compiler/bpf/program.h"
#include "compiler/ir/fields.h"

namespace polc::bpf {

struct Run {
  uint32_t value = 0;          // the returned value, unchanged
  std::vector<uint32_t> path;  // the instructions that were executed, in order
};

[[nodiscard]] Run Interpret(const Program& program, const struct seccomp_data& data, Endian endian);

// Leaves out the environment (kernel, capabilities), which a program cannot load.
[[nodiscard]] struct seccomp_data SeccompDataOf(const Call& call);

}  // namespace polc::bpf
