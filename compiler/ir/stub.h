#pragma once

// A filter that answers ENOSYS to calls that are newer than the newest one that its rules name, by
// number and for each ABI on its own, and is another filter for the rest: what runc makes of a
// profile (compiler/docker/runtime_stub.h).

#include <cstdint>
#include <string_view>
#include <vector>

#include "compiler/ir/diagram.h"
#include "syscalls/arch.h"

namespace polc {

// The newest call of the rules on one ABI.
struct StubLimit {
  Arch arch;
  uint32_t last;          // as seccomp_data.nr holds it
  std::string_view name;  // of the call

  friend bool operator==(const StubLimit&, const StubLimit&) = default;
};

// The limit by which the stub answers a call, and not the filter; null if none does.
[[nodiscard]] const StubLimit* StubFor(const std::vector<StubLimit>& limits, Arch arch,
                                       uint32_t nr);

// The filter behind the stub (runc libcontainer/seccomp/patchbpf/enosys_linux.go,
// generateEnosysStub).
[[nodiscard]] Filter WithStub(Diagram& diagram, Filter filter,
                              const std::vector<StubLimit>& limits);

}  // namespace polc
