// Checks order, composition and environments: the verdicts of a policy that is put together from
// several parts.

#include <functional>

#include "tests/language/support.h"
#include "tests/support/catch.h"

namespace polc::language {
namespace {

constexpr uint64_t kSysAdmin = uint64_t{1} << 21;

Policy Resolved(const std::string& text, std::map<std::string, std::string> files = {},
                const std::string& name = "") {
  PolicyText policy(text, std::move(files));
  auto resolved = policy.Resolve(name);
  INFO(policy.Messages());
  REQUIRE(resolved);
  return std::move(resolved->policy);
}

std::string Asked(const Policy& policy, std::string_view syscall, std::vector<uint64_t> args = {},
                  uint64_t caps = 0, uint32_t kernel = KernelVersion(6, 1)) {
  return Ask(policy, Arch::X86_64, syscall, std::move(args), caps, kernel);
}

TEST_CASE("the first rule that matches answers") {
  const Policy policy = Resolved(R"(policy p {
  arch x86_64
  default kill_process
  kill_thread socket if domain == 40
  allow socket if domain in {1, 2}
  errno(EAFNOSUPPORT) socket
  log openat
  trap(7) mount
  trace(1) execve
  notify mknod
  errno(38) clone3
})");
  CHECK(Asked(policy, "socket", {40}) == "KILL_THREAD");
  CHECK(Asked(policy, "socket", {2}) == "ALLOW");
  CHECK(Asked(policy, "socket", {3}) == "ERRNO(EAFNOSUPPORT)");
  CHECK(Asked(policy, "openat") == "LOG");
  CHECK(Asked(policy, "mount") == "TRAP(7)");
  CHECK(Asked(policy, "execve") == "TRACE(1)");
  CHECK(Asked(policy, "mknod") == "NOTIFY");
  CHECK(Asked(policy, "clone3") == "ERRNO(ENOSYS)");
  CHECK(Asked(policy, "read") == "KILL_PROCESS");
}

TEST_CASE("deny is the default's answer, and EPERM where that lets calls run") {
  CHECK(Asked(Resolved("policy p {\n arch x86_64\n default errno(EACCES)\n deny read\n}"),
              "read") == "ERRNO(EACCES)");
  CHECK(Asked(Resolved("policy p {\n arch x86_64\n default allow\n deny read\n}"), "read") ==
        "ERRNO(EPERM)");
  CHECK(Asked(Resolved("policy p {\n arch x86_64\n default log\n deny read\n}"), "read") ==
        "ERRNO(EPERM)");
  CHECK(Asked(Resolved("policy p {\n arch x86_64\n default deny\n}"), "read") == "ERRNO(EPERM)");
  // A supervisor or tracer that is asked may let the call run.
  CHECK(Asked(Resolved("policy p {\n arch x86_64\n default notify\n deny read\n}"), "read") ==
        "ERRNO(EPERM)");
  CHECK(Asked(Resolved("policy p {\n arch x86_64\n default trace(7)\n deny read\n}"), "read") ==
        "ERRNO(EPERM)");
  // `deny` in a base means what it means in the policy that extends it.
  CHECK(
      Asked(
          Resolved(
              "policy b {\n arch x86_64\n default allow\n deny read\n}\npolicy p extends b {\n default kill_process\n}",
              {}, "p"),
          "read") == "KILL_PROCESS");
}

TEST_CASE("own rules are tried before those of the base, and missing settings are the base's") {
  const std::string base =
      "policy base {\n arch x86_64\n default errno(EACCES)\n bad_arch kill_process\n allow read, write\n}\n";
  const Policy child =
      Resolved(base + "policy p extends base {\n deny read\n allow close\n}", {}, "p");
  CHECK(Asked(child, "read") == "ERRNO(EACCES)");
  CHECK(Asked(child, "write") == "ALLOW");
  CHECK(Asked(child, "close") == "ALLOW");
  CHECK(Describe(child.bad_arch) == "KILL_PROCESS");
  CHECK(child.arches == std::vector<Arch>{Arch::X86_64});
  // From files, JSON too.
  CHECK(Asked(Resolved("policy p extends \"sub/b.polc\" {\n deny read\n}", {{"sub/b.polc", base}}),
              "write") == "ALLOW");
  const Policy json = Resolved(
      "policy p extends \"b.json\" {\n deny read\n}",
      {{"b.json",
        R"({"defaultAction": "SCMP_ACT_ALLOW", "syscalls": [{"names": ["write"], "action": "SCMP_ACT_ERRNO"}]})"}});
  CHECK(Asked(json, "read") == "ERRNO(EPERM)");
  CHECK(Asked(json, "write") == "ERRNO(EPERM)");
  CHECK(Asked(json, "close") == "ALLOW");
  const Policy builtin = Resolved("policy p extends default {\n deny chmod\n}");
  CHECK(Asked(builtin, "chmod") == "ERRNO(EPERM)");
  CHECK(Asked(builtin, "fchmod") == "ALLOW");
  CHECK(builtin.arches.size() == 3);
}

TEST_CASE("an include puts the rules where it stands") {
  const std::map<std::string, std::string> files = {
      {"lib/clock.polc",
       "set @own = {clock_settime}\nlet X = 3\nallow clock_gettime\nwhen cap(CAP_SYS_TIME) { allow @own }\n"},
      {"lib/more.polc", "policy logging {\n allow syslog if type == Y\n}\nlet Y = 4\n"}};
  const Policy policy = Resolved(R"(include "lib/more.polc"
policy p {
  arch x86_64
  default deny
  include "lib/clock.polc"
  include logging
  allow dup if fildes == X
})",
                                 files, "p");
  CHECK(Asked(policy, "clock_gettime") == "ALLOW");
  CHECK(Asked(policy, "clock_settime") == "ERRNO(EPERM)");
  CHECK(Asked(policy, "clock_settime", {}, uint64_t{1} << 25) == "ALLOW");
  CHECK(Asked(policy, "syslog", {4}) == "ALLOW");
  CHECK(Asked(policy, "dup", {3}) == "ALLOW");
  CHECK(Asked(policy, "dup", {4}) == "ERRNO(EPERM)");
}

TEST_CASE("environments") {
  const Policy policy = Resolved(R"(policy p {
  arch x86_64, x86
  default deny
  allow mount when cap(CAP_SYS_ADMIN)
  allow umount2 when not cap(CAP_SYS_ADMIN)
  allow ptrace when kernel >= 4.8
  allow bpf when kernel < 4.8
  allow read when arch in {x86}
  allow write when arch not in {x86}
  when kernel >= 5.2 { allow close when cap(CAP_SYS_ADMIN) }
})");
  CHECK(Asked(policy, "mount") == "ERRNO(EPERM)");
  CHECK(Asked(policy, "mount", {}, kSysAdmin) == "ALLOW");
  CHECK(Asked(policy, "umount2") == "ALLOW");
  CHECK(Asked(policy, "umount2", {}, kSysAdmin) == "ERRNO(EPERM)");
  CHECK(Asked(policy, "ptrace", {}, 0, KernelVersion(4, 8)) == "ALLOW");
  CHECK(Asked(policy, "ptrace", {}, 0, KernelVersion(4, 7)) == "ERRNO(EPERM)");
  CHECK(Asked(policy, "bpf", {}, 0, KernelVersion(4, 8)) == "ERRNO(EPERM)");
  CHECK(Asked(policy, "read") == "ERRNO(EPERM)");
  CHECK(Ask(policy, Arch::X86, "read") == "ALLOW");
  CHECK(Asked(policy, "write") == "ALLOW");
  CHECK(Asked(policy, "close", {}, kSysAdmin) == "ALLOW");
  CHECK(Asked(policy, "close", {}, kSysAdmin, KernelVersion(5, 1)) == "ERRNO(EPERM)");
}

TEST_CASE("lists of syscalls") {
  const Policy policy = Resolved(R"(set @a = {read, write, @b}
set @b = {close} - {close}
policy p {
  arch x86_64, x32
  default deny
  allow @a - {write}
  errno(ENOSYS) @known - @known(5.2)
  log syscall(600), syscall(0x40000258)
})");
  CHECK(Asked(policy, "read") == "ALLOW");
  CHECK(Asked(policy, "write") == "ERRNO(EPERM)");
  CHECK(Asked(policy, "close") == "ERRNO(EPERM)");
  CHECK(Asked(policy, "clone3") == "ERRNO(ENOSYS)");      // 5.3
  CHECK(Asked(policy, "pidfd_open") == "ERRNO(ENOSYS)");  // 5.3
  CHECK(Asked(policy, "fsopen") == "ERRNO(EPERM)");       // 5.2
  Call call;
  call.arch = TraitsOf(Arch::X86_64).audit;
  call.nr = 600;
  CHECK(Describe(Evaluate(policy, call)) == "LOG");
  call.nr = 0x40000258;
  CHECK(Describe(Evaluate(policy, call)) == "LOG");
}

TEST_CASE("a policy for several machines is for the one that it is compiled for") {
  PolicyText text("policy p {\n arch x86_64, x86, aarch64, arm\n default deny\n allow read\n}");
  CHECK(text.Resolve("", {{}, Arch::X86_64, {}, {}})->policy.arches ==
        std::vector<Arch>{Arch::X86_64, Arch::X86});
  CHECK(text.Resolve("", {{}, Arch::Aarch64, {}, {}})->policy.arches ==
        std::vector<Arch>{Arch::Aarch64, Arch::Arm});
  CHECK_FALSE(text.Resolve("", {{}, Arch::S390x, {}, {}}));
  CHECK(text.Resolve("", {{Arch::Riscv64}, Arch::Riscv64, {}, {}})->policy.arches ==
        std::vector<Arch>{Arch::Riscv64});
}

TEST_CASE("mistakes, each said once, at its place") {
  const std::string begin = "policy p {\n  arch x86_64, x86, x32\n  default deny\n  ";
  struct Row {
    std::string rules;
    std::string expected;
  };
  const Row rows[] = {
      {"allow opnat",
       "opnat: unknown-syscall: no kernel has a syscall `opnat`; did you mean `openat`?\n"},
      {"allow @basicio",
       "@basicio: unknown-name: there is no group or set `@basicio`; did you mean `@basic-io`?\n"},
      {"allow socket if domian == 1",
       "domian: unknown-name: `socket` has no argument `domian`; did you mean `domain`?\n"},
      {"allow socket if x == 1",
       "x: unknown-name: `socket` has no argument `x`; it has `domain`, `type`, `protocol`\n"},
      {"allow syscall(600) if x == 1",
       "x: unknown-name: the arguments of a call by its number have no names; write `arg0` to `arg5`\n"},
      {"allow read, socket if domain == 1",
       "domain: unknown-name: `read` has no argument `domain`; it has `fd`, `buf`, `count`\n"},
      {"allow read, socket if socket.domain == 1",
       "socket: unknown-name: this condition is about `socket`, but the rule is also for `read`; write one rule for each\n"},
      {"allow socket if domain == AF_UNXI",
       "AF_UNXI: unknown-name: there is no constant `AF_UNXI`; did you mean `AF_UNIX`?\n"},
      {"allow socket if domain == EPERM",
       "EPERM: unknown-name: there is no constant `EPERM`; names of errors are known only inside `errno(…)`\n"},
      {"allow openat if flags has CLONE_NEWUSER",
       "CLONE_NEWUSER: wrong-constant: `CLONE_NEWUSER` belongs to clone-flags, which this argument of `openat` does not take\n"},
      {"errno(EPREM) read",
       "EPREM: unknown-name: there is no error `EPREM`; did you mean `EPERM`?\n"},
      {"errno(4096) read", "4096: invalid-value: this number must be at most 4095\n"},
      {"allow socket if domain == 0x100000000",
       "0x100000000: invalid-value: the kernel reads only 32 bits of `domain`, but 0x100000000 has more; `as u64` compares the whole register\n"},
      {"allow read if buf == 7",
       "buf: pointer-compared: `buf` is a pointer, and a filter sees the address but not the memory; compare it with 0 only\n"},
      {"allow kill if sig in 9..3",
       "9..3: invalid-value: this range is empty, because its first value is above its last\n"},
      {"allow kill if sig & 1 == 2", "sig & 1 == 2: constant-test: this test never holds\n"},
      {"allow close if fd >= 0", "fd >= 0: constant-test: this test always holds\n"},
      {"allow kill if sig << 1 == 2", ""},
      {"allow read if fd == 1 << 64",
       "64: invalid-value: a shift by 64 leaves nothing of a 64-bit value; shift by 63 at most\n"},
      {"allow mount when cap(SYS_ADMIN)",
       "SYS_ADMIN: unknown-capability: there is no capability `SYS_ADMIN`; did you mean `CAP_SYS_ADMIN`?\n"},
      {"allow mount when arch in {x86_46}",
       "x86_46: unknown-arch: there is no architecture `x86_46`; did you mean `x86_64`?\n"},
      {"allow syscall(0x100000000)",
       "syscall(0x100000000): invalid-value: a syscall's number has 32 bits\n"},
      {"allow @chmod - @chmod",
       "@chmod - @chmod: unreachable-rule: this rule can never match: its list of syscalls is empty\n"},
      {"allow read when arch in {aarch64}",
       "read when arch in {aarch64}: unreachable-rule: this rule can never match: its `when` leaves none of the policy's architectures\n"},
      {"allow read when kernel >= 5.0 and kernel < 5.0",
       "read when kernel >= 5.0 and kernel < 5.0: unreachable-rule: this rule can never match: its conditions exclude each other\n"},
      {"allow lseek if whence in -2..1",
       "-2..1: invalid-value: this range is empty, because its first value is above its last: `whence` has no sign; write `as i32` to compare it as a signed number\n"},
      {"allow read - {write}",
       "{write}: useless-exclusion: nothing is subtracted here: the list on the left has none of these calls\n"},
      {"allow read\n  deny read if fd == 1",
       "read if fd == 1: unreachable-rule: this rule can never match: the rules above it match all of its calls\n"},
      {"allow read if fd == 1 and fd == 2",
       "read if fd == 1 and fd == 2: unreachable-rule: this rule can never match: its conditions exclude each other\n"},
      {"allow read if fd < 5\n  deny read if fd >= 5\n  log read",
       "read: unreachable-rule: this rule can never match: the rules above it match all of its calls\n"},
      {"default allow",
       "default allow: duplicate-definition: the policy has this setting twice; remove one of the two\n"},
      {"flags lgo", "lgo: unknown-word: there is no flag `lgo`; did you mean `log`?\n"},
      {"include nothing", "nothing: unknown-name: there is no policy `nothing`\n"},
      {"include \"x.polc\"",
       "\"x.polc\": unreadable: cannot read `x.polc`: No such file or directory\n"},
      {"include p", "p: definition-cycle: the policy `p` extends or includes itself\n"},
      {"allow fallocate if offset == 0",
       "offset: unknown-name: `offset` of `fallocate` takes two registers on x86, or follows an argument that does; limit the rule with `when arch in {…}`, or write `arg0` to `arg5`\n"},
      {"allow mmap if prot == 1",
       "prot: unknown-name: `mmap` of x86 takes its arguments in memory, where a filter cannot see them; limit the rule with `when arch in {…}`\n"},
  };
  for (const Row& row : rows) {
    PolicyText text(begin + row.rules + "\n}\n");
    (void)text.Resolve();
    INFO(row.rules);
    if (!row.expected.empty()) CHECK(text.Messages() == row.expected);
  }
}

// Each definition is in the next one twice, or they form a very long chain.
TEST_CASE("what grows without end ends with a message") {
  const std::string policy = "policy p {\n arch x86_64\n default deny\n";
  const auto chain =
      [](int length,
         const std::function<std::string(const std::string& self, const std::string& before)>&
             step) {
        std::string text;
        for (int i = 1; i < length; ++i)
          text += step(std::to_string(i), std::to_string(i - 1)) + "\n";
        return text;
      };
  const auto messages = [](const std::string& text) {
    PolicyText policy_text(text);
    (void)policy_text.Resolve("p");
    return policy_text.Messages();
  };
  CHECK(messages("set @s0 = {read}\n" +
                 chain(40,
                       [](auto& self, auto& before) {
                         return "set @s" + self + " = {@s" + before + ", @s" + before + "}";
                       }) +
                 policy + " allow @s39\n}\n") == "");
  CHECK(messages("let L0 = 1\n" +
                 chain(40,
                       [](auto& self, auto& before) {
                         return "let L" + self + " = L" + before + " | L" + before;
                       }) +
                 policy + " allow read if fd == L39\n}\n") == "");
  CHECK(
      messages("policy a0 {\n allow read\n}\n" +
               chain(40,
                     [](auto& self, auto& before) {
                       return "policy a" + self + " {\n include a" + before + "\n include a" +
                              before + "\n}";
                     }) +
               policy + " include a39\n}\n")
          .find(
              "too-large: with this, the policy consists of more than 100000 rules and included policies") !=
      std::string::npos);
  CHECK(messages("policy a0 {\n allow read\n}\n" +
                 chain(3000,
                       [](auto& self, auto& before) {
                         return "policy a" + self + " {\n include a" + before + "\n}";
                       }) +
                 policy + " include a2999\n}\n") ==
        "a2900: too-deep: more than 100 policies in a row extend or include each other here\n");
  CHECK(messages(policy + " allow @s2999\n}\n" +
                 chain(3000, [](auto& self,
                                auto& before) { return "set @s" + self + " = @s" + before; }) +
                 "set @s0 = {read}\n") ==
        "@s2899: too-deep: more than 100 sets in a row contain each other here\n");
  CHECK(messages(
            policy + " allow read if fd == L2999\n}\n" +
            chain(3000, [](auto& self, auto& before) { return "let L" + self + " = L" + before; }) +
            "let L0 = 1\n") ==
        "L2899: too-deep: more than 100 constants in a row depend on each other here\n");
}

TEST_CASE("mistakes in definitions") {
  struct Row {
    std::string text;
    std::map<std::string, std::string> files;
    std::string expected;
  };
  const Row rows[] = {
      {"policy p {\n arch x86_64\n allow read\n}",
       {},
       "policy p: missing-default: `p` does not say what happens to a call that no rule matches; add `default deny`, or extend a policy that has a default\n"},
      {"policy p extends q {\n}\npolicy q extends p {\n}",
       {},
       "p: definition-cycle: the policy `p` extends or includes itself\n"},
      {"policy p extends defautl {\n}",
       {},
       "defautl: unknown-name: there is no policy `defautl`; did you mean `default`?\n"},
      {"policy p {\n default deny\n allow read if fd == A\n}\nlet A = B\nlet B = A",
       {},
       "A: definition-cycle: the value of `A` depends on itself\n"},
      {"policy p {\n default deny\n allow @a\n}\nset @a = {@b}\nset @b = {@a, read}",
       {},
       "@a: definition-cycle: the set `@a` contains itself\n"},
      {"policy p {\n default deny\n allow @b\n}\nset @a = {@b} - read\nset @b = {@a, write}",
       {},
       "@a: definition-cycle: the set `@a` contains itself\n"},
      {"policy a extends p {\n}\npolicy p extends a {\n}",
       {},
       "a: definition-cycle: the policy `a` extends or includes itself\n"},
      {"let A = 1\nlet A = 2\npolicy p {\n default deny\n}",
       {},
       "A: duplicate-definition: `A` is defined twice; rename or remove one of the two\n"},
      {"include \"a.polc\"\npolicy p {\n default deny\n}",
       {{"a.polc", "include \"p.polc\""}},
       "\"p.polc\": definition-cycle: `p.polc` is included by a file that it includes itself; remove one of the includes\n"},
      {"include \"a.json\"\npolicy p {\n default deny\n}",
       {{"a.json", "{}"}},
       "\"a.json\": wrong-reference: `a.json` is a JSON profile and has no definitions to include; a policy can extend it\n"},
      {"policy p extends \"a.polc\" {\n}",
       {{"a.polc", "policy a {\n default deny\n}\npolicy b {\n default deny\n}"}},
       "\"a.polc\": wrong-reference: `a.polc` has 2 policies; include the file at the top and write the name of one of them here\n"},
      {"policy p extends \"a.polc\" {\n}",
       {{"a.polc", "allow read"}},
       "\"a.polc\": wrong-reference: `a.polc` has no policy; its rules can be included\n"},
  };
  for (const Row& row : rows) {
    PolicyText text(row.text, row.files);
    (void)text.Resolve("p");
    INFO(row.text);
    CHECK(text.Messages() == row.expected);
  }
}

}  // namespace
}  // namespace polc::language
