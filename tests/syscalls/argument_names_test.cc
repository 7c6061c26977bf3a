#include "syscalls/argument_names.h"

#include <set>

#include "syscalls/tables.h"
#include "tests/support/catch.h"

namespace polc {
namespace {

TEST_CASE("an argument is found by the manual's name and by the kernel's") {
  CHECK(ArgumentIndex(Arch::X86_64, "socket", "domain") == 0);
  CHECK(ArgumentIndex(Arch::X86_64, "socket", "family") == 0);
  CHECK(ArgumentIndex(Arch::X86_64, "openat", "dirfd") == 0);
  CHECK(ArgumentIndex(Arch::X86_64, "openat", "dfd") == 0);
  CHECK(ArgumentIndex(Arch::X86_64, "openat", "flags") == 2);
  CHECK(ArgumentIndex(Arch::X86, "fcntl64", "cmd") == 1);
  CHECK_FALSE(ArgumentIndex(Arch::X86_64, "socket", "flags"));
  CHECK_FALSE(ArgumentIndex(Arch::X86_64, "preadv2", "-"));
  CHECK_FALSE(ArgumentIndex(Arch::X86_64, "no_such_call", "fd"));
  CHECK(ArgumentAt(Arch::X86_64, "socket", 0)->name == "domain");
  CHECK_FALSE(ArgumentAt(Arch::X86_64, "socket", 3));
}

// kernel/fork.c, SYSCALL_DEFINE5(clone, …) under CONFIG_CLONE_BACKWARDS and
// CONFIG_CLONE_BACKWARDS2.
TEST_CASE("clone's arguments stand in another order on each family of architectures") {
  CHECK(ArgumentIndex(Arch::X86_64, "clone", "flags") == 0);
  CHECK(ArgumentIndex(Arch::X86_64, "clone", "tls") == 4);
  CHECK(ArgumentIndex(Arch::Aarch64, "clone", "tls") == 3);
  CHECK(ArgumentIndex(Arch::S390x, "clone", "flags") == 1);
  CHECK(ArgumentIndex(Arch::S390x, "clone", "clone_flags") == 1);
  CHECK(ArgumentAt(Arch::S390x, "clone", 1)->name == "flags");
  CHECK(UsualPlace(Arch::S390x, "clone", 1).index == 0);
  CHECK(UsualPlace(Arch::X86, "fcntl64", 1).syscall == "fcntl");
  CHECK(ArgumentAt(Arch::Aarch64, "clone", 4)->is_pointer);
  CHECK_FALSE(ArgumentAt(Arch::X86_64, "clone", 4)->is_pointer);
}

TEST_CASE("what 32-bit ABIs pass in two registers or in memory has no place") {
  CHECK(IsSplit(Arch::X86, "fallocate", 2));
  CHECK(IsSplit(Arch::X86, "fallocate", 3));
  CHECK_FALSE(IsSplit(Arch::X86, "fallocate", 1));
  CHECK_FALSE(IsSplit(Arch::X86_64, "fallocate", 2));
  CHECK_FALSE(IsSplit(Arch::X32, "fallocate", 2));
  CHECK_FALSE(ArgumentAt(Arch::X86, "mmap", 2));
  CHECK(ArgumentIndex(Arch::X86, "mmap2", "prot") == 2);
  CHECK(ArgumentIndex(Arch::X86_64, "mmap", "prot") == 2);
}

TEST_CASE(
    "every line of the table is about a call that exists and names each of its arguments once") {
  size_t lines = 0;
  for (const tables::ArgumentNames& line : tables::kArgumentNames) {
    ++lines;
    INFO(line.syscall);
    const std::string_view name = line.syscall.substr(0, line.syscall.find('@'));
    const bool elsewhere = name != line.syscall;
    const auto arch =
        elsewhere ? ParseArch(line.syscall.substr(name.size() + 1)) : std::optional(Arch::X86_64);
    REQUIRE(arch);
    CHECK(IsSyscallName(name));
    const std::vector<std::string_view> names = ArgumentNames(*arch, name);
    CHECK_FALSE(names.empty());
    CHECK(std::set(names.begin(), names.end()).size() == names.size());
    for (uint8_t i = 0; i < names.size(); ++i) CHECK(ArgumentIndex(*arch, name, names[i]) == i);
  }
  CHECK(lines > 150);
}

}  // namespace
}  // namespace polc
