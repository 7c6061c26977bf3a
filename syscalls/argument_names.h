#pragma once

// Finds arguments by name. Both the kernel's names (signatures.tbl) and the manual's
// (argument_names.tbl), which users know better, are known.

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "syscalls/arch.h"
#include "syscalls/syscall_table.h"

namespace polc {

// The position of an argument: 0 to 5. Nothing if the call has no such argument or its signature is
// not known.
[[nodiscard]] std::optional<uint8_t> ArgumentIndex(Arch arch, std::string_view syscall,
                                                   std::string_view name);
// Nothing beyond the last argument, or if the signature is not known.
[[nodiscard]] std::optional<SyscallArgument> ArgumentAt(Arch arch, std::string_view syscall,
                                                        uint8_t index);
// The call and the position by which other tables know the argument: those of another call with the
// same arguments, or the position in the usual order. Usually they are the ones given.
struct ArgumentPlace {
  std::string_view syscall;
  uint8_t index;
};
[[nodiscard]] ArgumentPlace UsualPlace(Arch arch, std::string_view syscall, uint8_t index);
// One name for each argument, the manual's where it has its own. Empty if the signature is not
// known.
[[nodiscard]] std::vector<std::string_view> ArgumentNames(Arch arch, std::string_view syscall);
// On a 32-bit ABI a 64-bit number (loff_t) takes two registers, so that this argument and those
// after it have other positions, which depend on the ABI. polc does not know these positions.
[[nodiscard]] bool IsSplit(Arch arch, std::string_view syscall, uint8_t index);

}  // namespace polc
