#include "syscalls/arch.h"

#include <linux/audit.h>

#include <algorithm>
#include <cctype>
#include <set>
#include <string>

#include "compiler/base/strings.h"
#include "tests/support/catch.h"

namespace polc {
namespace {

std::string ToUpper(std::string_view text) {
  std::string upper(text);
  std::transform(upper.begin(), upper.end(), upper.begin(),
                 [](unsigned char c) { return static_cast<char>(std::toupper(c)); });
  return upper;
}

TEST_CASE("architectures are listed in the order of the enum") {
  REQUIRE(AllArches().size() == kArchCount);
  for (size_t i = 0; i < kArchCount; ++i) {
    CHECK(static_cast<size_t>(AllArches()[i].arch) == i);
    CHECK(&TraitsOf(static_cast<Arch>(i)) == &AllArches()[i]);
  }
}

TEST_CASE("every spelling of the traits leads back to its architecture, in any case") {
  std::set<std::string_view> names, scmp_names, docker_names;
  for (const ArchTraits& traits : AllArches()) {
    INFO(traits.name);
    CHECK(names.insert(traits.name).second);
    CHECK(scmp_names.insert(traits.scmp_name).second);
    CHECK(docker_names.insert(traits.docker_name).second);
    for (const std::string_view spelling : {traits.name, traits.scmp_name, traits.docker_name}) {
      CHECK(ParseArch(spelling) == traits.arch);
      CHECK(ParseArch(ToUpper(spelling)) == traits.arch);
      CHECK(ParseArch(ToLower(spelling)) == traits.arch);
    }
    CHECK(ParseScmpArch(traits.scmp_name) == traits.arch);
    CHECK(ParseDockerArch(traits.docker_name) == traits.arch);
    // The strict readers compare exactly, as the programs do whose files they read.
    CHECK_FALSE(ParseScmpArch(ToLower(traits.scmp_name)).has_value());
    CHECK_FALSE(ParseDockerArch(ToUpper(traits.docker_name)).has_value());
    CHECK(ToUpper(traits.scmp_name) == "SCMP_ARCH_" + ToUpper(traits.name));
  }
}

TEST_CASE("spellings of uname, Go and Docker") {
  struct Case {
    std::string_view spelling;
    Arch arch;
  };
  constexpr Case kCases[] = {
      {"amd64", Arch::X86_64},
      {"x86-64", Arch::X86_64},
      {"386", Arch::X86},
      {"i386", Arch::X86},
      {"i686", Arch::X86},
      {"i786", Arch::X86},
      {"arm64", Arch::Aarch64},
      {"armel", Arch::Arm},
      {"armv5tel", Arch::Arm},
      {"armv6l", Arch::Arm},
      {"armv7", Arch::Arm},
      {"armv7l", Arch::Arm},
      {"armv8l", Arch::Arm},
      {"loong64", Arch::Loongarch64},
      {"powerpc", Arch::Ppc},
      {"ppc64el", Arch::Ppc64le},
      {"mips64le", Arch::Mipsel64},
      {"mips64el", Arch::Mipsel64},
      {"mipsle", Arch::Mipsel},
      {"mips64p32", Arch::Mips64n32},
      {"hppa", Arch::Parisc},
      {"hppa64", Arch::Parisc64},
      {"sh4", Arch::Sh},
      {"scmp_arch_amd64", Arch::X86_64},
  };
  for (const auto& [spelling, arch] : kCases) {
    INFO(spelling);
    CHECK(ParseArch(spelling) == arch);
    CHECK(ParseArch(ToUpper(spelling)) == arch);
  }
  for (const std::string_view unknown :
       {"", " ", "x86_64 ", "x86_6", "SCMP_ARCH_", "SCMP_ARCH_SCMP_ARCH_X86", "alpha", "ia64"}) {
    INFO("`" << unknown << "`");
    CHECK_FALSE(ParseArch(unknown).has_value());
  }
}

TEST_CASE("audit numbers are those of <linux/audit.h>") {
  struct Case {
    Arch arch;
    uint32_t audit;
  };
  constexpr Case kCases[] = {
      {Arch::X86_64, AUDIT_ARCH_X86_64},
      {Arch::X86, AUDIT_ARCH_I386},
      {Arch::X32, AUDIT_ARCH_X86_64},
      {Arch::Aarch64, AUDIT_ARCH_AARCH64},
      {Arch::Arm, AUDIT_ARCH_ARM},
      {Arch::Riscv64, AUDIT_ARCH_RISCV64},
      {Arch::Loongarch64, AUDIT_ARCH_LOONGARCH64},
      {Arch::Ppc64le, AUDIT_ARCH_PPC64LE},
      {Arch::Ppc64, AUDIT_ARCH_PPC64},
      {Arch::Ppc, AUDIT_ARCH_PPC},
      {Arch::S390x, AUDIT_ARCH_S390X},
      {Arch::S390, AUDIT_ARCH_S390},
      {Arch::Mips64, AUDIT_ARCH_MIPS64},
      {Arch::Mips64n32, AUDIT_ARCH_MIPS64N32},
      {Arch::Mips, AUDIT_ARCH_MIPS},
      {Arch::Mipsel64, AUDIT_ARCH_MIPSEL64},
      {Arch::Mipsel64n32, AUDIT_ARCH_MIPSEL64N32},
      {Arch::Mipsel, AUDIT_ARCH_MIPSEL},
      {Arch::Parisc64, AUDIT_ARCH_PARISC64},
      {Arch::Parisc, AUDIT_ARCH_PARISC},
      {Arch::M68k, AUDIT_ARCH_M68K},
      {Arch::Sh, AUDIT_ARCH_SHEL},
      {Arch::Sheb, AUDIT_ARCH_SH},
  };
  STATIC_REQUIRE(std::size(kCases) == kArchCount);
  for (const auto& [arch, audit] : kCases) {
    const ArchTraits& traits = TraitsOf(arch);
    INFO(traits.name);
    CHECK(traits.audit == audit);
    CHECK(((traits.audit & __AUDIT_ARCH_LE) != 0) == (traits.endian == Endian::Little));
    // x32 and n32 run on a 64-bit kernel ABI, but their programs' registers are 32 bits wide.
    if (arch != Arch::X32 && arch != Arch::Mips64n32 && arch != Arch::Mipsel64n32) {
      CHECK(((traits.audit & __AUDIT_ARCH_64BIT) != 0) == (traits.bits == 64));
    }
  }
}

TEST_CASE(
    "an ABI's native one is 64 bits wide where the family has such, and of the same byte order") {
  for (const ArchTraits& traits : AllArches()) {
    INFO(traits.name);
    const ArchTraits& native = TraitsOf(traits.native);
    CHECK(native.native == native.arch);
    CHECK(native.endian == traits.endian);
    CHECK(native.bits >= traits.bits);
    if (traits.native == traits.arch) continue;
    CHECK(native.bits == 64);
    CHECK(static_cast<size_t>(native.arch) < static_cast<size_t>(traits.arch));
  }
  CHECK(TraitsOf(Arch::X86).native == Arch::X86_64);
  CHECK(TraitsOf(Arch::X32).native == Arch::X86_64);
  CHECK(TraitsOf(Arch::Arm).native == Arch::Aarch64);
  CHECK(TraitsOf(Arch::Ppc).native == Arch::Ppc64);
  CHECK(TraitsOf(Arch::S390).native == Arch::S390x);
  CHECK(TraitsOf(Arch::Mips64n32).native == Arch::Mips64);
  CHECK(TraitsOf(Arch::Mipsel).native == Arch::Mipsel64);
  CHECK(TraitsOf(Arch::Parisc).native == Arch::Parisc64);
}

}  // namespace
}  // namespace polc
