#pragma once

// A filter as people think of it: for each ABI, each syscall number and what it answers. What diff,
// explain, query and the emitters of structured text iterate over.

#include <vector>

#include "compiler/ir/diagram.h"
#include "syscalls/arch.h"

namespace polc {

// Numbers [first, last] of one ABI (as seccomp_data.nr holds them) that answer alike; `node`
// depends on arguments at the most.
struct NumberRegion {
  uint32_t first;
  uint32_t last;
  NodeId node;
};

// The regions of one ABI, in order, covering exactly its numbers: for x86_64 all but the x32 range,
// for x32 only that. An ABI that the filter does not know has one region, its bad-arch answer. The
// environment must be resolved.
[[nodiscard]] std::vector<NumberRegion> NumberRegions(Diagram& diagram, Filter filter, Arch arch);

// The ABIs whose AUDIT_ARCH (and, for x86_64 and x32, range of numbers) the filter answers
// otherwise than an unknown one.
[[nodiscard]] std::vector<Arch> ArchesOf(Diagram& diagram, Filter filter);

}  // namespace polc
