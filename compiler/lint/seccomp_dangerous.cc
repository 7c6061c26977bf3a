// Calls that a container should not have without the capability that they are for: what each opens
// is in the table. A profile that allows everything is told so once (default-allow); here only
// calls that its rules name count.

#include <algorithm>

#include "compiler/base/str_format.h"
#include "compiler/lint/seccomp.h"
#include "syscalls/capability.h"

namespace polc::lint {
namespace {

using Names = std::vector<std::string_view>;

bool HasCapability(const SeccompSubject& subject, std::string_view name) {
  const auto number = CapabilityNumber(name);
  return number && subject.environment.caps && (*subject.environment.caps >> *number & 1) != 0;
}

// One finding for all of the names, at the first of them that is allowed. `capability` may be
// empty: none makes the call safe.
void ReportAllowed(const SeccompSubject& subject, Findings& findings, const Names& names,
                   std::string_view capability, const std::string& why) {
  if (!capability.empty() && HasCapability(subject, capability)) return;
  Names allowed;
  Span place;
  std::string example;
  for (const std::string_view name : names) {
    bool found = false;
    for (const Machine& machine : subject.machines) {
      for (const Abi& abi : machine.abis) {
        const auto call = SomeRunningCall(subject, abi, name);
        if (found || !call) continue;
        const Span named = PlaceOf(subject, name, VerdictOf(subject, machine, *call).action);
        if (named == subject.default_origin) continue;
        found = true;
        if (allowed.empty()) place = named, example = Example(subject, abi, name, *call);
        allowed.push_back(name);
      }
    }
  }
  if (allowed.empty()) return;
  const std::string mend =
      capability.empty() ? "; leave out what the program does not need"
                         : StrFormat("; allow it where the container has {} only", capability);
  findings.Add(place,
               StrFormat("{}{} allowed: {}{}", NameList(allowed),
                         allowed.size() == 1 ? " is" : " are", why, mend),
               {example});
}

}  // namespace

void AccountingAllowed(const SeccompSubject& subject, Findings& findings) {
  ReportAllowed(subject, findings, {"acct", "quotactl", "quotactl_fd"}, "CAP_SYS_ADMIN",
                "it changes accounting and quotas of the host");
}

void BpfAllowed(const SeccompSubject& subject, Findings& findings) {
  ReportAllowed(
      subject, findings, {"bpf"}, "CAP_BPF",
      "it loads programs into the kernel, whose verifier has been a way out of containers");
}

void ClockSettable(const SeccompSubject& subject, Findings& findings) {
  ReportAllowed(subject, findings, {"clock_settime", "clock_settime64", "settimeofday", "stime"},
                "CAP_SYS_TIME", "clocks are the host's, no namespace holds the wall clock");
}

void CpuEmulationAllowed(const SeccompSubject& subject, Findings& findings) {
  ReportAllowed(subject, findings, {"vm86", "vm86old"}, "",
                "it runs 16-bit code through parts of the kernel that nothing else uses");
}

void FileHandlesAllowed(const SeccompSubject& subject, Findings& findings) {
  ReportAllowed(
      subject, findings, {"open_by_handle_at"}, "CAP_DAC_READ_SEARCH",
      "a file handle reaches every file of the file system, past the container's root directory");
}

void IoUringAllowed(const SeccompSubject& subject, Findings& findings) {
  ReportAllowed(
      subject, findings, {"io_uring_setup", "io_uring_enter", "io_uring_register"}, "",
      "the requests of a ring (open, connect, send) are carried out without asking this filter");
}

void KernelLogReadable(const SeccompSubject& subject, Findings& findings) {
  ReportAllowed(
      subject, findings, {"syslog"}, "CAP_SYSLOG",
      "it reads and clears the kernel's log, with addresses and messages of the whole host");
}

void KernelModulesAllowed(const SeccompSubject& subject, Findings& findings) {
  ReportAllowed(subject, findings,
                {"init_module", "finit_module", "delete_module", "create_module"}, "CAP_SYS_MODULE",
                "it puts code into the host's kernel");
}

void KexecAllowed(const SeccompSubject& subject, Findings& findings) {
  ReportAllowed(subject, findings, {"kexec_load", "kexec_file_load"}, "CAP_SYS_BOOT",
                "it loads another kernel for the host to boot");
}

void KeyringAllowed(const SeccompSubject& subject, Findings& findings) {
  ReportAllowed(subject, findings, {"add_key", "keyctl", "request_key"}, "",
                "keyrings are not in a namespace, so that containers of one user share theirs");
}

void MountAllowed(const SeccompSubject& subject, Findings& findings) {
  ReportAllowed(
      subject, findings,
      {"mount", "umount", "umount2", "pivot_root", "fsopen", "fsconfig", "fsmount", "fspick",
       "move_mount", "open_tree", "open_tree_attr", "mount_setattr"},
      "CAP_SYS_ADMIN",
      "in a user namespace of its own a process may mount, and so reach file-system code that is not made for hostile images");
}

void NamespaceEntryAllowed(const SeccompSubject& subject, Findings& findings) {
  ReportAllowed(subject, findings, {"setns"}, "CAP_SYS_ADMIN",
                "it enters other namespaces, the host's among them where a descriptor leaks");
}

void ObsoleteCallAllowed(const SeccompSubject& subject, Findings& findings) {
  ReportAllowed(subject, findings,
                {"_sysctl", "nfsservctl", "sysfs", "uselib", "ustat", "query_module",
                 "get_kernel_syms", "bdflush", "lookup_dcookie"},
                "", "no program of today makes it, and old code is where mistakes lie unseen");
}

void PerfEventsAllowed(const SeccompSubject& subject, Findings& findings) {
  ReportAllowed(
      subject, findings, {"perf_event_open"}, "CAP_PERFMON",
      "its large and complicated part of the kernel measures other processes and has been a way out of containers");
}

void RawIoAllowed(const SeccompSubject& subject, Findings& findings) {
  ReportAllowed(subject, findings,
                {"ioperm", "iopl", "pciconfig_iobase", "pciconfig_read", "pciconfig_write",
                 "s390_pci_mmio_read", "s390_pci_mmio_write"},
                "CAP_SYS_RAWIO", "it reaches the ports of the hardware");
}

void SwapAllowed(const SeccompSubject& subject, Findings& findings) {
  ReportAllowed(subject, findings, {"swapon", "swapoff"}, "CAP_SYS_ADMIN",
                "it changes where the host swaps to");
}

void UserfaultfdAllowed(const SeccompSubject& subject, Findings& findings) {
  ReportAllowed(
      subject, findings, {"userfaultfd"}, "CAP_SYS_PTRACE",
      "it stops the kernel in the middle of a copy for as long as the process likes, which makes races in it exploitable");
}

}  // namespace polc::lint
