#include "compiler/language/disagreements.h"

#include <algorithm>
#include <set>

#include "compiler/apparmor/names.h"
#include "compiler/base/str_format.h"
#include "compiler/base/strings.h"
#include "syscalls/constants.h"
#include "syscalls/syscall_table.h"

namespace polc::language {
namespace {

using Calls = std::vector<std::string_view>;

// The calls that always fail without a capability (capabilities(7)). Calls that only do more with
// it are not listed.
struct CapabilityCalls {
  std::string_view capability;
  Calls calls;
};

const std::vector<CapabilityCalls>& AllCapabilityCalls() {
  static const std::vector<CapabilityCalls> kCalls = {
      {"mknod", {"mknod", "mknodat"}},
      {"net_raw", {"socket", "socketcall"}},
      {"sys_admin",
       {"mount", "umount", "umount2", "fsmount", "move_mount", "pivot_root", "sethostname",
        "setdomainname", "swapon", "swapoff", "setns", "unshare", "quotactl", "bpf",
        "perf_event_open"}},
      {"sys_boot", {"reboot", "kexec_load", "kexec_file_load"}},
      {"sys_chroot", {"chroot", "setns"}},
      {"sys_module", {"init_module", "finit_module", "delete_module"}},
      {"sys_pacct", {"acct"}},
      {"sys_ptrace", {"ptrace", "process_vm_readv", "process_vm_writev", "pidfd_getfd", "kcmp"}},
      {"sys_rawio", {"ioperm", "iopl"}},
      {"sys_time",
       {"settimeofday", "clock_settime", "clock_settime64", "stime", "adjtimex", "clock_adjtime"}},
      {"sys_tty_config", {"vhangup"}},
      {"syslog", {"syslog"}},
      {"setuid",
       {"setuid", "setuid32", "setreuid", "setreuid32", "setresuid", "setresuid32", "setfsuid",
        "setfsuid32"}},
      {"setgid",
       {"setgid", "setgid32", "setregid", "setregid32", "setresgid", "setresgid32", "setfsgid",
        "setfsgid32", "setgroups", "setgroups32"}},
      {"chown", {"chown", "chown32", "fchown", "fchown32", "lchown", "lchown32", "fchownat"}},
      {"kill", {"kill", "tkill", "tgkill", "pidfd_send_signal"}},
      {"net_bind_service", {"bind", "socketcall"}},
  };
  return kCalls;
}

// What an AppArmor rule is about: the calls by which a process asks for it.
struct Matter {
  std::string what;  // in a sentence
  Calls calls;
  std::optional<std::string> family;  // of sockets: AF_…
};

bool HasWord(const aa::Rule& rule, std::initializer_list<std::string_view> words) {
  bool any = false;
  for (const aa::Part& part : rule.parts) {
    const auto is = [&](const aa::Word& word) {
      return std::find(words.begin(), words.end(), word.text) != words.end();
    };
    if (part.kind == aa::PartKind::Word) any = any || is(part.word);
    if (part.kind == aa::PartKind::List)
      any = any || std::any_of(part.list.begin(), part.list.end(), is);
  }
  return any;
}

bool NamesPermissions(const aa::Rule& rule) {
  return std::any_of(rule.parts.begin(), rule.parts.end(),
                     [](const aa::Part& part) { return part.kind != aa::PartKind::Condition; });
}

// Whether a rule is not limited to paths, peers, options or types. A limited `deny` still allows
// the rest.
bool IsUnlimited(const aa::Rule& rule) {
  if (!rule.path.text.empty() || rule.target.span.known()) return false;
  return std::none_of(rule.parts.begin(), rule.parts.end(), [&](const aa::Part& part) {
    if (part.kind == aa::PartKind::Condition || part.kind == aa::PartKind::Arrow) return true;
    if (rule.family == aa::Family::Network)
      return !aa::Contains(aa::AddressFamilies(), part.word.text);
    return part.kind == aa::PartKind::Word &&
           (rule.family == aa::Family::Mount || rule.family == aa::Family::Remount ||
            rule.family == aa::Family::Umount || rule.family == aa::Family::PivotRoot);
  });
}

std::vector<Matter> MattersOf(const aa::Rule& rule) {
  const bool all = !NamesPermissions(rule);
  switch (rule.family) {
    case aa::Family::Capability: {
      std::vector<Matter> matters;
      for (const aa::Part& part : rule.parts) {
        for (const CapabilityCalls& row : AllCapabilityCalls()) {
          if (part.kind == aa::PartKind::Word && part.word.text == row.capability)
            matters.push_back({"capability " + part.word.text, row.calls, {}});
        }
      }
      return matters;
    }
    case aa::Family::Mount:
    case aa::Family::Remount:
      return {{"mounts", {"mount", "fsmount", "move_mount", "open_tree", "mount_setattr"}, {}}};
    case aa::Family::Umount:
      return {{"unmounting", {"umount", "umount2"}, {}}};
    case aa::Family::PivotRoot:
      return {{"pivot_root", {"pivot_root"}, {}}};
    case aa::Family::IoUring:
      return {{"io_uring", {"io_uring_setup"}, {}}};
    case aa::Family::Mqueue:
      return {{"message queues", {"mq_open", "msgget", "ipc"}, {}}};
    case aa::Family::Ptrace:
      if (!all && !HasWord(rule, {"trace"})) return {};
      return {{"tracing", {"ptrace", "process_vm_readv", "process_vm_writev"}, {}}};
    case aa::Family::Signal:
      if (!all && !HasWord(rule, {"send", "w", "rw"})) return {};
      return {
          {"sending signals",
           {"kill", "tkill", "tgkill", "pidfd_send_signal", "rt_sigqueueinfo", "rt_tgsigqueueinfo"},
           {}}};
    case aa::Family::Network: {
      std::vector<Matter> matters;
      for (const aa::Part& part : rule.parts) {
        if (part.kind != aa::PartKind::Word || !aa::Contains(aa::AddressFamilies(), part.word.text))
          continue;
        matters.push_back({"sockets of the family " + part.word.text,
                           {"socket", "socketpair", "socketcall"},
                           "AF_" + ToUpper(part.word.text)});
      }
      if (matters.empty())
        matters.push_back({"sockets", {"socket", "socketpair", "socketcall"}, {}});
      return matters;
    }
    case aa::Family::Link:
      return {{"links", {"link", "linkat"}, {}}};
    case aa::Family::File: {
      std::vector<Matter> matters;
      const std::string& perms = rule.perms.text;
      const auto has = [&](std::string_view letters) {
        return perms.find_first_of(letters) != std::string::npos;
      };
      if (has("xX")) matters.push_back({"execution", {"execve", "execveat"}, {}});
      if (has("rwaRWA"))
        matters.push_back({"opening files", {"open", "openat", "openat2", "creat"}, {}});
      if (has("lL")) matters.push_back({"links", {"link", "linkat"}, {}});
      if (has("kK")) matters.push_back({"file locks", {"flock", "fcntl", "fcntl64"}, {}});
      return matters;
    }
    default:
      return {};
  }
}

class Comparer {
 public:
  Comparer(Diagram& diagram, Filter filter, const Policy& policy,
           const std::vector<bool>& own_rules, DiagnosticSink& diagnostics)
      : diagram_(diagram),
        filter_(filter),
        policy_(policy),
        own_rules_(own_rules),
        diagnostics_(diagnostics) {}

  void Look(const aa::Statement& statement, const aa::Rule& rule) {
    const bool denies = rule.prefix.mode.text == "deny";
    if (denies && !IsUnlimited(rule)) return;
    for (const Matter& matter : MattersOf(rule)) {
      if (!reported_.insert({denies, matter.what}).second) continue;
      if (denies) {
        CompareDenied(statement.span, matter);
      } else {
        CompareAllowed(statement.span, matter);
      }
    }
  }

 private:
  [[nodiscard]] bool Runs(NodeId node) const {
    const NodeId runs = diagram_.Map(node, [](uint32_t answer) {
      return FromReturnValue(answer).action >= Action::Notify ? 1u : 0u;
    });
    return runs != diagram_.Leaf(0);
  }

  [[nodiscard]] bool Allows(std::string_view call, const Matter& matter) const {
    for (const Arch arch : policy_.arches) {
      const auto nr = SyscallNumber(arch, call);
      if (!nr) continue;
      NodeId node =
          diagram_.Fix(diagram_.Fix(filter_.node, kArchSlice, TraitsOf(arch).audit), kNrSlice, *nr);
      // The arguments of `socketcall` are in memory, where a filter cannot see them.
      const auto family =
          matter.family && call != "socketcall" ? FindConstant(*matter.family, arch) : std::nullopt;
      if (family) node = diagram_.Fix(node, LowHalf(ArgSlice(0)), family->value);
      if (Runs(node)) return true;
    }
    return false;
  }

  void CompareAllowed(Span place, const Matter& matter) {
    std::vector<std::string> known;
    for (const std::string_view call : matter.calls) {
      const bool exists = std::any_of(policy_.arches.begin(), policy_.arches.end(), [&](Arch arch) {
        return SyscallNumber(arch, call).has_value();
      });
      if (!exists) continue;
      if (Allows(call, matter)) return;
      known.push_back(StrFormat("`{}`", call));
    }
    if (known.empty()) return;
    diagnostics_.Warning(
        DiagnosticId::LayersDisagree, place,
        "AppArmor allows {} here, but seccomp denies {}; allow one of them, or drop this rule",
        matter.what, Join(known, ", "));
  }

  // Compared with the policy's own rules only, because bases allow very much.
  void CompareDenied(Span place, const Matter& matter) {
    for (size_t i = 0; i < policy_.rules.size(); ++i) {
      const Rule& rule = policy_.rules[i];
      if (!own_rules_[i] || rule.verdict.action < Action::Notify) continue;
      for (const SyscallRef& ref : rule.syscalls) {
        const std::string_view call = SyscallName(ref.arch, ref.nr);
        if (std::find(matter.calls.begin(), matter.calls.end(), call) == matter.calls.end() ||
            !Allows(call, matter))
          continue;
        diagnostics_.Add(
            {.id = DiagnosticId::LayersDisagree,
             .severity = Severity::Warning,
             .span = place,
             .message = StrFormat(
                 "AppArmor denies {} here, but seccomp allows `{}`; drop one of the two rules",
                 matter.what, call),
             .labels = {{rule.origin, "allowed here"}}});
        return;
      }
    }
  }

  Diagram& diagram_;
  Filter filter_;
  const Policy& policy_;
  const std::vector<bool>& own_rules_;
  DiagnosticSink& diagnostics_;
  std::set<std::pair<bool, std::string>> reported_;
};

}  // namespace

void ReportDisagreements(Diagram& diagram, Filter filter, const Policy& policy,
                         const std::vector<bool>& own_rules, const aa::Block& rules,
                         DiagnosticSink& diagnostics) {
  Comparer comparer(diagram, filter, policy, own_rules, diagnostics);
  for (const aa::Statement& statement : rules) {
    if (const auto* rule = std::get_if<aa::Rule>(&statement.node)) comparer.Look(statement, *rule);
  }
}

}  // namespace polc::language
