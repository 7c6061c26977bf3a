#include "syscalls/arch.h"

#include <algorithm>

#include <array>

#include "compiler/base/strings.h"

namespace polc {
namespace {

// In the order of the enum. AUDIT_ARCH_*: the ELF machine, 0x80000000 for 64 bits, 0x40000000 for
// little endian, 0x20000000 for MIPS n32 (include/uapi/linux/audit.h).
constexpr std::array<ArchTraits, kArchCount> kArches = {{
    {Arch::X86_64, "x86_64", "SCMP_ARCH_X86_64", "amd64", 0xc000003e, 64, Endian::Little, 0,
     Arch::X86_64},
    {Arch::X86, "x86", "SCMP_ARCH_X86", "x86", 0x40000003, 32, Endian::Little, 0, Arch::X86_64},
    {Arch::X32, "x32", "SCMP_ARCH_X32", "x32", 0xc000003e, 32, Endian::Little, 0x40000000,
     Arch::X86_64},
    {Arch::Aarch64, "aarch64", "SCMP_ARCH_AARCH64", "arm64", 0xc00000b7, 64, Endian::Little, 0,
     Arch::Aarch64},
    {Arch::Arm, "arm", "SCMP_ARCH_ARM", "arm", 0x40000028, 32, Endian::Little, 0, Arch::Aarch64},
    {Arch::Riscv64, "riscv64", "SCMP_ARCH_RISCV64", "riscv64", 0xc00000f3, 64, Endian::Little, 0,
     Arch::Riscv64},
    {Arch::Loongarch64, "loongarch64", "SCMP_ARCH_LOONGARCH64", "loong64", 0xc0000102, 64,
     Endian::Little, 0, Arch::Loongarch64},
    {Arch::Ppc64le, "ppc64le", "SCMP_ARCH_PPC64LE", "ppc64le", 0xc0000015, 64, Endian::Little, 0,
     Arch::Ppc64le},
    {Arch::Ppc64, "ppc64", "SCMP_ARCH_PPC64", "ppc64", 0x80000015, 64, Endian::Big, 0, Arch::Ppc64},
    {Arch::Ppc, "ppc", "SCMP_ARCH_PPC", "ppc", 0x14, 32, Endian::Big, 0, Arch::Ppc64},
    {Arch::S390x, "s390x", "SCMP_ARCH_S390X", "s390x", 0x80000016, 64, Endian::Big, 0, Arch::S390x},
    {Arch::S390, "s390", "SCMP_ARCH_S390", "s390", 0x16, 32, Endian::Big, 0, Arch::S390x},
    {Arch::Mips64, "mips64", "SCMP_ARCH_MIPS64", "mips64", 0x80000008, 64, Endian::Big, 5000,
     Arch::Mips64},
    {Arch::Mips64n32, "mips64n32", "SCMP_ARCH_MIPS64N32", "mips64n32", 0xa0000008, 32, Endian::Big,
     6000, Arch::Mips64},
    {Arch::Mips, "mips", "SCMP_ARCH_MIPS", "mips", 0x8, 32, Endian::Big, 4000, Arch::Mips64},
    {Arch::Mipsel64, "mipsel64", "SCMP_ARCH_MIPSEL64", "mipsel64", 0xc0000008, 64, Endian::Little,
     5000, Arch::Mipsel64},
    {Arch::Mipsel64n32, "mipsel64n32", "SCMP_ARCH_MIPSEL64N32", "mipsel64n32", 0xe0000008, 32,
     Endian::Little, 6000, Arch::Mipsel64},
    {Arch::Mipsel, "mipsel", "SCMP_ARCH_MIPSEL", "mipsel", 0x40000008, 32, Endian::Little, 4000,
     Arch::Mipsel64},
    {Arch::Parisc64, "parisc64", "SCMP_ARCH_PARISC64", "parisc64", 0x8000000f, 64, Endian::Big, 0,
     Arch::Parisc64},
    {Arch::Parisc, "parisc", "SCMP_ARCH_PARISC", "parisc", 0xf, 32, Endian::Big, 0, Arch::Parisc64},
    {Arch::M68k, "m68k", "SCMP_ARCH_M68K", "m68k", 0x4, 32, Endian::Big, 0, Arch::M68k},
    {Arch::Sh, "sh", "SCMP_ARCH_SH", "sh", 0x4000002a, 32, Endian::Little, 0, Arch::Sh},
    {Arch::Sheb, "sheb", "SCMP_ARCH_SHEB", "sheb", 0x2a, 32, Endian::Big, 0, Arch::Sheb},
}};

// Spellings that are neither polc's, SCMP_ARCH_* nor Docker's: uname -m and Go's GOARCH.
struct Alias {
  std::string_view name;
  Arch arch;
};
constexpr Alias kAliases[] = {
    {"386", Arch::X86},
    {"i386", Arch::X86},
    {"i486", Arch::X86},
    {"i586", Arch::X86},
    {"i686", Arch::X86},
    {"i786", Arch::X86},
    {"ia32", Arch::X86},
    {"x86-64", Arch::X86_64},
    {"armel", Arch::Arm},
    {"armv5tel", Arch::Arm},
    {"armv6l", Arch::Arm},
    {"armv7", Arch::Arm},
    {"armv7l", Arch::Arm},
    {"armhf", Arch::Arm},
    {"armv8l", Arch::Arm},
    {"aarch32", Arch::Arm},
    {"loong64", Arch::Loongarch64},
    {"powerpc", Arch::Ppc},
    {"powerpc64", Arch::Ppc64},
    {"powerpc64le", Arch::Ppc64le},
    {"ppc64el", Arch::Ppc64le},
    {"mips64le", Arch::Mipsel64},
    {"mipsle", Arch::Mipsel},
    {"mips64el", Arch::Mipsel64},
    {"mips64p32", Arch::Mips64n32},
    {"mips64p32le", Arch::Mipsel64n32},
    {"hppa", Arch::Parisc},
    {"hppa64", Arch::Parisc64},
    {"sh4", Arch::Sh},
};

}  // namespace

const ArchTraits& TraitsOf(Arch arch) { return kArches[static_cast<size_t>(arch)]; }

uint8_t RegisterBits(Arch arch) {
  const bool wide = arch == Arch::X32 || arch == Arch::Mips64n32 || arch == Arch::Mipsel64n32;
  return wide ? uint8_t{64} : TraitsOf(arch).bits;
}

uint8_t CallBits(Arch arch, uint32_t nr) {
  constexpr uint32_t kFirstCompat = 512;
  const bool low_halves = arch == Arch::X32 && nr - TraitsOf(arch).nr_base >= kFirstCompat;
  return low_halves ? uint8_t{32} : RegisterBits(arch);
}

std::span<const ArchTraits> AllArches() { return kArches; }

std::vector<std::string_view> AllArchNames() {
  std::vector<std::string_view> names;
  for (const ArchTraits& traits : kArches) names.push_back(traits.name);
  return names;
}

std::vector<Arch> NativesAmong(const std::vector<Arch>& listed) {
  std::vector<Arch> natives;
  for (const Arch arch : listed) {
    const Arch native =
        std::find(listed.begin(), listed.end(), TraitsOf(arch).native) != listed.end()
            ? TraitsOf(arch).native
            : arch;
    if (std::find(natives.begin(), natives.end(), native) == natives.end())
      natives.push_back(native);
  }
  return natives;
}

std::optional<Arch> ParseScmpArch(std::string_view name) {
  for (const ArchTraits& traits : kArches) {
    if (traits.scmp_name == name) return traits.arch;
  }
  return std::nullopt;
}

std::optional<Arch> ParseDockerArch(std::string_view name) {
  for (const ArchTraits& traits : kArches) {
    if (traits.docker_name == name) return traits.arch;
  }
  return std::nullopt;
}

std::optional<Arch> ParseArch(std::string_view name) {
  std::string lower = ToLower(name);
  if (lower.starts_with("scmp_arch_")) lower.erase(0, 10);
  for (const ArchTraits& traits : kArches) {
    if (traits.name == lower || traits.docker_name == lower) return traits.arch;
  }
  for (const Alias& alias : kAliases) {
    if (alias.name == lower) return alias.arch;
  }
  return std::nullopt;
}

Arch HostArch() {
#if defined(__x86_64__) && defined(__ILP32__)
  return Arch::X32;
#elif defined(__x86_64__)
  return Arch::X86_64;
#elif defined(__i386__)
  return Arch::X86;
#elif defined(__aarch64__)
  return Arch::Aarch64;
#elif defined(__arm__)
  return Arch::Arm;
#elif defined(__riscv) && __riscv_xlen == 64
  return Arch::Riscv64;
#elif defined(__loongarch64)
  return Arch::Loongarch64;
#elif defined(__powerpc64__) && defined(__LITTLE_ENDIAN__)
  return Arch::Ppc64le;
#elif defined(__powerpc64__)
  return Arch::Ppc64;
#elif defined(__powerpc__)
  return Arch::Ppc;
#elif defined(__s390x__)
  return Arch::S390x;
#elif defined(__s390__)
  return Arch::S390;
#elif defined(__mips64) && defined(_ABIN32) && _MIPS_SIM == _ABIN32
  return __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__ ? Arch::Mipsel64n32 : Arch::Mips64n32;
#elif defined(__mips64)
  return __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__ ? Arch::Mipsel64 : Arch::Mips64;
#elif defined(__mips__)
  return __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__ ? Arch::Mipsel : Arch::Mips;
#else
  // On a machine for which seccomp has no number polc still reads profiles, as for x86_64, since
  // most are written for it.
  return Arch::X86_64;
#endif
}

}  // namespace polc
