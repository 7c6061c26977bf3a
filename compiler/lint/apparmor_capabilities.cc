// Rules of one word that give a whole class of operations.

#include <algorithm>

#include "compiler/base/str_format.h"
#include "compiler/base/strings.h"
#include "compiler/lint/apparmor.h"

namespace polc::lint {
namespace {

using aa::Family;

bool HasWord(const aa::Rule& rule, std::string_view word) {
  const std::vector<std::string_view> words = WordsOf(rule);
  return std::find(words.begin(), words.end(), word) != words.end();
}

// Anything in the rule that says of what, besides which operations.
bool HasConditions(const aa::Rule& rule) {
  return std::any_of(rule.parts.begin(), rule.parts.end(), [](const aa::Part& part) {
    return part.kind == aa::PartKind::Condition || part.kind == aa::PartKind::Arrow;
  });
}

void FindAllowed(const ApparmorSubject& subject, Family family, Findings& findings,
                 const std::function<std::string(const aa::Rule&)>& says) {
  ForOwnRules(subject, [&](const ApparmorProfile&, const ApparmorRule& rule) {
    if (!rule.is(family) || rule.denies()) return;
    const std::string message = says(*rule.rule);
    if (!message.empty()) findings.Add(rule.rule->keyword.span, message);
  });
}

bool IsAnything(std::string_view pattern) {
  return pattern == "**" || pattern == "*" || pattern == "/**" || pattern == "{,**}" ||
         pattern == "{**,}";
}

}  // namespace

void AllCapabilities(const ApparmorSubject& subject, Findings& findings) {
  FindAllowed(subject, Family::Capability, findings, [](const aa::Rule& rule) -> std::string {
    if (!rule.parts.empty()) return "";
    return "`capability,` gives every capability that the process has otherwise, `sys_admin` and `sys_module` among them; name the ones that it needs";
  });
}

void DangerousCapability(const ApparmorSubject& subject, Findings& findings) {
  struct Row {
    std::string_view name, reason;
  };
  static constexpr Row kRows[] = {
      {"bpf", "loads programs into the kernel"},
      {"mac_admin", "loads and removes AppArmor profiles"},
      {"mac_override", "is above mandatory access control"},
      {"sys_admin", "mounts, and does most of what root does"},
      {"sys_boot", "reboots, and loads another kernel"},
      {"sys_module", "loads code into the kernel"},
      {"sys_ptrace", "reads and writes other users' processes"},
      {"sys_rawio", "reads and writes devices and physical memory"},
  };
  ForOwnRules(subject, [&](const ApparmorProfile&, const ApparmorRule& rule) {
    if (!rule.is(Family::Capability) || rule.denies()) return;
    for (const aa::Part& part : rule.rule->parts) {
      for (const Row& row : kRows) {
        if (part.word.text == row.name)
          findings.Add(
              part.word.span,
              StrFormat("the capability `{}` {}; say in a comment what needs it, or remove it",
                        row.name, row.reason));
      }
    }
  });
}

void WideNetwork(const ApparmorSubject& subject, Findings& findings) {
  FindAllowed(subject, Family::Network, findings, [](const aa::Rule& rule) -> std::string {
    if (!rule.parts.empty()) return "";
    return "`network,` allows sockets of every family, raw and packet sockets and those of obscure protocols too; name the families and types, such as `network inet stream`";
  });
}

void IcmpIsRaw(const ApparmorSubject& subject, Findings& findings) {
  for (const ApparmorProfile& profile : subject.profiles) {
    const auto denies_raw =
        std::find_if(profile.rules.begin(), profile.rules.end(), [](const ApparmorRule& rule) {
          return rule.is(Family::Network) && rule.denies() &&
                 (rule.is_bare() || HasWord(*rule.rule, "raw"));
        });
    for (const ApparmorRule& rule : profile.rules) {
      if (!rule.is_own || !rule.is(Family::Network) || rule.denies() ||
          !HasWord(*rule.rule, "icmp"))
        continue;
      if (denies_raw != profile.rules.end()) {
        findings.Add(
            rule.rule->keyword.span,
            "`icmp` stands for raw sockets, which the profile denies, so that this rule gives nothing; remove one of the two",
            {}, {{denies_raw->rule->keyword.span, "denied here"}});
      } else {
        findings.Add(
            rule.rule->keyword.span,
            "`icmp` stands for raw sockets of every protocol, not for ICMP alone; write `raw` if that is meant");
      }
    }
  }
}

void WideMount(const ApparmorSubject& subject, Findings& findings) {
  for (const Family family : {Family::Mount, Family::Remount}) {
    FindAllowed(subject, family, findings, [](const aa::Rule& rule) -> std::string {
      const bool places =
          std::any_of(rule.parts.begin(), rule.parts.end(), [](const aa::Part& part) {
            return part.kind == aa::PartKind::Word && !IsAnything(part.word.text);
          });
      if (places || HasConditions(rule)) return "";
      return StrFormat(
          "`{}` without a place, file system or options lets every path be covered by any other, past all file rules; say what is mounted where",
          rule.keyword.text);
    });
  }
}

void WideUmount(const ApparmorSubject& subject, Findings& findings) {
  FindAllowed(subject, Family::Umount, findings, [](const aa::Rule& rule) -> std::string {
    if (!rule.parts.empty()) return "";
    return StrFormat(
        "`{}` of anything uncovers what runtimes hide under mounts, such as parts of /proc; name the mount points, or remove it if nothing may be mounted",
        rule.keyword.text);
  });
}

void WidePtrace(const ApparmorSubject& subject, Findings& findings) {
  FindAllowed(subject, Family::Ptrace, findings, [](const aa::Rule& rule) -> std::string {
    const aa::Condition* peer = ConditionOf(rule, "peer");
    const bool any =
        peer == nullptr || (peer->values.size() == 1 && IsAnything(peer->values[0].text));
    const std::vector<std::string_view> words = WordsOf(rule);
    const bool traces =
        words.empty() || std::any_of(words.begin(), words.end(), [](std::string_view word) {
          return word == "trace" || word == "rw" || word == "w";
        });
    if (!any || !traces) return "";
    return "`ptrace` with any peer reads and changes unconfined processes too, and so acts with their rights; write `peer=@{profile_name}`, or the profile that is traced";
  });
}

void WideSignal(const ApparmorSubject& subject, Findings& findings) {
  FindAllowed(subject, Family::Signal, findings, [](const aa::Rule& rule) -> std::string {
    if (ConditionOf(rule, "peer") != nullptr || ConditionOf(rule, "set") != nullptr) return "";
    const std::vector<std::string_view> words = WordsOf(rule);
    const bool sends =
        words.empty() || std::any_of(words.begin(), words.end(), [](std::string_view word) {
          return word == "send" || word == "rw" || word == "w";
        });
    if (!sends) return "";
    return "every signal may go to every process; write `peer=` with the profiles that are meant, or `set=` with the signals";
  });
}

void WideDbus(const ApparmorSubject& subject, Findings& findings) {
  FindAllowed(subject, Family::Dbus, findings, [](const aa::Rule& rule) -> std::string {
    for (const aa::Part& part : rule.parts) {
      if (part.kind == aa::PartKind::Condition && part.condition.name.text != "bus") return "";
    }
    if (HasWord(rule, "eavesdrop") && WordsOf(rule).size() == 1)
      return "`dbus eavesdrop` hears all messages of the bus, those with passwords too; remove it";
    return "this reaches every service on the bus, those that run commands as root too; name the peer, path or interface";
  });
}

void WideChangeProfile(const ApparmorSubject& subject, Findings& findings) {
  FindAllowed(subject, Family::ChangeProfile, findings, [](const aa::Rule& rule) -> std::string {
    bool arrow = false;
    for (const aa::Part& part : rule.parts) {
      if (part.kind == aa::PartKind::Arrow)
        arrow = true;
      else if (arrow && part.kind == aa::PartKind::Word && !IsAnything(part.word.text) &&
               part.word.text != "unconfined")
        return "";
    }
    return "a program that may change to any profile may change to `unconfined`; name the profiles after `->`";
  });
}

}  // namespace polc::lint
