#pragma once

// The ABIs a filter can be written for: every AUDIT_ARCH_* that seccomp_data.arch may hold, plus
// x32, which shares x86_64's and is told apart by bit 30 of the syscall number. Facts:
// include/uapi/linux/audit.h and each architecture's unistd.h.

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace polc {

// In the order in which polc lists architectures: each family with its native (widest) ABI first.
enum class Arch : uint8_t {
  X86_64,
  X86,
  X32,
  Aarch64,
  Arm,
  Riscv64,
  Loongarch64,
  Ppc64le,
  Ppc64,
  Ppc,
  S390x,
  S390,
  Mips64,
  Mips64n32,
  Mips,
  Mipsel64,
  Mipsel64n32,
  Mipsel,
  Parisc64,
  Parisc,
  M68k,
  Sh,
  Sheb,
};
inline constexpr size_t kArchCount = static_cast<size_t>(Arch::Sheb) + 1;

// __X32_SYSCALL_BIT (arch/x86/include/uapi/asm/unistd.h): all numbers of x32 have it. So has -1,
// with which a tracer skips a call, but that is a number of x86_64, or of x32 if only x32 is
// listed.
inline constexpr uint32_t kX32Bit = 0x40000000;
inline constexpr uint32_t kX32First = kX32Bit;
inline constexpr uint32_t kX32Last = UINT32_MAX - 1;

enum class Endian : uint8_t { Little, Big };

struct ArchTraits {
  Arch arch;
  std::string_view name;         // as polc and libseccomp spell it: "x86_64", "mips64n32"
  std::string_view scmp_name;    // as OCI and Docker JSON spell it: "SCMP_ARCH_X86_64"
  std::string_view docker_name;  // as includes.arches spells it (libseccomp-golang's short name):
                                 // "amd64", "ppc64le"
  uint32_t audit;                // AUDIT_ARCH_*: seccomp_data.arch
  uint8_t bits;  // register width that a filter sees: 32 for x86, arm, s390, … and for x32
  Endian endian;
  uint32_t nr_base;  // added to table numbers: 0x40000000 for x32, 4000/5000/6000 for the MIPS
                     // ABIs, else 0
  Arch native;       // the ABI of the kernel that runs this one: X86_64 for X86 and X32
};

[[nodiscard]] const ArchTraits& TraitsOf(Arch arch);
[[nodiscard]] std::span<const ArchTraits> AllArches();
[[nodiscard]] std::vector<std::string_view> AllArchNames();
// One architecture for each machine that a list is for: the native one if it is listed, else the
// one listed.
[[nodiscard]] std::vector<Arch> NativesAmong(const std::vector<Arch>& listed);
// The bits of a register that a call of this ABI can use: 64 also for x32 and MIPS n32, which have
// 32-bit pointers in 64-bit registers.
[[nodiscard]] uint8_t RegisterBits(Arch arch);
// The same for one call: x32's own calls (arch/x86/entry/syscalls/syscall_64.tbl, 512 and above)
// are those of 32-bit processes, which read only the low half of what is 64 bits elsewhere.
[[nodiscard]] uint8_t CallBits(Arch arch, uint32_t nr);

// Accepts every spelling in use: polc's, SCMP_ARCH_*, Docker's and uname's ("x86_64", "amd64",
// "i686", "arm64", …), in any case.
[[nodiscard]] std::optional<Arch> ParseArch(std::string_view name);
// Only the exact SCMP_ARCH_* spelling.
[[nodiscard]] std::optional<Arch> ParseScmpArch(std::string_view name);
// Only the exact spelling of Docker's includes.arches.
[[nodiscard]] std::optional<Arch> ParseDockerArch(std::string_view name);

// The ABI that polc itself was built for.
[[nodiscard]] Arch HostArch();

}  // namespace polc
