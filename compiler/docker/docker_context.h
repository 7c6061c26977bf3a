#pragma once

// Where a profile is meant to run. A Docker-format profile is a template: which of its rules are
// there depends on the machine's architecture, the container's capabilities and the kernel, and on
// who reads it.

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
  // The bounding set and the kernel's version; a variable of the filter where nothing is given.
  std::optional<uint64_t> caps;
  std::optional<uint32_t> kernel;
  // Whose reading of a JSON profile it is; a `.polc` file and what it includes mean the same
  // everywhere.
  Engine engine = Engine::Docker;
  // With what this one puts before the filter (runtime_stub.h).
  Runtime runtime = Runtime::None;

  [[nodiscard]] Context environment() const { return {kernel, caps}; }
  // False if what is known here already says that the rules of this environment are not there.
  [[nodiscard]] bool CanHold(const Environment& when) const;
  // The same on another machine, or whatever the capabilities and the kernel.
  [[nodiscard]] DockerContext On(Arch machine) const;
  [[nodiscard]] DockerContext Anywhere() const;
  // The same for a profile that a `.polc` file takes its rules from, which it does as Docker would.
  [[nodiscard]] DockerContext AsDockerReads() const;
};

// The bounding set that Docker gives a container without --cap-add and --cap-drop.
[[nodiscard]] uint64_t DockerDefaultCapabilities();

// The newest kernel that the syscall tables know: what is assumed where the user names none.
inline constexpr uint32_t kNewestKernel = KernelVersion(7, 1);

}  // namespace polc
