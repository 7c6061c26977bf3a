#include "syscalls/argument_constants.h"

#include <algorithm>
#include <fstream>
#include <sstream>

#include "syscalls/syscall_table.h"
#include "tests/support/catch.h"

namespace polc {
namespace {

struct Binding {
  std::string syscall;
  size_t argument;
};

std::vector<Binding> Bindings() {
  std::ifstream in("syscalls/tables/argument_constants.tbl");
  REQUIRE(in);
  std::vector<Binding> bindings;
  for (std::string line; std::getline(in, line);) {
    if (line.empty() || line[0] == '#') continue;
    std::istringstream words(line);
    Binding binding;
    words >> binding.syscall >> binding.argument;
    bindings.push_back(binding);
  }
  return bindings;
}

TEST_CASE("every bound argument exists and is no pointer") {
  const std::vector<Binding> bindings = Bindings();
  CHECK(bindings.size() > 300);
  for (const Binding& binding : bindings) {
    INFO(binding.syscall << " " << binding.argument);
    REQUIRE(IsSyscallName(binding.syscall));
    const ArgumentUse use = UseOf(binding.syscall, binding.argument);
    CHECK((use.kind == ArgumentKind::Descriptor || !use.families.empty()));
    const auto arguments = SyscallArguments(binding.syscall);
    if (!arguments) continue;
    REQUIRE(binding.argument < arguments->size());
    CHECK_FALSE((*arguments)[binding.argument].is_pointer);
  }
}

// If an argument is called `flags` and has no family, the family was forgotten. The exceptions
// listed are reserved by the kernel: they must be 0, or have no bits with a name.
TEST_CASE("arguments that are called flags are bound") {
  constexpr std::string_view kReserved[] = {
      "cachestat",
      "copy_file_range",
      "epoll_ctl",
      "futex_requeue",
      "futex_waitv",
      "landlock_add_rule",
      "listns",
      "lsm_set_self_attr",
      "lsm_list_modules",
      "mseal",
      "pidfd_getfd",
      "pkey_alloc",
      "process_madvise",
      "process_mrelease",
      "process_vm_readv",
      "process_vm_writev",
      "riscv_flush_icache",
      "riscv_hwprobe",
      "sched_getattr",
      "sched_setattr",
      "set_mempolicy_home_node",
      "statmount",
  };
  for (const std::string_view syscall : AllSyscallNames()) {
    const auto arguments = SyscallArguments(syscall);
    if (!arguments ||
        std::find(std::begin(kReserved), std::end(kReserved), syscall) != std::end(kReserved))
      continue;
    for (size_t i = 0; i < arguments->size(); ++i) {
      const SyscallArgument& argument = (*arguments)[i];
      if (argument.is_pointer || argument.name.find("flag") == std::string_view::npos) continue;
      INFO(syscall << " " << argument.name);
      CHECK_FALSE(UseOf(syscall, i).families.empty());
    }
  }
}

TEST_CASE("every descriptor is known as one") {
  for (const std::string_view syscall : AllSyscallNames()) {
    const auto arguments = SyscallArguments(syscall);
    if (!arguments) continue;
    for (size_t i = 0; i < arguments->size(); ++i) {
      const SyscallArgument& argument = (*arguments)[i];
      if (argument.is_pointer || !(argument.name == "fd" || argument.name.ends_with("_fd") ||
                                   argument.name.ends_with("dfd")))
        continue;
      INFO(syscall << " " << argument.name);
      CHECK(UseOf(syscall, i).kind == ArgumentKind::Descriptor);
    }
  }
}

TEST_CASE("an argument that no table binds is of the kind of its type") {
  CHECK(UseOf("read", 0).kind == ArgumentKind::Descriptor);
  CHECK(UseOf("read", 1).kind == ArgumentKind::Pointer);
  CHECK(UseOf("read", 2).kind == ArgumentKind::Size);
  CHECK(UseOf("kill", 0).kind == ArgumentKind::Number);
  CHECK(UseOf("kill", 5).kind == ArgumentKind::Number);
  CHECK(UseOf("no_such_call", 0).kind == ArgumentKind::Number);
  CHECK(UseOf("read", 2).families.empty());
}

TEST_CASE("a constant of another argument is told apart") {
  struct Row {
    std::string_view syscall;
    size_t argument;
    std::string_view constant;
    bool takes;
  };
  constexpr Row kRows[] = {
      {"openat", 2, "O_CLOEXEC", true},
      {"openat", 2, "CLONE_NEWUSER", false},
      {"openat", 0, "AT_FDCWD", true},
      {"clone", 0, "CLONE_NEWUSER", true},
      {"clone", 0, "SIGCHLD", true},
      {"clone", 0, "O_CLOEXEC", false},
      {"socket", 0, "AF_UNIX", true},
      {"socket", 0, "SOCK_STREAM", false},
      {"socket", 1, "SOCK_CLOEXEC", true},
      {"fcntl", 1, "F_GETFL", true},
      {"fcntl", 2, "O_ASYNC", true},
      {"ioctl", 1, "TIOCSTI", true},
      {"ioctl", 1, "KVM_RUN", true},
      {"mmap", 2, "PROT_EXEC", true},
      {"mmap", 3, "PROT_EXEC", false},
      {"prctl", 0, "PR_SET_MM_BRK", false},
      {"prctl", 1, "PR_SET_MM_BRK", true},
      {"prctl", 1, "CAP_SYS_ADMIN", true},
      {"unlinkat", 2, "AT_REMOVEDIR", true},
      {"unlinkat", 2, "AT_EMPTY_PATH", false},
      // Nothing is known of what it takes.
      {"ioctl", 2, "O_CLOEXEC", true},
  };
  for (const Row& row : kRows) {
    INFO(row.syscall << " " << row.argument << " " << row.constant);
    REQUIRE(IsConstantName(row.constant));
    CHECK(Takes(UseOf(row.syscall, row.argument), FamiliesOf(row.constant)) == row.takes);
  }
}

TEST_CASE("a value is spelled in names") {
  struct Row {
    std::string_view syscall;
    size_t argument;
    uint64_t value;
    Arch arch;
    std::optional<std::string> expected;
  };
  const Row kRows[] = {
      {"socket", 0, 2, Arch::X86_64, "AF_INET"},
      {"socket", 0, 1, Arch::X86_64, "AF_UNIX"},
      {"socket", 1, 0x80001, Arch::X86_64, "SOCK_STREAM | SOCK_CLOEXEC"},
      {"socket", 1, 2, Arch::Mips, "SOCK_STREAM"},
      {"openat", 2, 0x241, Arch::X86_64, "O_CREAT | O_TRUNC | O_WRONLY"},
      {"openat", 2, 0, Arch::X86_64, "O_RDONLY"},
      {"openat", 0, 0xffffff9c, Arch::X86_64, "AT_FDCWD"},
      {"clone", 0, 0x7e020000, Arch::X86_64,
       "CLONE_NEWCGROUP | CLONE_NEWIPC | CLONE_NEWNET | CLONE_NEWNS | CLONE_NEWPID | CLONE_NEWUSER | CLONE_NEWUTS"},
      {"socket", 0, 4000, Arch::X86_64, std::nullopt},
      {"socket", 1, 0x80000000, Arch::X86_64, std::nullopt},
      {"read", 2, 5, Arch::X86_64, std::nullopt},
  };
  for (const Row& row : kRows) {
    INFO(row.syscall << " " << row.value);
    CHECK(SpellValue(row.syscall, row.argument, row.value, row.arch) == row.expected);
  }
}

// The names that SpellValue() gives for a value must evaluate to that value.
TEST_CASE("what SpellValue returns evaluates to the value") {
  for (const Binding& binding : Bindings()) {
    for (uint64_t value = 0; value < 600; ++value) {
      const auto text = SpellValue(binding.syscall, binding.argument, value * 0x9e3779b1 % 0x20000,
                                   Arch::Aarch64);
      if (!text) continue;
      INFO(binding.syscall << " " << binding.argument << " " << *text);
      std::istringstream words(*text);
      uint64_t sum = 0;
      for (std::string word; words >> word;) {
        if (word == "|") continue;
        const auto constant = FindConstant(word, Arch::Aarch64);
        REQUIRE(constant);
        CHECK(Takes(UseOf(binding.syscall, binding.argument), constant->families));
        sum |= constant->value;
      }
      CHECK((sum & UINT32_MAX) == value * 0x9e3779b1 % 0x20000);
    }
  }
}

}  // namespace
}  // namespace polc
