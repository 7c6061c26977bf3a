#include "syscalls/constants.h"

#include <algorithm>
#include <set>

#include "syscalls/argument_constants.h"
#include "syscalls/syscall_table.h"
#include "tests/support/catch.h"

namespace polc {
namespace {

uint64_t ValueOf(std::string_view name, Arch arch) {
  INFO(name);
  const auto constant = FindConstant(name, arch);
  REQUIRE(constant);
  return constant->value;
}

TEST_CASE("constants have the value of each ABI") {
  struct Row {
    std::string_view name;
    Arch arch;
    uint64_t value;
  };
  // The expected values are those of the kernel's arch/*/include/uapi/asm, read by hand.
  constexpr Row kRows[] = {
      {"O_DIRECTORY", Arch::X86_64, 0x10000},
      {"O_DIRECTORY", Arch::Aarch64, 0x4000},
      {"O_DIRECTORY", Arch::Arm, 0x4000},
      {"O_DIRECTORY", Arch::Ppc64le, 0x4000},
      {"O_DIRECTORY", Arch::Parisc, 0x1000},
      {"O_LARGEFILE", Arch::Mipsel, 0x2000},
      {"O_NONBLOCK", Arch::Mips, 0x80},
      {"O_CREAT", Arch::Mips64, 0x100},
      {"SOCK_STREAM", Arch::Mipsel64, 2},
      {"SOCK_DGRAM", Arch::Mips, 1},
      {"SOCK_NONBLOCK", Arch::X86, 0x800},
      {"SOCK_NONBLOCK", Arch::Mips, 0x80},
      {"SOCK_NONBLOCK", Arch::Parisc64, 0x40000000},
      {"SOL_SOCKET", Arch::Mips, 0xffff},
      {"SOL_SOCKET", Arch::S390x, 1},
      {"SO_PEERCRED", Arch::Ppc64, 21},
      {"SIGUSR1", Arch::Mips64n32, 16},
      {"SIGCHLD", Arch::Mips, 18},
      {"SIGCHLD", Arch::X86_64, 17},
      {"MAP_ANONYMOUS", Arch::Mipsel, 0x800},
      {"MAP_ANONYMOUS", Arch::Parisc, 0x10},
      {"MAP_HUGETLB", Arch::X86_64, 0x40000},
      {"MAP_HUGETLB", Arch::Mips, 0x80000},
      {"RLIMIT_NOFILE", Arch::Mips, 5},
      {"TIOCSTI", Arch::X86_64, 0x5412},
      {"TIOCSTI", Arch::Mips, 0x5472},
      {"TCGETS", Arch::Ppc64, 0x402c7413},
      {"TIOCGPTN", Arch::Ppc, 0x40045430},
      {"TUNSETIFF", Arch::X86_64, 0x400454ca},
      {"TUNSETIFF", Arch::Mips, 0x800454ca},
      {"FS_IOC_GETFLAGS", Arch::X86_64, 0x80086601},
      {"FS_IOC_GETFLAGS", Arch::X86, 0x80046601},
      {"FS_IOC_GETFLAGS", Arch::S390x, 0x80086601},
      {"SECCOMP_IOCTL_NOTIF_RECV", Arch::Aarch64, 0xc0502100},
      {"POSIX_FADV_DONTNEED", Arch::S390x, 6},
      {"POSIX_FADV_DONTNEED", Arch::X86_64, 4},
      {"AT_FDCWD", Arch::X86_64, 0xffffffffffffff9c},
      {"AT_FDCWD", Arch::X86, 0xffffff9c},
      {"AT_FDCWD", Arch::X32, 0xffffff9c},
      {"CLONE_NEWUSER", Arch::Sheb, 0x10000000},
      {"F_GETLK", Arch::Mips64, 14},
  };
  for (const Row& row : kRows) {
    INFO(TraitsOf(row.arch).name);
    CHECK(ValueOf(row.name, row.arch) == row.value);
  }
}

TEST_CASE("a constant of one machine is unknown on the others") {
  CHECK(FindConstant("MAP_32BIT", Arch::X86_64));
  CHECK_FALSE(FindConstant("MAP_32BIT", Arch::Aarch64));
  CHECK(FindConstant("ARCH_SET_FS", Arch::X86_64));
  CHECK_FALSE(FindConstant("ARCH_SET_FS", Arch::Riscv64));
  CHECK(IsConstantName("ARCH_SET_FS"));
  CHECK_FALSE(IsConstantName("ARCH_SET_F"));
  CHECK_FALSE(IsConstantName(""));
}

TEST_CASE("every name is found, in a family that lists it") {
  const std::vector<std::string_view> names = AllConstantNames();
  CHECK(names.size() >= 3000);
  CHECK(names.size() == ConstantCount());
  CHECK(std::is_sorted(names.begin(), names.end()));
  CHECK(std::set<std::string_view>(names.begin(), names.end()).size() == names.size());
  for (const std::string_view name : names) {
    INFO(name);
    REQUIRE(IsConstantName(name));
    CHECK_FALSE(FamiliesOf(name).empty());
    bool somewhere = false;
    for (const ArchTraits& traits : AllArches())
      somewhere = somewhere || FindConstant(name, traits.arch);
    CHECK(somewhere);
  }
  for (size_t i = 0; i < FamilyCount(); ++i) {
    const auto family = static_cast<FamilyId>(i);
    INFO(Family(family).name);
    CHECK(FindFamily(Family(family).name) == family);
    CHECK_FALSE(Family(family).meaning.empty());
    for (const Constant& constant : ConstantsIn(family, Arch::X86_64)) {
      INFO(constant.name);
      CHECK(FindConstant(constant.name, Arch::X86_64)->value == constant.value);
      CHECK(std::find(constant.families.begin(), constant.families.end(), family) !=
            constant.families.end());
    }
  }
}

TEST_CASE("on a 32-bit ABI no constant has more than 32 bits") {
  for (const std::string_view name : AllConstantNames()) {
    for (const ArchTraits& traits : AllArches()) {
      const auto constant = FindConstant(name, traits.arch);
      if (!constant || traits.bits == 64) continue;
      INFO(name << " on " << traits.name);
      CHECK(constant->value <= UINT32_MAX);
    }
  }
}

TEST_CASE("families that filters hang on are whole") {
  const auto has = [](std::string_view family, std::initializer_list<std::string_view> wanted) {
    INFO(family);
    const auto id = FindFamily(family);
    REQUIRE(id);
    std::set<std::string_view> names;
    for (const Constant& constant : ConstantsIn(*id, Arch::X86_64)) names.insert(constant.name);
    for (const std::string_view name : wanted) {
      INFO(name);
      CHECK(names.count(name) == 1);
    }
    return names.size();
  };
  CHECK(has("namespace-types",
            {"CLONE_NEWCGROUP", "CLONE_NEWIPC", "CLONE_NEWNET", "CLONE_NEWNS", "CLONE_NEWPID",
             "CLONE_NEWTIME", "CLONE_NEWUSER", "CLONE_NEWUTS"}) == 8);
  CHECK(has("socketcall-calls", {"SYS_SOCKET", "SYS_BIND", "SYS_SENDMMSG"}) == 20);
  CHECK(has("capability-numbers", {"CAP_CHOWN", "CAP_CHECKPOINT_RESTORE"}) == 41);
  CHECK(has("rlimit-resources", {"RLIMIT_NOFILE", "RLIMIT_RTTIME"}) == 16);
  CHECK(has("access-modes", {"F_OK", "R_OK", "W_OK", "X_OK"}) == 4);
  CHECK(has("seek-whence", {"SEEK_SET", "SEEK_CUR", "SEEK_END", "SEEK_DATA", "SEEK_HOLE"}) == 5);
  CHECK(has("mode-bits", {"S_ISUID", "S_ISGID", "S_ISVTX", "S_IRWXU", "S_IXOTH"}) == 15);
  CHECK(has("address-families", {"AF_UNSPEC", "AF_VSOCK", "AF_MCTP", "AF_NETLINK", "AF_PPPOX"}) ==
        48);
  has("open-flags", {"O_RDONLY", "O_ACCMODE", "O_TMPFILE", "O_PATH", "O_ASYNC"});
  has("map-flags", {"MAP_PRIVATE", "MAP_SHARED", "MAP_FIXED", "MAP_ANONYMOUS", "MAP_DROPPABLE"});
  has("prctl-options", {"PR_SET_NO_NEW_PRIVS", "PR_SET_SECCOMP", "PR_SET_MDWE", "PR_CAPBSET_DROP",
                        "PR_CAP_AMBIENT"});
  has("ioctl-terminal",
      {"TIOCSTI", "TIOCLINUX", "TCGETS", "TCGETS2", "FIONREAD", "FIOCLEX", "TIOCGPTPEER"});
  has("ioctl-kvm", {"KVM_RUN", "KVM_CREATE_VM", "KVM_GET_API_VERSION"});
  // The signals that kill(2) may send, and the first real-time one.
  for (uint64_t number = 1; number <= 32; ++number) {
    const auto signals = ConstantsIn(*FindFamily("signals"), Arch::X86_64);
    INFO(number);
    CHECK(std::any_of(signals.begin(), signals.end(),
                      [&](const Constant& signal) { return signal.value == number; }));
  }
}

TEST_CASE("the nearest constant is looked for where it belongs first") {
  const std::vector<FamilyId> domains = {*FindFamily("address-families")};
  CHECK(NearestConstant("AF_UNX", domains) == "AF_UNIX");
  CHECK(NearestConstant("O_CLOXEC") == "O_CLOEXEC");
  CHECK(NearestConstant("O_CLOXEC", domains) == "O_CLOEXEC");
  CHECK_FALSE(NearestConstant("QUITE_SOMETHING_ELSE"));
}

}  // namespace
}  // namespace polc
