// What conditions on arguments leave open: all of it asked of the answers' diagrams, whatever the
// rules look like.

#include <algorithm>

#include "compiler/analysis/naming.h"
#include "compiler/base/str_format.h"
#include "compiler/docker/multiplexed.h"
#include "compiler/ir/intervals.h"
#include "compiler/lint/seccomp.h"
#include "syscalls/argument_names.h"
#include "syscalls/constants.h"
#include "syscalls/syscall_table.h"

namespace polc::lint {
namespace {

// Calls on(machine, abi, name, answer) for each call that the profile names and answers by its
// arguments.
template <class On>
void ForEachConditional(const SeccompSubject& subject, On on) {
  for (const Machine& machine : subject.machines) {
    for (const RulesOfCall& entry : machine.calls) {
      for (const Abi& abi : machine.abis) {
        if (abi.arch != entry.call.arch) continue;
        const NodeId answer = AnswerTo(abi, entry.call.nr);
        if (!subject.diagram().IsLeaf(answer))
          on(machine, abi, SyscallName(entry.call.arch, entry.call.nr), answer);
      }
    }
  }
}

bool RunsAt(const SeccompSubject& subject, const Machine& machine, const Call& call) {
  return Runs(VerdictOf(subject, machine, call));
}

constexpr uint64_t kNewUser = 0x10000000;  // include/uapi/linux/sched.h

// kernel/fork.c, CONFIG_CLONE_BACKWARDS2: there the flags are the second argument.
size_t FlagsArgument(Arch arch, std::string_view syscall) {
  return syscall == "clone" && (arch == Arch::S390x || arch == Arch::S390) ? 1 : 0;
}

std::optional<Call> CallWith(const Abi& abi, std::string_view syscall, size_t argument,
                             uint64_t value) {
  auto call = PlainCall(abi, syscall);
  if (call) call->args[argument] = value;
  return call;
}

void ReportValue(const SeccompSubject& subject, Findings& findings, std::string_view syscall,
                 size_t argument, uint64_t value, const std::string& sentence) {
  for (const Machine& machine : subject.machines) {
    for (const Abi& abi : machine.abis) {
      const auto call = CallWith(abi, syscall, argument, value);
      if (!call || !RunsAt(subject, machine, *call)) continue;
      const Span place = PlaceOf(subject, syscall, VerdictOf(subject, machine, *call).action);
      if (place == subject.default_origin) continue;
      findings.Add(place, sentence, {Example(subject, abi, syscall, *call)});
      return;
    }
  }
}

}  // namespace

void HighHalfUnchecked(const SeccompSubject& subject, Findings& findings) {
  Diagram& diagram = subject.diagram();
  ForEachConditional(subject, [&](const Machine& machine, const Abi& abi, std::string_view name,
                                  NodeId answer) {
    if (TraitsOf(abi.arch).bits != 64) return;
    const CallLabels labels = LabelsOf(abi.arch, name);
    for (uint8_t arg = 0; arg < labels.known; ++arg) {
      if (labels.args[arg].bits > 32) continue;
      const NodeId low = diagram.Fix(answer, HighHalf(ArgSlice(arg)), 0);
      const Guard looser{diagram.Map2(low, answer, [](uint32_t with_zero, uint32_t any) {
        return !Runs(FromReturnValue(with_zero)) && Runs(FromReturnValue(any)) ? 1u : 0u;
      })};
      const auto call = SomeCall(subject, abi, name, looser);
      if (!call) continue;
      const Span place = PlaceOf(subject, name, VerdictOf(subject, machine, *call).action);
      if (findings.Has(place)) continue;
      findings.Add(
          place,
          StrFormat(
              "`{}` is compared by all 64 bits of `{}`, of which the kernel reads 32: with other bits set, a call that is denied passes; compare under the mask 0xffffffff",
              name, labels.args[arg].name),
          {Example(subject, abi, name, *call)});
      return;
    }
  });
}

void ArgumentBeyondArity(const SeccompSubject& subject, Findings& findings) {
  ForEachConditional(subject, [&](const Machine&, const Abi& abi, std::string_view name,
                                  NodeId answer) {
    const CallLabels labels = LabelsOf(abi.arch, name);
    if (!SyscallArguments(name)) return;
    for (uint8_t arg = labels.known; arg < kArgCount; ++arg) {
      if (TestedBits(subject.diagram(), answer, ArgSlice(arg)) == 0) continue;
      findings.Add(
          PlaceOf(subject, name),
          StrFormat(
              "`{}` has {}{}, and argument {} (counted from 0) is compared, which holds whatever was left in a register; correct the index",
              name, labels.known, labels.known == 1 ? " argument" : " arguments", arg));
    }
  });
}

void PointerComparison(const SeccompSubject& subject, Findings& findings) {
  ForEachConditional(subject, [&](const Machine&, const Abi& abi, std::string_view name,
                                  NodeId answer) {
    const auto arguments = SyscallArguments(name);
    const CallLabels labels = LabelsOf(abi.arch, name);
    for (uint8_t arg = 0; arguments && arg < arguments->size(); ++arg) {
      if (!(*arguments)[arg].is_pointer || IsSplit(abi.arch, name, arg)) continue;
      const NodeId null = subject.diagram().Fix(answer, ArgSlice(arg), 0),
                   other = subject.diagram().Fix(answer, ArgSlice(arg), UINT64_MAX);
      // Whether there is a pointer at all is a fair question: then all others are answered alike.
      if (TestedBits(subject.diagram(), answer, ArgSlice(arg)) == 0 ||
          (null != other && TestedBits(subject.diagram(), answer, ArgSlice(arg)) == UINT64_MAX))
        continue;
      findings.Add(
          PlaceOf(subject, name),
          StrFormat(
              "`{}` of `{}` is a pointer: a filter sees the address, which the program chooses, and not what is there; compare something else",
              labels.args[arg].name, name));
    }
  });
}

void MultiplexerBypass(const SeccompSubject& subject, Findings& findings) {
  Diagram& diagram = subject.diagram();
  for (const Machine& machine : subject.machines) {
    for (const Abi& abi : machine.abis) {
      if (!Multiplexes(abi.arch)) continue;
      for (const std::string_view name : AllSyscallNames()) {
        const auto by = MultiplexedBy(name);
        const auto direct = by ? AnswerTo(abi, name) : std::nullopt;
        const auto through = by ? AnswerTo(abi, by->through) : std::nullopt;
        if (!direct || !through || !IsNamed(subject, name) ||
            RunsWhere(subject, *direct) == diagram.Constant(true))
          continue;
        const auto call = CallWith(abi, by->through, 0, by->call);
        if (!call || !RunsAt(subject, machine, *call)) continue;
        const Span place = PlaceOf(subject, name);
        if (findings.Has(place)) continue;
        findings.Add(
            place,
            StrFormat(
                "`{}` is {}, but `{}` reaches it on {}, where its arguments are in memory that no filter sees; deny `{}` or leave the ABI out",
                name, diagram.IsLeaf(*direct) ? "denied" : "limited by its arguments", by->through,
                TraitsOf(abi.arch).name, by->through),
            {Example(subject, abi, by->through, *call)},
            {{PlaceOf(subject, by->through, Action::Allow), "allowed here"}});
      }
    }
  }
}

void AfAlgReachable(const SeccompSubject& subject, Findings& findings) {
  ReportValue(
      subject, findings, "socket", 0, 38,
      "`socket` may be of the family AF_ALG, the kernel's ciphers: hardly a program uses them, and their code has let containers out; allow the families that are needed");
}

void AfVsockReachable(const SeccompSubject& subject, Findings& findings) {
  ReportValue(
      subject, findings, "socket", 0, 40,
      "`socket` may be of the family AF_VSOCK, which no network namespace holds: it reaches the hypervisor and its other machines; allow the families that are needed");
}

// Both put characters into a terminal's input, TIOCLINUX those of a selection on a console of the
// kernel (ioctl_tty(2), ioctl_console(2)).
void TerminalInputOpen(const SeccompSubject& subject, Findings& findings) {
  for (const Machine& machine : subject.machines) {
    for (const Abi& abi : machine.abis) {
      const auto request = [&](std::string_view name) {
        const auto constant = FindConstant(name, abi.arch);
        return constant ? CallWith(abi, "ioctl", 1, constant->value) : std::nullopt;
      };
      const auto typed = request("TIOCSTI"), pasted = request("TIOCLINUX");
      if (!typed || !pasted ||
          RunsAt(subject, machine, *typed) == RunsAt(subject, machine, *pasted))
        continue;
      const bool typing = RunsAt(subject, machine, *typed);
      findings.Add(
          PlaceOf(subject, "ioctl"),
          StrFormat(
              "`ioctl` is denied for {}, and both type into a terminal that the container shares, for the shell outside to read; deny both",
              typing ? "TIOCLINUX, but not for TIOCSTI" : "TIOCSTI, but not for TIOCLINUX"),
          {Example(subject, abi, "ioctl", typing ? *typed : *pasted)});
      return;
    }
  }
}

void PersonalityUnrestricted(const SeccompSubject& subject, Findings& findings) {
  ReportValue(
      subject, findings, "personality", 0, 0x0400000,
      "`personality` may set READ_IMPLIES_EXEC, which makes all memory that can be read executable; allow the values that are needed: 0, 8, 0x20000, 0x20008 and 0xffffffff");
}

void UserNamespaceAllowed(const SeccompSubject& subject, Findings& findings) {
  if (subject.environment.caps && (*subject.environment.caps >> 21 & 1) != 0)
    return;  // CAP_SYS_ADMIN: it is a privileged container
  for (const std::string_view name : {"unshare", "clone"}) {
    for (const Machine& machine : subject.machines) {
      for (const Abi& abi : machine.abis) {
        const auto call = CallWith(abi, name, FlagsArgument(abi.arch, name), kNewUser);
        if (!call || !RunsAt(subject, machine, *call)) continue;
        const Span place = PlaceOf(subject, name, Action::Allow);
        if (place == subject.default_origin) continue;
        findings.Add(
            place,
            StrFormat(
                "`{}` may make a user namespace, in which the process has every capability that the kernel asks for: code that was written for root is open to it; deny CLONE_NEWUSER (0x10000000)",
                name),
            {Example(subject, abi, name, *call)});
      }
    }
  }
}

void NamespaceMaskIncomplete(const SeccompSubject& subject, Findings& findings) {
  struct Flag {
    std::string_view name;
    uint64_t bit;
  };
  static constexpr Flag kFlags[] = {{"CLONE_NEWNS", 0x20000},    {"CLONE_NEWCGROUP", 0x2000000},
                                    {"CLONE_NEWUTS", 0x4000000}, {"CLONE_NEWIPC", 0x8000000},
                                    {"CLONE_NEWUSER", kNewUser}, {"CLONE_NEWPID", 0x20000000},
                                    {"CLONE_NEWNET", 0x40000000}};
  for (const std::string_view name : {"clone", "unshare"}) {
    for (const Machine& machine : subject.machines) {
      for (const Abi& abi : machine.abis) {
        std::vector<std::string_view> open;
        size_t denied = 0;
        std::optional<Call> example;
        for (const Flag& flag : kFlags) {
          const auto call = CallWith(abi, name, FlagsArgument(abi.arch, name), flag.bit);
          if (!call) break;
          if (!RunsAt(subject, machine, *call)) {
            ++denied;
          } else {
            if (open.empty()) example = call;
            open.push_back(flag.name);
          }
        }
        // One or two that are left out were forgotten; a profile that denies a single one means
        // that one.
        if (open.empty() || denied < 3) continue;
        const Span place = PlaceOf(subject, name, Action::Allow);
        findings.Add(
            place,
            StrFormat(
                "`{}` is denied with other flags for namespaces, but not with {}; the mask of all of them is 0x7e020000",
                name, NameList(open)),
            {Example(subject, abi, name, *example)});
      }
    }
  }
}

void Clone3Unfiltered(const SeccompSubject& subject, Findings& findings) {
  for (const Machine& machine : subject.machines) {
    for (const Abi& abi : machine.abis) {
      const auto clone = CallWith(abi, "clone", FlagsArgument(abi.arch, "clone"), kNewUser),
                 plain = PlainCall(abi, "clone"), clone3 = PlainCall(abi, "clone3");
      if (!clone || !plain || !clone3 || !IsNamed(subject, "clone") ||
          RunsAt(subject, machine, *clone) || !RunsAt(subject, machine, *plain) ||
          !RunsAt(subject, machine, *clone3))
        continue;
      findings.Add(
          PlaceOf(subject, "clone3", Action::Allow),
          "`clone` is denied with flags for namespaces, but `clone3`, whose flags are in memory that no filter sees, is allowed; answer it ENOSYS (38), so that libc takes `clone`",
          {Example(subject, abi, "clone3", *clone3)},
          {{PlaceOf(subject, "clone", Action::Allow), "limited here"}});
    }
  }
}

}  // namespace polc::lint
