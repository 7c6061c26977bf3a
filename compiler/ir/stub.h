#pragma once

// A filter that answers ENOSYS to calls that are newer than the newest one that its rules name, and
// asks another filter for the rest. "Newer" means a larger number, on each ABI separately. runc
// makes such a filter of a profile (compiler/docker/runtime_stub.h).

#include <cstdint>
#include <string_view>
#include <vector>

#include "compiler/ir/diagram.h"
#include "syscalls/arch.h"

namespace polc {

// The newest call that the rules name on one ABI.
struct StubLimit {
  Arch arch;
  uint32_t last;          // as seccomp_data.nr holds it
  std::string_view name;  // the call's name

  friend bool operator==(const StubLimit&, const StubLimit&) = default;
};

// The limit because of which the stub answers this call; null if the filter answers it.
[[nodiscard]] const StubLimit* StubFor(const std::vector<StubLimit>& limits, Arch arch,
                                       uint32_t nr);

// The stub and then the filter (runc libcontainer/seccomp/patchbpf/enosys_linux.go,
// generateEnosysStub).
[[nodiscard]] Filter WithStub(Diagram& diagram, Filter filter,
                              const std::vector<StubLimit>& limits);

}  // namespace polc
