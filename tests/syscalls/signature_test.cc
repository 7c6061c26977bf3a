// The bits that the kernel reads of a register decide which half of a comparison has an effect: if
// a type were taken to be narrower than it is, a forbidden value would get through.

#include <fcntl.h>
#include <linux/aio_abi.h>
#include <linux/fs.h>
#include <linux/types.h>
#include <mqueue.h>
#include <sys/ipc.h>
#include <sys/types.h>

#include <set>
#include <string>
#include <type_traits>

#include "syscalls/syscall_table.h"
#include "tests/support/catch.h"

namespace polc {
namespace {

struct TypeFacts {
  std::string_view type;
  size_t bits;
  bool is_signed;
};

template <class T>
constexpr TypeFacts Of(std::string_view type) {
  return {type, sizeof(T) * 8, std::is_signed_v<T>};
}

// Every scalar type of signatures.tbl, measured by the compiler. Kernel types that no user header
// shows are given through the type that the kernel defines them by (include/linux/types.h,
// include/linux/key.h, include/linux/quota.h).
const TypeFacts kTypes[] = {
    Of<int>("int"),
    Of<unsigned>("unsigned"),
    Of<unsigned>("unsigned int"),
    Of<long>("long"),
    Of<unsigned long>("unsigned long"),
    Of<size_t>("size_t"),
    Of<pid_t>("pid_t"),
    Of<uid_t>("uid_t"),
    Of<gid_t>("gid_t"),
    Of<key_t>("key_t"),
    Of<clockid_t>("clockid_t"),
    Of<mqd_t>("mqd_t"),
    Of<off_t>("off_t"),
    Of<loff_t>("loff_t"),
    Of<__u32>("u32"),
    Of<__u32>("__u32"),
    Of<__s32>("__s32"),
    Of<__u64>("u64"),
    Of<__u64>("__u64"),
    Of<aio_context_t>("aio_context_t"),
    Of<__kernel_rwf_t>("rwf_t"),
    Of<__kernel_timer_t>("timer_t"),
    Of<__kernel_uid32_t>("qid_t"),
    Of<unsigned short>("umode_t"),
    Of<int>("key_serial_t"),
    Of<unsigned>("enum landlock_rule_type"),
    Of<unsigned long>("uintptr_t"),
};

bool IsPointer(std::string_view type) {
  return type.find('*') != std::string_view::npos || type.starts_with("cap_user_") ||
         type == "__sighandler_t";
}

TEST_CASE("every argument is as wide as its type, and no type is guessed") {
  if (sizeof(long) != 8) {
    WARN("the types are measured on a 64-bit ABI only");
    return;
  }
  size_t arguments = 0;
  for (const std::string_view name : AllSyscallNames()) {
    const auto signature = SyscallArguments(name);
    if (!signature.has_value()) continue;
    CHECK(signature->size() <= 6);
    for (const SyscallArgument& argument : *signature) {
      ++arguments;
      INFO(name << ": " << argument.type << " " << argument.name);
      CHECK_FALSE(argument.name.empty());
      std::string_view type = argument.type;
      if (type.starts_with("const ")) type.remove_prefix(6);
      CHECK(argument.is_pointer == IsPointer(type));
      if (argument.is_pointer) {
        CHECK(argument.bits == 64);
        CHECK_FALSE(argument.is_signed);
        continue;
      }
      bool found = false;
      for (const TypeFacts& facts : kTypes) {
        if (facts.type != type) continue;
        found = true;
        CHECK(argument.bits == facts.bits);
        CHECK(argument.is_signed == facts.is_signed);
      }
      CHECK(found);
    }
  }
  CHECK(arguments > 900);
}

TEST_CASE("arguments that policies test") {
  struct Case {
    std::string_view syscall;
    size_t index;
    std::string_view name;
    int bits;
    bool is_signed, is_pointer;
  };
  constexpr Case kCases[] = {
      {"socket", 0, "family", 32, true, false},
      {"openat", 1, "filename", 64, false, true},
      {"openat", 2, "flags", 32, true, false},
      {"openat", 3, "mode", 16, false, false},
      {"ioctl", 1, "cmd", 32, false, false},
      {"ioctl", 2, "arg", 64, false, false},
      {"fcntl", 1, "cmd", 32, false, false},
      {"clone", 0, "clone_flags", 64, false, false},
      {"unshare", 0, "unshare_flags", 64, false, false},
      {"setns", 1, "flags", 32, true, false},
      {"mmap", 0, "addr", 64, false, false},
      {"mmap", 2, "prot", 64, false, false},
      {"mprotect", 2, "prot", 64, false, false},
      {"prctl", 0, "option", 32, true, false},
      {"prctl", 1, "arg2", 64, false, false},
      {"personality", 0, "personality", 32, false, false},
      {"ptrace", 0, "request", 64, true, false},
      {"kill", 0, "pid", 32, true, false},
      {"quotactl", 2, "id", 32, false, false},
      {"pread64", 3, "pos", 64, true, false},
      {"preadv2", 5, "flags", 32, true, false},
      {"capset", 0, "header", 64, false, true},
      {"finit_module", 2, "flags", 32, true, false},
      {"kexec_load", 3, "flags", 64, false, false},
      {"fanotify_mark", 2, "mask", 64, false, false},
      {"umount2", 1, "flags", 32, true, false},
      {"sendfile", 2, "offset", 64, false, true},
      {"stat", 0, "filename", 64, false, true},
      {"landlock_add_rule", 1, "rule_type", 32, false, false},
  };
  for (const Case& expected : kCases) {
    INFO(expected.syscall << " " << expected.index);
    const auto signature = SyscallArguments(expected.syscall);
    REQUIRE(signature.has_value());
    REQUIRE(expected.index < signature->size());
    const SyscallArgument& argument = (*signature)[expected.index];
    CHECK(argument.name == expected.name);
    CHECK(argument.bits == expected.bits);
    CHECK(argument.is_signed == expected.is_signed);
    CHECK(argument.is_pointer == expected.is_pointer);
  }
}

TEST_CASE("a call without arguments is told from one whose arguments are not known") {
  for (const std::string_view name :
       {"getpid", "fork", "sync", "rt_sigreturn", "rseq_slice_yield"}) {
    INFO(name);
    const auto signature = SyscallArguments(name);
    REQUIRE(signature.has_value());
    CHECK(signature->empty());
  }
  for (const std::string_view name : {"", "tuxcall", "afs_syscall", "no_such_call"}) {
    INFO(name);
    CHECK_FALSE(SyscallArguments(name).has_value());
  }
  // The old call reads one argument, its successor two.
  CHECK(SyscallArguments("umount")->size() == 1);
  CHECK(SyscallArguments("umount2")->size() == 2);
}

}  // namespace
}  // namespace polc
