// Names of other things: profiles, buses, limits.

#include <algorithm>
#include <map>

#include "compiler/base/str_format.h"
#include "compiler/base/strings.h"
#include "compiler/lint/apparmor.h"

namespace polc::lint {
namespace {

constexpr size_t kMostNear = 200;

bool IsPlain(std::string_view word) {
  return word.find_first_of("*?[{\\@&:") == std::string_view::npos;
}

}  // namespace

void UnknownBus(const ApparmorSubject& subject, Findings& findings) {
  static constexpr std::string_view kBuses[] = {"system", "session", "accessibility", "fcitx",
                                                "ibus"};
  ForOwnRules(subject, [&](const ApparmorProfile&, const ApparmorRule& rule) {
    if (!rule.is(aa::Family::Dbus)) return;
    const aa::Condition* bus = ConditionOf(*rule.rule, "bus");
    if (bus == nullptr) return;
    for (const aa::Word& value : bus->values) {
      if (!IsPlain(value.text) ||
          std::find(std::begin(kBuses), std::end(kBuses), value.text) != std::end(kBuses))
        continue;
      findings.Add(value.span,
                   StrFormat("there is no bus `{}` on usual systems, so the rule has no effect{}",
                             value.text, DidYouMean(value.text, kBuses)));
    }
  });
}

void UnknownChild(const ApparmorSubject& subject, Findings& findings) {
  std::map<const aa::Profile*, std::vector<std::string_view>> children_of;
  for (const ApparmorProfile& profile : subject.profiles)
    children_of[profile.parent].push_back(profile.profile->name.text);
  for (auto& [parent, names] : children_of) std::sort(names.begin(), names.end());
  for (const ApparmorProfile& profile : subject.profiles) {
    // `cx` inside of a child means a sibling of it.
    std::vector<const std::vector<std::string_view>*> families = {&children_of[profile.profile]};
    if (profile.parent != nullptr) families.push_back(&children_of[profile.parent]);
    for (const ApparmorRule& rule : profile.rules) {
      const aa::Word& target = rule.rule->target;
      const bool to_child = rule.is_own && rule.is(aa::Family::File) && !rule.denies() &&
                            rule.has("cC") && target.span.known();
      if (!to_child || !IsPlain(target.text) || target.text.find("//") != std::string::npos)
        continue;
      const bool known = std::any_of(families.begin(), families.end(), [&](const auto* names) {
        return std::binary_search(names->begin(), names->end(), target.text);
      });
      if (known) continue;
      // With very many children the nearest name is no help, and takes long to find.
      std::vector<std::string_view> near;
      for (const auto* names : families) {
        if (names->size() <= kMostNear) near.insert(near.end(), names->begin(), names->end());
      }
      findings.Add(target.span,
                   StrFormat("the profile has no child `{}`, so that executing this fails{}",
                             target.text, DidYouMean(target.text, near)));
    }
  }
}

void RepeatedRlimit(const ApparmorSubject& subject, Findings& findings) {
  for (const ApparmorProfile& profile : subject.profiles) {
    std::map<std::string, Span> seen;
    for (const ApparmorRule& rule : profile.rules) {
      if (!rule.is(aa::Family::Rlimit)) continue;
      const std::vector<std::string_view> words = WordsOf(*rule.rule);
      static constexpr std::string_view kNames[] = {
          "cpu",   "fsize",   "data",  "stack",      "core",     "rss",  "nofile", "ofile", "as",
          "nproc", "memlock", "locks", "sigpending", "msgqueue", "nice", "rtprio", "rttime"};
      const auto name =
          std::find_first_of(words.begin(), words.end(), std::begin(kNames), std::end(kNames));
      if (name == words.end()) continue;
      const auto [first, is_new] = seen.try_emplace(std::string(*name), rule.span());
      if (!is_new && rule.is_own) {
        findings.Add(
            rule.span(),
            StrFormat("the limit `{}` is set again, and the last one counts; remove the other",
                      *name),
            {}, {{first->second, "set first here"}});
      }
    }
  }
}

}  // namespace polc::lint
