// What a rule or the default answers: actions that do not do what they are often written for.

#include <algorithm>

#include "compiler/base/str_format.h"
#include "compiler/lint/seccomp.h"
#include "syscalls/errno.h"
#include "syscalls/syscall_table.h"

namespace polc::lint {
namespace {

// Each place that gives an action: the default, and the rules by their actions' places in JSON and
// by their names' in `.polc`.
template <class Report>
void ForEachVerdict(const SeccompSubject& subject, Report report) {
  report(subject.default_origin, subject.otherwise(), true);
  for (const Machine& machine : subject.machines) {
    for (const polc::Rule& rule : machine.open.rules) {
      Span place = rule.origin;
      if (const docker::Syscall* written = RuleAround(subject, place)) place = written->action.span;
      report(place, rule.verdict, false);
    }
  }
}

}  // namespace

void BadArchAllowed(const SeccompSubject& subject, Findings& findings) {
  const Verdict bad_arch = subject.machines.front().usual.bad_arch;
  if (!Runs(bad_arch)) return;
  findings.Add(
      subject.default_origin,
      StrFormat(
          "calls on other ABIs are answered {}, and a 64-bit program reaches them too (`int $0x80` on x86_64): the filter does not stop them; let `bad_arch` kill",
          Describe(bad_arch)));
}

void DefaultAllow(const SeccompSubject& subject, Findings& findings) {
  if (!Runs(subject.otherwise())) return;
  std::vector<std::string_view> open;
  const Abi& abi = subject.machines.front().abis.front();
  for (const std::string_view name :
       {"bpf", "io_uring_setup", "kexec_load", "init_module", "mount", "unshare", "keyctl",
        "open_by_handle_at", "perf_event_open", "userfaultfd"}) {
    const auto answer = AnswerTo(abi, name);
    if (answer && RunsWhere(subject, *answer) == subject.diagram().Constant(true))
      open.push_back(name);
  }
  findings.Add(
      subject.default_origin,
      StrFormat(
          "what no rule names is {}, so every call that a later kernel brings is open{}; list what the program needs and deny the rest",
          Describe(subject.otherwise()),
          open.empty()
              ? ""
              : StrFormat(", and today {}{}", NameList(open), open.size() == 1 ? " is" : " are")));
}

void ErrnoZero(const SeccompSubject& subject, Findings& findings) {
  ForEachVerdict(subject, [&](Span place, Verdict verdict, bool) {
    if (verdict != Verdict{Action::Errno, 0}) return;
    findings.Add(
        place,
        "errno 0 tells the program that its call succeeded, while nothing was done; give the error that is meant, such as EPERM (1)");
  });
}

void KillThread(const SeccompSubject& subject, Findings& findings) {
  ForEachVerdict(subject, [&](Span place, Verdict verdict, bool is_default) {
    if (verdict.action != Action::KillThread) return;
    findings.Add(
        place,
        StrFormat(
            "{} kills only the thread that makes the call: others go on, wait for its locks, and the container hangs; kill the process, or answer an error",
            is_default ? "the default" : "this rule"));
  });
}

void TraceAction(const SeccompSubject& subject, Findings& findings) {
  ForEachVerdict(subject, [&](Span place, Verdict verdict, bool) {
    if (verdict.action != Action::Trace) return;
    findings.Add(
        place,
        "TRACE asks a tracer, and container runtimes attach none, so every such call fails with ENOSYS; use LOG to watch, or NOTIFY with a listener to decide");
  });
}

void TrapAction(const SeccompSubject& subject, Findings& findings) {
  ForEachVerdict(subject, [&](Span place, Verdict verdict, bool) {
    if (verdict.action != Action::Trap) return;
    findings.Add(
        place,
        "TRAP sends SIGSYS, which ends programs that do not handle it, and programs in containers rarely do; answer an error, or kill the process if that is meant");
  });
}

// runc, libcontainer/seccomp/seccomp_linux.go: it hands the listener over by these calls, after
// the filter.
void NotifyUnanswerable(const SeccompSubject& subject, Findings& findings) {
  if (subject.otherwise().action == Action::Notify) {
    findings.Add(
        subject.default_origin,
        "NOTIFY cannot be the default: the runtime's own calls would wait for a listener that it has not handed over yet; list the calls to be notified of");
    return;
  }
  for (const Machine& machine : subject.machines) {
    for (const polc::Rule& rule : machine.open.rules) {
      if (rule.verdict.action != Action::Notify) continue;
      const bool needed = std::any_of(
          rule.syscalls.begin(), rule.syscalls.end(),
          [](const SyscallRef& ref) { return SyscallName(ref.arch, ref.nr) == "write"; });
      if (needed)
        findings.Add(
            rule.origin,
            "`write` cannot be notified of: the runtime itself writes before the listener is there, so that the container does not start; leave it out");
    }
  }
}

// libc tries the new call and takes the old one on ENOSYS only; any other error goes to the program
// (glibc, musl: the wrappers of the old call's name).
void EpermHidesFallback(const SeccompSubject& subject, Findings& findings) {
  struct Twin {
    std::string_view newer, older;
  };
  static constexpr Twin kTwins[] = {
      {"clone3", "clone"},
      {"faccessat2", "faccessat"},
      {"fchmodat2", "fchmodat"},
      {"statx", "newfstatat"},
      {"close_range", "close"},
      {"epoll_pwait2", "epoll_pwait"},
      {"openat2", "openat"},
      {"clock_gettime64", "clock_gettime"},
      {"futex_time64", "futex"},
      {"ppoll_time64", "ppoll"},
      {"pselect6_time64", "pselect6"},
      {"rseq", "sched_yield"},
  };
  const uint16_t enosys = *ErrnoNumber("ENOSYS");
  std::vector<std::string_view> hidden;
  std::string example;
  Span place;
  for (const Twin& twin : kTwins) {
    bool found = false;
    for (const Machine& machine : subject.machines) {
      for (const Abi& abi : machine.abis) {
        const auto newer = AnswerTo(abi, twin.newer), older = AnswerTo(abi, twin.older);
        if (found || !newer || !older || !subject.diagram().IsLeaf(*newer) ||
            RunsWhere(subject, *older) == subject.diagram().Constant(false))
          continue;
        const Verdict verdict = FromReturnValue(subject.diagram().Value(*newer));
        if (verdict.action != Action::Errno || verdict.data == enosys) continue;
        // runc answers ENOSYS itself to numbers above all that a profile names
        // (libcontainer/seccomp/patchbpf).
        const auto nr = SyscallNumber(abi.arch, twin.newer);
        const bool stubbed =
            !machine.calls.empty() &&
            std::none_of(machine.calls.begin(), machine.calls.end(), [&](const RulesOfCall& entry) {
              return entry.call.arch == abi.arch && entry.call.nr >= *nr;
            });
        if (stubbed) continue;
        found = true;
        if (hidden.empty())
          example = Example(subject, abi, twin.newer, *PlainCall(abi, twin.newer)),
          place = PlaceOf(subject, twin.newer, Action::Errno);
        hidden.push_back(twin.newer);
      }
    }
  }
  if (hidden.empty()) return;
  findings.Add(
      place,
      StrFormat(
          "{}{} an error that libc hands to the program, while ENOSYS would make libc use the older call, which is allowed; answer {} ENOSYS (38)",
          NameList(hidden, 6), hidden.size() == 1 ? " gets" : " get",
          hidden.size() == 1 ? "it" : "them"),
      {example});
}

}  // namespace polc::lint
