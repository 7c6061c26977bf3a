// Calls that do the same, and calls that belong together: what is denied by one name and open by
// another, and what a program cannot start without.

#include <algorithm>

#include "compiler/base/str_format.h"
#include "compiler/lint/seccomp.h"
#include "syscalls/errno.h"
#include "syscalls/syscall_table.h"

namespace polc::lint {
namespace {

using Family = std::vector<std::string_view>;

// Each call of a family has the effect of the others.
const std::vector<Family>& Families() {
  static const std::vector<Family> families = {
      {"chmod", "fchmod", "fchmodat", "fchmodat2"},
      {"chown", "lchown", "fchown", "fchownat", "chown32", "lchown32", "fchown32"},
      {"open", "creat", "openat", "openat2"},
      {"execve", "execveat"},
      {"unlink", "unlinkat"},
      {"rename", "renameat", "renameat2"},
      {"mkdir", "mkdirat"},
      {"mknod", "mknodat"},
      {"link", "linkat"},
      {"symlink", "symlinkat"},
      {"truncate", "ftruncate", "truncate64", "ftruncate64"},
      {"setxattr", "lsetxattr", "fsetxattr", "setxattrat"},
      {"mount", "move_mount", "fsmount"},
      {"umount", "umount2"},
      {"ptrace", "process_vm_readv", "process_vm_writev"},
      {"init_module", "finit_module"},
      {"kexec_load", "kexec_file_load"},
      {"settimeofday", "clock_settime", "clock_settime64", "stime"},
      {"kill", "tkill", "tgkill", "pidfd_send_signal"},
      {"fork", "vfork", "clone", "clone3"},
  };
  return families;
}

bool NeverRuns(const SeccompSubject& subject, NodeId answer) {
  return RunsWhere(subject, answer) == subject.diagram().Constant(false);
}

// The place of a rule that denies the call outright; ENOSYS, which sends libc to another call, is
// no denial of the effect.
std::optional<Span> DenialOf(const Machine& machine, SyscallRef ref) {
  const auto entry = std::lower_bound(
      machine.calls.begin(), machine.calls.end(), ref,
      [](const RulesOfCall& known, const SyscallRef& wanted) { return known.call < wanted; });
  if (entry == machine.calls.end() || entry->call != ref) return std::nullopt;
  const polc::Rule& rule = machine.open.rules[entry->rules.front()];
  if (Runs(rule.verdict) || rule.verdict == Verdict{Action::Errno, *ErrnoNumber("ENOSYS")})
    return std::nullopt;
  return rule.origin;
}

}  // namespace

void EquivalentCallOpen(const SeccompSubject& subject, Findings& findings) {
  for (const Family& family : Families()) {
    for (const Machine& machine : subject.machines) {
      for (const Abi& abi : machine.abis) {
        std::vector<std::string_view> open;
        std::optional<Span> denial;
        std::string_view denied;
        for (const std::string_view name : family) {
          const auto nr = SyscallNumber(abi.arch, name);
          if (!nr) continue;
          const NodeId answer = AnswerTo(abi, *nr);
          if (!NeverRuns(subject, answer)) {
            open.push_back(name);
          } else if (!denial) {
            denial = DenialOf(machine, {abi.arch, *nr});
            denied = name;
          }
        }
        if (!denial || open.empty() || findings.Has(*denial)) continue;
        const auto call = SomeRunningCall(subject, abi, open.front());
        findings.Add(
            *denial,
            StrFormat(
                "`{}` is denied, but {}{} the same and {} allowed; deny the whole family, or say in a comment why not",
                denied, NameList(open), open.size() == 1 ? " does" : " do",
                open.size() == 1 ? "is" : "are"),
            {Example(subject, abi, open.front(), *call)});
      }
    }
  }
}

void CannotStart(const SeccompSubject& subject, Findings& findings) {
  const Machine& machine = subject.machines.front();
  const Abi& abi = machine.abis.front();
  const auto runs = [&](std::string_view name) {
    const auto answer = AnswerTo(abi, name);
    return answer && !NeverRuns(subject, *answer);
  };
  if (!runs("execve"))
    findings.Add(
        subject.default_origin,
        "`execve` is not allowed, and the runtime starts the program with it after loading the filter, so no container starts; allow it");
  if (runs("execve") && !runs("exit_group") && !runs("exit"))
    findings.Add(
        subject.default_origin,
        "neither `exit_group` nor `exit` is allowed, so that no program can end; allow them");
}

// What the dynamic loader and libc do before main (ld.so, elf/rtld.c and csu): without one of each
// line a program that is linked dynamically does not start.
void LoaderMinimumMissing(const SeccompSubject& subject, Findings& findings) {
  const Abi& abi = subject.machines.front().abis.front();
  static const std::vector<Family> kNeeded = {{"openat", "open"},
                                              {"read", "pread64"},
                                              {"close"},
                                              {"mmap", "mmap2"},
                                              {"mprotect"},
                                              {"brk"},
                                              {"fstat", "newfstatat", "fstat64", "statx"}};
  const auto runs = [&](std::string_view name) {
    const auto answer = AnswerTo(abi, name);
    return answer && !NeverRuns(subject, *answer);
  };
  if (!runs("execve")) return;
  Family missing;
  for (const Family& names : kNeeded) {
    if (std::none_of(names.begin(), names.end(), runs)) missing.push_back(names.front());
  }
  if (missing.empty()) return;
  findings.Add(
      subject.default_origin,
      StrFormat(
          "{}{} not allowed, which the dynamic loader needs before a program begins; allow {}, unless the program is linked statically",
          NameList(missing, 8), missing.size() == 1 ? " is" : " are",
          missing.size() == 1 ? "it" : "them"));
}

}  // namespace polc::lint
