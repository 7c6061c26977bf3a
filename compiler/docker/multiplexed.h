#pragma once

// The calls that some ABIs can also make through socketcall(2) and ipc(2).

#include <cstdint>
#include <optional>
#include <string_view>

#include "syscalls/arch.h"

namespace polc {

struct Multiplexed {
  std::string_view through;  // "socketcall" or "ipc"
  uint32_t call;             // its first argument
};

// Whether this ABI has socketcall(2) and ipc(2).
[[nodiscard]] bool Multiplexes(Arch arch);
// How the call `name` is made through one of them; nothing if it cannot.
[[nodiscard]] std::optional<Multiplexed> MultiplexedBy(std::string_view name);

// The same on this ABI: libseccomp adds a rule for the multiplexer to every rule for `name`. That
// rule cannot check the arguments of `name`, which are reached through a pointer.
[[nodiscard]] std::optional<Multiplexed> MultiplexerOf(Arch arch, std::string_view name);

}  // namespace polc
