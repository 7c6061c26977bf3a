// The examples in the documentation of other policy languages can be written here in no more lines.
// Each case has the number of lines that the policy takes there, and the verdicts that it must
// give.

#include <algorithm>

#include "tests/language/support.h"
#include "tests/support/catch.h"

namespace polc::language {
namespace {

struct Asked {
  std::string_view syscall;
  std::vector<uint64_t> args;
  std::string answer;
};

struct Translation {
  std::string name;
  size_t lines_there;
  std::string text;
  std::map<std::string, std::string> files;
  std::vector<Asked> asked;
};

constexpr uint64_t kHigh = uint64_t{1} << 32;

const Translation kTranslations[] = {
    // kafel: constants have to be defined, policies are used by others, and each syscall has one
    // comma-separated list of alternatives.
    {"kafel: named policies that use each other, and a default",
     6,
     R"(policy net {
  allow socket if domain == AF_UNIX or (domain == AF_INET and type & 0xf == SOCK_STREAM)
  errno(13) connect
}
policy main { arch x86_64; default kill_process; include net; allow write if fd in {1, 2}; allow syscall(451) }
)",
     {},
     {{"socket", {1}, "ALLOW"},
      {"socket", {2, 0x80001}, "ALLOW"},
      {"socket", {2, 2}, "KILL_PROCESS"},
      {"connect", {}, "ERRNO(EACCES)"},
      {"write", {kHigh | 2}, "ALLOW"},
      {"write", {3}, "KILL_PROCESS"},
      {"cachestat", {}, "ALLOW"}}},
    {"kafel: actions with numbers, rules for some architectures, and a file of others'",
     8,
     R"(policy p {
  arch x86_64
  default trap(9)
  include "common.polc"
  trace(3) ptrace
  allow mmap if prot has no PROT_EXEC when arch in {x86_64, aarch64}
}
)",
     {{"common.polc", "allow read, exit_group\n"}},
     {{"read", {}, "ALLOW"},
      {"ptrace", {}, "TRACE(3)"},
      {"mmap", {0, 0, 3}, "ALLOW"},
      {"mmap", {0, 0, 7}, "TRAP(9)"},
      {"write", {}, "TRAP(9)"}}},
    // minijail: one line for each syscall, constants of the kernel, included files, groups of
    // syscalls, other actions.
    {"minijail: conditions on arguments and answers by line",
     7,
     R"(policy p { arch x86_64; default trap
  include "base.polc"
  allow mmap, mprotect if prot has no PROT_EXEC or prot has no PROT_WRITE
  allow ioctl if cmd == TCGETS
  errno(EPERM) ioctl if cmd has any 0x8000
  errno(ENOSYS) clone3
})",
     {{"base.polc", "allow read, write, exit_group\n"}},
     {{"read", {}, "ALLOW"},
      {"mmap", {0, 0, 6}, "TRAP(0)"},
      {"mmap", {0, 0, 5}, "ALLOW"},
      {"mprotect", {0, 0, 2}, "ALLOW"},
      {"ioctl", {0, 0x5401}, "ALLOW"},
      {"ioctl", {0, 0x8001}, "ERRNO(EPERM)"},
      {"ioctl", {0, 1}, "TRAP(0)"},
      {"clone3", {}, "ERRNO(ENOSYS)"}}},
    // easyseccomp: a chain of conditions on the whole call, of which the first that holds decides;
    // calls are selected by the kernel that has them.
    {"easyseccomp: what later kernels brought seems not to be there",
     4,
     R"(policy p { arch x86_64; default errno(ENOSYS)
  allow read, write
  errno(EINVAL) socket if domain == AF_NETLINK
  errno(EPERM) @known(5.3) })",
     {},
     {{"read", {}, "ALLOW"},
      {"socket", {16}, "ERRNO(EINVAL)"},
      {"socket", {2}, "ERRNO(EPERM)"},
      {"openat2", {}, "ERRNO(ENOSYS)"},
      {"pidfd_open", {}, "ERRNO(EPERM)"}}},
};

size_t Lines(const std::string& text) {
  const auto ends = static_cast<size_t>(std::count(text.begin(), text.end(), '\n'));
  return ends + (text.ends_with('\n') ? 0 : 1);
}

TEST_CASE("policies of other languages, in no more lines") {
  size_t asked = 0;
  for (const Translation& translation : kTranslations) {
    INFO(translation.name);
    REQUIRE(!translation.asked.empty());
    PolicyText text(translation.text, translation.files);
    const std::string name =
        translation.text.find("policy main") != std::string::npos ? "main" : "p";
    const auto resolved = text.Resolve(name);
    CHECK(text.Messages() == "");
    REQUIRE(resolved);
    CHECK(Lines(translation.text) <= translation.lines_there);
    for (const Asked& call : translation.asked) {
      INFO(call.syscall);
      CHECK(Ask(resolved->policy, Arch::X86_64, call.syscall, call.args) == call.answer);
      ++asked;
    }
  }
  CHECK(asked > 15);
}

}  // namespace
}  // namespace polc::language
