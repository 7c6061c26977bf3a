#pragma once

// A filter as people think of it: for each ABI, the answer to each syscall number. diff, explain,
// query and the emitters of structured text iterate over these regions.

#include <vector>

#include "compiler/ir/diagram.h"
#include "syscalls/arch.h"

namespace polc {

// Numbers [first, last] of one ABI (as seccomp_data.nr holds them) with the same answer. `node`
// depends on nothing but arguments.
struct NumberRegion {
  uint32_t first;
  uint32_t last;
  NodeId node;
};

// The regions of one ABI, in order. They cover exactly its numbers: kX32First to kX32Last for x32,
// all others for x86_64. An ABI that the filter does not know has one region, the bad-arch answer.
// The environment must be resolved.
[[nodiscard]] std::vector<NumberRegion> NumberRegions(Diagram& diagram, Filter filter, Arch arch);

// The ABIs with an AUDIT_ARCH (and, for x86_64 and x32, numbers) that the filter treats differently
// from an unknown one.
[[nodiscard]] std::vector<Arch> ArchesOf(Diagram& diagram, Filter filter);

}  // namespace polc
