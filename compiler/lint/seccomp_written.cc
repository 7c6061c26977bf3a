// What the text says that no meaning shows: spellings, keys, architectures and names that lead
// nowhere.

#include <algorithm>
#include <set>

#include "compiler/base/str_format.h"
#include "compiler/base/strings.h"
#include "compiler/lint/json_edits.h"
#include "compiler/lint/seccomp.h"
#include "syscalls/syscall_table.h"

namespace polc::lint {
namespace {

// The ABIs that the profile is for, where it lists them itself. A map of architectures says only
// which others go with a machine: on one that it does not have, the filter is for that machine's
// own.
std::set<Arch> ListedArches(const docker::Profile& profile) {
  std::set<Arch> arches;
  for (const docker::Text& name : profile.architectures) {
    if (const auto arch = ParseScmpArch(name.value)) arches.insert(*arch);
  }
  return arches;
}

// `"name": "x"` as `"names": ["x"]`, for readers to whom the two are the same.
std::vector<Fix> AsNames(const SeccompSubject& subject, Span name) {
  constexpr std::string_view kKey = "\"name\"";
  if (TraitsOf(subject.engine).legacy_name == LegacyNameRead::No) return {};
  const std::string_view text = subject.session.sources.Get(subject.source).text;
  // Between the key and the value stand blanks and one colon; an escaped spelling of the key is
  // left alone.
  const size_t key_end = text.substr(0, name.begin).find_last_not_of(" \t\r\n:") + 1;
  if (!text.substr(0, key_end).ends_with(kKey)) return {};
  const size_t key = key_end - kKey.size();
  const auto begin = static_cast<uint32_t>(key);
  return {{{name.source, begin, begin + static_cast<uint32_t>(kKey.size())}, "\"names\""},
          {name, StrFormat("[{}]", text.substr(name.begin, name.end - name.begin))}};
}

}  // namespace

void DuplicateArchitecture(const SeccompSubject& subject, Findings& findings) {
  std::set<std::string_view> seen;
  for (const docker::Text& name : subject.json->architectures) {
    if (seen.insert(name.value).second) continue;
    const auto fix = RemovalFromList(subject.session.sources.Get(subject.source).text, name.span);
    findings.Add(name.span, StrFormat("`{}` is listed twice; drop one", name.value), {}, {},
                 fix ? std::vector<Fix>{*fix} : std::vector<Fix>{});
  }
  seen.clear();
  for (const docker::ArchMapping& mapping : subject.json->arch_map) {
    if (!seen.insert(mapping.architecture.value).second) {
      findings.Add(
          mapping.span,
          StrFormat(
              "there is another entry for `{}` above, and only the first counts; merge the two",
              mapping.architecture.value));
    }
  }
}

void KillSpelling(const SeccompSubject& subject, Findings& findings) {
  const auto report = [&](const docker::Spanned<docker::Action>& action) {
    if (action.value != docker::Action::Kill) return;
    findings.Add(
        action.span,
        "`SCMP_ACT_KILL` is the old spelling of `SCMP_ACT_KILL_THREAD`, and reads as if it killed the process; write what is meant",
        {}, {}, {{action.span, "\"SCMP_ACT_KILL_THREAD\""}});
  };
  report(subject.json->default_action);
  for (const docker::Syscall& syscall : subject.json->syscalls) report(syscall.action);
}

// A file of the old form has hundreds of such rules, and they are one mistake.
void LegacyName(const SeccompSubject& subject, Findings& findings) {
  size_t count = 0;
  Span first;
  std::vector<Fix> fixes;
  for (const docker::Syscall& syscall : subject.json->syscalls) {
    if (syscall.form != docker::NameForm::LegacyName || syscall.names.empty()) continue;
    if (count++ == 0) first = syscall.names.front().span;
    for (Fix& fix : AsNames(subject, syscall.names.front().span)) fixes.push_back(std::move(fix));
  }
  if (count == 0) return;
  const std::string rules =
      count == 1 ? "this rule" : StrFormat("this rule and {} more", count - 1);
  findings.Add(
      first,
      StrFormat(
          "`name` is Docker's old form, which OCI runtimes and containerd do not read, so that {} would vanish there; write `names` with a list",
          rules),
      {}, {}, std::move(fixes));
}

void MissingDefaultErrno(const SeccompSubject& subject, Findings& findings) {
  const docker::Profile& profile = *subject.json;
  if (profile.default_action.value != docker::Action::Errno || profile.default_errno.number ||
      profile.default_errno.name)
    return;
  findings.Add(
      profile.default_action.span,
      "the default errno is not given, which means EPERM, even for calls that a program could do without if it got ENOSYS; write `defaultErrnoRet`");
}

void MissingSubArchitecture(const SeccompSubject& subject, Findings& findings) {
  const docker::Profile& profile = *subject.json;
  struct Pair {
    Arch native, sub;
  };
  for (const Pair pair : {Pair{Arch::X86_64, Arch::X86}, Pair{Arch::Aarch64, Arch::Arm},
                          Pair{Arch::S390x, Arch::S390}}) {
    const std::string sub(TraitsOf(pair.sub).scmp_name);
    const std::string consequence = StrFormat(
        ", so that every call of a 32-bit program is answered by killing it; add `{}`, or say in a comment that it is meant",
        sub);
    const auto is = [](const docker::Text& name, Arch arch) {
      return ParseScmpArch(name.value) == arch;
    };
    const auto has = [&](const std::vector<docker::Text>& names, Arch arch) {
      return std::any_of(names.begin(), names.end(),
                         [&](const docker::Text& name) { return is(name, arch); });
    };
    if (has(profile.architectures, pair.native) && !has(profile.architectures, pair.sub)) {
      for (const docker::Text& name : profile.architectures) {
        if (is(name, pair.native))
          findings.Add(name.span,
                       StrFormat("`{}` stands without `{}`{}", name.value, sub, consequence));
      }
    }
    for (const docker::ArchMapping& mapping : profile.arch_map) {
      if (!is(mapping.architecture, pair.native) || has(mapping.sub_architectures, pair.sub))
        continue;
      findings.Add(mapping.architecture.span,
                   StrFormat("`{}` has no `{}` among its sub-architectures{}",
                             mapping.architecture.value, sub, consequence));
    }
  }
}

void NameOfOtherAbi(const SeccompSubject& subject, Findings& findings) {
  const std::set<Arch> arches = ListedArches(*subject.json);
  if (arches.empty()) return;
  for (const docker::Syscall& syscall : subject.json->syscalls) {
    if (!syscall.includes.arches.empty()) continue;
    for (const docker::Text& name : syscall.names) {
      if (!IsSyscallName(name.value)) continue;
      const bool used = std::any_of(arches.begin(), arches.end(), [&](Arch arch) {
        return SyscallNumber(arch, name.value).has_value();
      });
      if (used) continue;
      std::vector<std::string> others;
      for (const ArchTraits& traits : AllArches()) {
        if (SyscallNumber(traits.arch, name.value) && others.size() < 3)
          others.push_back(std::string(traits.name));
      }
      findings.Add(name.span,
                   StrFormat("none of the profile's architectures has `{}` ({} do); drop it",
                             name.value, Join(others, ", ")),
                   {}, {}, RemovalOf(subject, name.span));
    }
  }
}

void RepeatedIndex(const SeccompSubject& subject, Findings& findings) {
  for (const docker::Syscall& syscall : subject.json->syscalls) {
    for (size_t i = 0; i < syscall.args.size(); ++i) {
      const docker::Arg& arg = syscall.args[i];
      const auto first = std::find_if(
          syscall.args.begin(), syscall.args.begin() + static_cast<ptrdiff_t>(i),
          [&](const docker::Arg& other) { return other.index.value == arg.index.value; });
      if (first == syscall.args.begin() + static_cast<ptrdiff_t>(i)) continue;
      findings.Add(
          arg.index.span,
          StrFormat(
              "argument {} is compared twice, and runtimes then take every comparison of the rule for an alternative: one that holds is enough; compare it once, by a mask or in rules of their own",
              arg.index.value),
          {}, {{first->index.span, "compared first here"}});
    }
  }
}

}  // namespace polc::lint
