// Checks what conditions mean for a call: which bits are compared on each ABI, and how the kernel's
// types change the values.

#include "tests/language/support.h"
#include "tests/support/catch.h"

namespace polc::language {
namespace {

struct Row {
  std::string rule;
  Arch arch;
  std::string_view syscall;
  std::vector<uint64_t> args;
  bool matches;
};

constexpr uint64_t kHigh = uint64_t{1} << 32;
constexpr uint64_t Minus(uint64_t n) { return 0 - n; }

TEST_CASE("a rule matches the calls that its condition describes") {
  using enum Arch;
  const Row rows[] = {
      // For an int, 32 bits are compared on every ABI.
      {"socket if domain == AF_UNIX", X86_64, "socket", {1}, true},
      {"socket if domain == AF_UNIX", X86_64, "socket", {kHigh | 1}, true},
      {"socket if domain as u64 == AF_UNIX", X86_64, "socket", {kHigh | 1}, false},
      {"socket if domain as u64 == AF_UNIX", X32, "socket", {kHigh | 1}, false},
      {"socket if domain == AF_UNIX", X86, "socket", {1}, true},
      {"socket if domain as u64 == AF_UNIX", X86, "socket", {kHigh | 1}, true},
      {"socket if family != 1", X86_64, "socket", {kHigh | 1}, false},
      {"socket if socket.domain == 1", X86_64, "socket", {1}, true},
      {"socket if arg0 == 1", X86_64, "socket", {kHigh | 1}, true},
      // For a long, 64 bits are compared, except on 32-bit ABIs.
      {"brk if addr < 4096", X86_64, "brk", {kHigh}, false},
      {"brk if addr < 4096", X86, "brk", {kHigh}, true},
      {"brk if addr < 4096", X32, "brk", {kHigh}, false},
      {"brk if addr as u32 < 4096", X86_64, "brk", {kHigh}, true},
      {"brk if addr > 0x100000000", X86_64, "brk", {kHigh + 1}, true},
      // x32's own calls read 32 bits.
      {"kexec_load if flags == 1", X32, "kexec_load", {0, 0, 0, kHigh | 1}, true},
      {"kexec_load if flags == 1", X86_64, "kexec_load", {0, 0, 0, kHigh | 1}, false},
      // A comparison is signed if the type is.
      {"kill if pid < 0", X86_64, "kill", {Minus(1)}, true},
      {"kill if pid < 0", X86_64, "kill", {0xffffffff}, true},
      {"kill if pid < 0", X86_64, "kill", {1}, false},
      {"kill if pid == -1", X86_64, "kill", {0xffffffff}, true},
      {"kill if pid as u32 < 0x80000000", X86_64, "kill", {0xffffffff}, false},
      {"close if fd > 0x7fffffff", X86_64, "close", {0xffffffff}, true},
      {"close if fd as i32 < 0", X86_64, "close", {0xffffffff}, true},
      {"lseek if offset >= 0", X86_64, "lseek", {0, Minus(1)}, false},
      {"lseek if offset >= 0", X86, "lseek", {0, 0xffffffff}, false},
      {"setpriority if prio as i64 >= 0", X86_64, "setpriority", {0, 0, 0xffffffff}, true},
      // For a mode, 16 bits are compared.
      {"fchmod if mode == 0o4755", X86_64, "fchmod", {3, 0x10000 | 04755}, true},
      {"fchmod if mode >= 0o1000", X86_64, "fchmod", {3, 0x10000}, false},
      {"fchmod if mode has any 0o6000", X86_64, "fchmod", {3, 04755}, true},
      {"fchmod if mode has no 0o6000", X86_64, "fchmod", {3, 04755}, false},
      // Bits.
      {"clone if flags & (CLONE_NEWUSER | CLONE_NEWNS) == 0", X86_64, "clone", {0x11}, true},
      {"clone if flags & (CLONE_NEWUSER | CLONE_NEWNS) == 0", X86_64, "clone", {0x20000}, false},
      {"clone if flags has CLONE_NEWUSER | CLONE_NEWNS", X86_64, "clone", {0x20000}, false},
      {"clone if flags has CLONE_NEWUSER | CLONE_NEWNS", X86_64, "clone", {0x10020000}, true},
      {"clone if flags has any CLONE_NEWUSER | CLONE_NEWNS", X86_64, "clone", {0x20000}, true},
      {"openat if flags has only O_CLOEXEC", X86_64, "openat", {0, 0, 0x80000}, true},
      {"openat if flags has only O_CLOEXEC", X86_64, "openat", {0, 0, 0x80001}, false},
      {"openat if flags has only O_CLOEXEC", X86_64, "openat", {0, 0, kHigh}, true},
      {"clone if flags has only 0xff", X86_64, "clone", {kHigh}, false},
      {"ioctl if cmd & 0xff00 == 'T' << 8", X86_64, "ioctl", {0, 0x5401}, true},
      {"ioctl if cmd & 0xff in 0x10..0x20", X86_64, "ioctl", {0, 0x5412}, true},
      {"ioctl if cmd & 0xff in 0x10..0x20", X86_64, "ioctl", {0, 0x5421}, false},
      {"ioctl if cmd & 0xf0f < 0x105", X86_64, "ioctl", {0, 0x54f4}, false},
      {"ioctl if cmd & 0xf0f < 0x105", X86_64, "ioctl", {0, 0x51f4}, true},
      // Lists, ranges, connectives.
      {"kill if sig in {0, SIGTERM, 34..64} and pid > 0", X86_64, "kill", {7, 40}, true},
      {"kill if sig in {0, SIGTERM, 34..64} and pid > 0", X86_64, "kill", {7, 16}, false},
      {"kill if sig in {0, SIGTERM, 34..64} and pid > 0", X86_64, "kill", {0, 15}, false},
      {"kill if sig not in {0, 15}", X86_64, "kill", {1, 15}, false},
      {"kill if not (sig == 1 or sig == 2)", X86_64, "kill", {1, 2}, false},
      {"kill if not (sig == 1 or sig == 2)", X86_64, "kill", {1, 3}, true},
      {"kill if pid in -5..5", X86_64, "kill", {Minus(3)}, true},
      {"kill if pid in -5..5", X86_64, "kill", {6}, false},
      {"read if buf == 0", X86_64, "read", {0, 0}, true},
      // A constant has the value of each ABI.
      {"openat if flags has O_DIRECTORY", X86_64, "openat", {0, 0, 0x10000}, true},
      {"openat if dirfd == AT_FDCWD", X86_64, "openat", {0xffffff9c}, true},
      {"openat if dirfd == AT_FDCWD", X86_64, "openat", {Minus(100)}, true},
  };
  for (const Row& row : rows) {
    INFO(row.rule << " on " << TraitsOf(row.arch).name << " for " << row.args.front());
    PolicyText text("policy p {\n  arch x86_64, x86, x32\n  default deny\n  allow " + row.rule +
                    "\n}\n");
    const auto resolved = text.Resolve();
    CHECK(text.Messages().empty());
    REQUIRE(resolved);
    CHECK(Ask(resolved->policy, row.arch, row.syscall, row.args) ==
          (row.matches ? "ALLOW" : "ERRNO(EPERM)"));
  }
}

TEST_CASE("arguments stand where the architecture has them, constants have its values") {
  PolicyText s390("policy p {\n  arch s390x\n  default deny\n  allow clone if flags == 0\n}\n");
  const auto on_s390 = s390.Resolve();
  REQUIRE(on_s390);
  CHECK(Ask(on_s390->policy, Arch::S390x, "clone", {7, 0}) == "ALLOW");
  CHECK(Ask(on_s390->policy, Arch::S390x, "clone", {0, 7}) == "ERRNO(EPERM)");

  PolicyText arm(
      "policy p {\n  arch aarch64, arm\n  default deny\n  allow openat if flags has O_DIRECTORY\n}\n");
  const auto on_arm = arm.Resolve("", {{}, Arch::Aarch64, {}, {}});
  INFO(arm.Messages());
  REQUIRE(on_arm);
  CHECK(Ask(on_arm->policy, Arch::Aarch64, "openat", {0, 0, 040000}) == "ALLOW");
  CHECK(Ask(on_arm->policy, Arch::Aarch64, "openat", {0, 0, 0200000}) == "ERRNO(EPERM)");
}

}  // namespace
}  // namespace polc::language
