#pragma once

// Who reads a profile. Docker, Podman, CRI-O, containerd's Kubernetes plugin and a bare OCI runtime
// take the same JSON and mean different filters by it; EngineTraits says in one row each how.
// --target chooses one.

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

#include "syscalls/arch.h"

namespace polc {

enum class Engine : uint8_t { Docker, Podman, Crio, Containerd, Oci };

// Which `includes` and `excludes` decide whether a rule is there; what is not read does not
// restrict, so the rule is there.
enum class GatesRead : uint8_t { All, AllButKernel, None };
// `errno` and `defaultErrno`: names of errors, which go before the numbers where they are read.
enum class ErrnoNamesRead : uint8_t { Yes, No };
// `name`, the form of a rule before there was `names`. Where it is not read the rule is for no
// call.
enum class LegacyNameRead : uint8_t { Yes, No };

// What loads the filter into the container's process. None: it is not said.
enum class Runtime : uint8_t { None, Runc, Crun };
[[nodiscard]] std::optional<Runtime> ParseRuntime(std::string_view name);

struct EngineTraits {
  Engine engine;
  std::string_view name;   // as --target has it
  std::string_view title;  // as messages have it, at the beginning of a sentence
  GatesRead gates;
  ErrnoNamesRead errno_names;
  LegacyNameRead legacy_name;
  // The native architectures of which `archMap` is looked up. Empty: it is not read.
  std::span<const Arch> arch_map;
  // The bounding set of a container without --cap-add and --cap-drop.
  std::span<const std::string_view> capabilities;
  Runtime runtime;  // that it comes with
};

[[nodiscard]] const EngineTraits& TraitsOf(Engine engine);
[[nodiscard]] std::span<const EngineTraits> AllEngines();
[[nodiscard]] std::optional<Engine> ParseEngine(std::string_view name);

// The capabilities as bits.
[[nodiscard]] uint64_t DefaultCapabilities(Engine engine);

}  // namespace polc
