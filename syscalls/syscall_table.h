#pragma once

// What polc knows of each syscall: its number on every ABI, the kernel that introduced it, and its
// arguments. The facts are in tables/*.tbl, compiled into the binary by generate_tables.cc;
// look-ups take constant time and nothing is built at start.

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

#include "syscalls/arch.h"

namespace polc {

struct SyscallArgument {
  std::string_view type;  // as the kernel declares it: "unsigned int", "const char *"
  std::string_view name;
  uint8_t bits;    // bits of the register that the kernel reads on a 64-bit ABI: 16 for umode_t, 32
                   // for int, unsigned, …; 64 for long and pointers
  bool is_signed;  // of a signed integer type
  bool is_pointer;
};

// A syscall that was looked up once, for callers that ask more than one thing about it.
enum class SyscallIndex : uint16_t {};
[[nodiscard]] std::optional<SyscallIndex> FindSyscall(std::string_view name);
[[nodiscard]] std::optional<uint32_t> SyscallNumber(Arch arch, SyscallIndex syscall);

// The value of seccomp_data.nr, base included (x32: 0x40000000 | n); nothing if the ABI has no such
// call.
[[nodiscard]] std::optional<uint32_t> SyscallNumber(Arch arch, std::string_view name);
// Empty if no call has this number on the ABI. `nr` includes the base.
[[nodiscard]] std::string_view SyscallName(Arch arch, uint32_t nr);
// Whether some ABI of some kernel has, or had, a call of this name.
[[nodiscard]] bool IsSyscallName(std::string_view name);
// Sorted.
[[nodiscard]] std::span<const std::string_view> AllSyscallNames();
// "5.3"; empty where it is not known.
[[nodiscard]] std::string_view FirstKernel(std::string_view name);
// Nothing where the signature is not known; an empty span for a call without arguments.
[[nodiscard]] std::optional<std::span<const SyscallArgument>> SyscallArguments(
    std::string_view name);

}  // namespace polc
