#pragma once

// The calls that some 32-bit kernels reach through socketcall(2) and ipc(2) as well.

#include <cstdint>
#include <optional>
#include <string_view>

#include "syscalls/arch.h"

namespace polc {

struct Multiplexed {
  std::string_view through;  // "socketcall" or "ipc"
  uint32_t call;             // its first argument
};

// Whether the kernel of this ABI has them.
[[nodiscard]] bool Multiplexes(Arch arch);
// How a call is made through them.
[[nodiscard]] std::optional<Multiplexed> MultiplexedBy(std::string_view name);

// Where libseccomp adds a rule for the multiplexer to every rule for `name`. Such a rule can only
// compare the call number: the arguments of the call itself are behind a pointer.
[[nodiscard]] std::optional<Multiplexed> MultiplexerOf(Arch arch, std::string_view name);

}  // namespace polc
