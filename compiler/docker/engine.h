#pragma once

// The engines that read profiles. Docker, Podman, CRI-O, containerd's Kubernetes plugin and a bare
// OCI runtime take the same JSON and make different filters of it. EngineTraits has a row for each;
// --target chooses one.

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

#include "syscalls/arch.h"

namespace polc {

enum class Engine : uint8_t { Docker, Podman, Crio, Containerd, Oci };

// Which conditions in `includes` and `excludes` the engine reads. A condition that is not read
// restricts nothing, so the rule applies.
enum class GatesRead : uint8_t { All, AllButKernel, None };
// Whether `errno` and `defaultErrno` are read, the names of errors. They then win over the numbers.
enum class ErrnoNamesRead : uint8_t { Yes, No };
// Whether `name` is read, the older form of `names`. Where it is not, the rule is for no call.
enum class LegacyNameRead : uint8_t { Yes, No };

// The program that loads the filter into the container's process. None: not known.
enum class Runtime : uint8_t { None, Runc, Crun };
[[nodiscard]] std::optional<Runtime> ParseRuntime(std::string_view name);

struct EngineTraits {
  Engine engine;
  std::string_view name;   // as --target has it
  std::string_view title;  // as messages have it, at the beginning of a sentence
  GatesRead gates;
  ErrnoNamesRead errno_names;
  LegacyNameRead legacy_name;
  // The native architectures that the engine looks up in `archMap`. Empty: it does not read it.
  std::span<const Arch> arch_map;
  // The bounding set of a container without --cap-add and --cap-drop.
  std::span<const std::string_view> capabilities;
  Runtime runtime;  // the one that the engine comes with
};

[[nodiscard]] const EngineTraits& TraitsOf(Engine engine);
[[nodiscard]] std::span<const EngineTraits> AllEngines();
[[nodiscard]] std::optional<Engine> ParseEngine(std::string_view name);

// EngineTraits::capabilities as bits.
[[nodiscard]] uint64_t DefaultCapabilities(Engine engine);

}  // namespace polc
