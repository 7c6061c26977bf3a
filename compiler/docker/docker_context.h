#pragma once

// Where a profile is meant to run. A Docker-format profile is a template: which of its rules apply
// depends on the machine's architecture, the container's capabilities, the kernel, and the engine
// that reads it.

#include <cstdint>
#include <optional>
#include <vector>

#include "compiler/docker/engine.h"
#include "compiler/ir/policy.h"
#include "syscalls/arch.h"

namespace polc {

struct DockerContext {
  // The ABIs of the filter, exactly. Empty: those that the profile gives for `native`, as Docker on
  // such a machine does.
  std::vector<Arch> arches;
  Arch native = Arch::X86_64;
  // The bounding set and the kernel's version. One that is not given stays a variable of the
  // filter.
  std::optional<uint64_t> caps;
  std::optional<uint32_t> kernel;
  // The engine that reads a JSON profile. A `.polc` file and what it includes mean the same for
  // all.
  Engine engine = Engine::Docker;
  // The runtime whose own checks come before the filter (runtime_stub.h).
  Runtime runtime = Runtime::None;

  [[nodiscard]] Context environment() const { return {kernel, caps}; }
  // False if what is known here rules the environment out.
  [[nodiscard]] bool CanHold(const Environment& when) const;
  // A copy for another machine.
  [[nodiscard]] DockerContext On(Arch machine) const;
  // A copy that knows neither the capabilities nor the kernel.
  [[nodiscard]] DockerContext Anywhere() const;
  // A copy for a profile that a `.polc` file includes, which is read as Docker would.
  [[nodiscard]] DockerContext AsDockerReads() const;
};

// The bounding set that Docker gives a container without --cap-add and --cap-drop.
[[nodiscard]] uint64_t DockerDefaultCapabilities();

// The newest kernel that the syscall tables know. It is assumed where the user names none.
inline constexpr uint32_t kNewestKernel = KernelVersion(7, 1);

}  // namespace polc
