// What stands around the rules: the profile's header, its includes, the file's abi.

#include <algorithm>

#include "compiler/lint/apparmor.h"

namespace polc::lint {
namespace {

const aa::Word* FlagOf(const aa::Profile& profile, std::string_view name) {
  const auto found = std::find_if(profile.flags.begin(), profile.flags.end(),
                                  [&](const aa::Word& flag) { return flag.text == name; });
  return found == profile.flags.end() ? nullptr : &*found;
}

const aa::Profile* FirstProfile(const ApparmorSubject& subject) {
  for (const ApparmorProfile& profile : subject.profiles) {
    if (subject.is_own(profile.profile->name.span)) return profile.profile;
  }
  return nullptr;
}

}  // namespace

void MissingAbi(const ApparmorSubject& subject, Findings& findings) {
  const aa::Profile* first = FirstProfile(subject);
  const auto& statements = subject.resolved.tree.statements;
  const bool given =
      std::any_of(statements.begin(), statements.end(), [](const aa::Statement& statement) {
        return std::holds_alternative<aa::Abi>(statement.node);
      });
  if (first == nullptr || given) return;
  findings.Add(
      first->name.span,
      "no `abi` rule: the parser takes the features of AppArmor 2.x, so that newer kinds of rules, and network rules on newer kernels, are not enforced; "
      "write `abi <abi/3.0>,` or `abi <abi/4.0>,` at the top of the file");
}

void ComplainMode(const ApparmorSubject& subject, Findings& findings) {
  for (const ApparmorProfile& profile : subject.profiles) {
    const aa::Word* flag = FlagOf(*profile.profile, "complain");
    if (flag == nullptr || !subject.is_own(flag->span)) continue;
    findings.Add(
        flag->span,
        "this profile logs what it does not allow, and denies only what a `deny` rule names; remove `complain` when the log is clean");
  }
}

void UnconfinedFlag(const ApparmorSubject& subject, Findings& findings) {
  for (const ApparmorProfile& profile : subject.profiles) {
    for (const std::string_view name : {"unconfined", "default_allow"}) {
      const aa::Word* flag = FlagOf(*profile.profile, name);
      if (flag == nullptr || !subject.is_own(flag->span)) continue;
      const auto idle =
          std::find_if(profile.rules.begin(), profile.rules.end(), [&](const ApparmorRule& rule) {
            const bool matters = rule.denies() && name == "default_allow";
            return !matters && rule.is_own && !rule.is(aa::Family::Userns) &&
                   !rule.is(aa::Family::All);
          });
      if (idle == profile.rules.end()) continue;
      findings.Add(
          flag->span,
          StrFormat(
              "a profile that is `{}` allows everything, whatever its rules say; remove the flag or the rules",
              name),
          {}, {{idle->span(), "a rule without effect"}});
    }
  }
}

}  // namespace polc::lint
