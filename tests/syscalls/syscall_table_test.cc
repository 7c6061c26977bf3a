#include "syscalls/syscall_table.h"

#include "tests/support/catch.h"

#include <algorithm>
#include <set>
#include <string>

namespace polc {
namespace {

TEST_CASE("names are sorted, and each is known") {
  const auto names = AllSyscallNames();
  CHECK(names.size() > 500);
  CHECK(std::is_sorted(names.begin(), names.end()));
  CHECK(std::adjacent_find(names.begin(), names.end()) == names.end());
  for (const std::string_view name : names) {
    INFO(name);
    CHECK(IsSyscallName(name));
    CHECK(std::any_of(AllArches().begin(), AllArches().end(), [&](const ArchTraits& traits) {
      return SyscallNumber(traits.arch, name).has_value();
    }));
    // One letter more or less is another name.
    CHECK(IsSyscallName(std::string(name) + "!") == false);
    CHECK(IsSyscallName("!" + std::string(name)) == false);
  }
  for (const std::string_view unknown : {"", " ", "READ", "-", "name", "read "})
    CHECK_FALSE(IsSyscallName(unknown));
  CHECK_FALSE(IsSyscallName(std::string_view("read\0", 5)));
}

TEST_CASE("name and number are each other's inverse on every ABI") {
  for (const ArchTraits& traits : AllArches()) {
    std::set<uint32_t> numbers;
    for (const std::string_view name : AllSyscallNames()) {
      const auto nr = SyscallNumber(traits.arch, name);
      if (!nr.has_value()) continue;
      INFO(traits.name << " " << name << " " << *nr);
      CHECK(numbers.insert(*nr).second);
      CHECK(SyscallName(traits.arch, *nr) == name);
      CHECK(*nr >= traits.nr_base);
    }
    INFO(traits.name);
    CHECK(numbers.size() > 300);
    // Every number that is not listed has no name: around each block, and at the ends of the type.
    for (uint32_t offset = 0; offset < 2048; ++offset) {
      for (const uint32_t start : {traits.nr_base, traits.nr_base - 1024, 0u, 0x40000000u,
                                   0x80000000u, 0xfffff800u, 0xf0000u, 0xf0000u + 65536}) {
        const uint32_t nr = start + offset;
        if (numbers.count(nr) == 0 && !SyscallName(traits.arch, nr).empty())
          FAIL_CHECK(traits.name << " " << nr << " " << SyscallName(traits.arch, nr));
      }
    }
  }
}

TEST_CASE("numbers with their ABI's base") {
  struct Case {
    Arch arch;
    std::string_view name;
    uint32_t nr;
  };
  constexpr Case kCases[] = {
      {Arch::X86_64, "read", 0},
      {Arch::X86, "read", 3},
      {Arch::X86, "socketcall", 102},
      {Arch::X32, "read", 0x40000000},
      {Arch::X32, "execve", 0x40000000 + 520},
      {Arch::X32, "pwritev2", 0x40000000 + 547},
      {Arch::Aarch64, "openat", 56},
      {Arch::Arm, "set_tls", 0xf0005},
      {Arch::Mips, "read", 4003},
      {Arch::Mipsel, "read", 4003},
      {Arch::Mips64, "read", 5000},
      {Arch::Mipsel64, "read", 5000},
      {Arch::Mips64n32, "read", 6000},
      {Arch::Mipsel64n32, "read", 6000},
      {Arch::Ppc64le, "swapcontext", 249},
      {Arch::S390x, "s390_pci_mmio_read", 353},
      {Arch::Sheb, "read", 3},
  };
  for (const auto& [arch, name, nr] : kCases) {
    INFO(TraitsOf(arch).name << " " << name);
    CHECK(SyscallNumber(arch, name) == nr);
    CHECK(SyscallName(arch, nr) == name);
  }
  CHECK_FALSE(SyscallNumber(Arch::Aarch64, "open").has_value());
  CHECK_FALSE(SyscallNumber(Arch::X86_64, "socketcall").has_value());
  // x32's numbers are not x86_64's, though both have one audit number.
  CHECK(SyscallName(Arch::X86_64, 0x40000000).empty());
  CHECK(SyscallName(Arch::X32, 0).empty());
}

TEST_CASE("little-endian twins share their sibling's numbers") {
  constexpr std::pair<Arch, Arch> kTwins[] = {{Arch::Ppc64, Arch::Ppc64le},
                                              {Arch::Mips, Arch::Mipsel},
                                              {Arch::Mips64, Arch::Mipsel64},
                                              {Arch::Mips64n32, Arch::Mipsel64n32},
                                              {Arch::Sh, Arch::Sheb}};
  for (const auto& [big, little] : kTwins) {
    for (const std::string_view name : AllSyscallNames()) {
      if (SyscallNumber(big, name) != SyscallNumber(little, name))
        FAIL_CHECK(TraitsOf(big).name << " " << name);
    }
  }
}

TEST_CASE("calls since Linux 5.0 have one number everywhere") {
  // The numbers of all architectures were brought together at 403
  // (include/uapi/asm-generic/unistd.h).
  size_t common = 0;
  for (const std::string_view name : AllSyscallNames()) {
    std::set<uint32_t> numbers;
    for (const ArchTraits& traits : AllArches()) {
      const auto nr = SyscallNumber(traits.arch, name);
      if (nr.has_value()) numbers.insert(*nr - traits.nr_base);
    }
    if (*numbers.rbegin() < 424 || *numbers.rbegin() > 1024) continue;
    INFO(name);
    // x32's private block and the calls of one architecture lie elsewhere.
    if (numbers.size() == 1) ++common;
    if (*numbers.begin() >= 424) CHECK(numbers.size() == 1);
  }
  CHECK(common > 40);
}

TEST_CASE("first kernels") {
  struct Case {
    std::string_view name, since;
  };
  constexpr Case kCases[] = {
      {"read", "1.0"},
      {"seccomp", "3.17"},
      {"openat2", "5.6"},
      {"pidfd_getfd", "5.6"},
      {"clone3", "5.3"},
      {"faccessat2", "5.8"},
      {"close_range", "5.9"},
      {"process_madvise", "5.10"},
      {"epoll_pwait2", "5.11"},
      {"mount_setattr", "5.12"},
      {"landlock_add_rule", "5.13"},
      {"quotactl_fd", "5.14"},
      {"memfd_secret", "5.14"},
      {"process_mrelease", "5.15"},
      {"futex_waitv", "5.16"},
      {"set_mempolicy_home_node", "5.17"},
      {"cachestat", "6.5"},
      {"fchmodat2", "6.6"},
      {"map_shadow_stack", "6.6"},
      {"futex_wake", "6.7"},
      {"futex_wait", "6.7"},
      {"futex_requeue", "6.7"},
      {"statmount", "6.8"},
      {"listmount", "6.8"},
      {"lsm_list_modules", "6.8"},
      {"mseal", "6.10"},
      {"uretprobe", "6.11"},
      {"setxattrat", "6.13"},
      {"open_tree_attr", "6.15"},
      {"file_getattr", "6.17"},
      {"file_setattr", "6.17"},
      {"no_such_call", ""},
  };
  for (const auto& [name, since] : kCases) {
    INFO(name);
    CHECK(FirstKernel(name) == since);
  }
}

TEST_CASE("every call that Linux numbers alike everywhere has a first kernel") {
  // All of them are newer than the records of first kernels.
  for (const std::string_view name : AllSyscallNames()) {
    const auto nr = SyscallNumber(Arch::X86_64, name);
    if (!nr.has_value() || *nr < 424) continue;
    INFO(name);
    CHECK_FALSE(FirstKernel(name).empty());
  }
}

}  // namespace
}  // namespace polc
