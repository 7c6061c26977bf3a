// Rules against rules of the same profile: what stands twice, is contained, or is taken back.

#include <algorithm>
#include <map>

#include "compiler/base/str_format.h"
#include "compiler/lint/apparmor.h"
#include "compiler/lint/glob_path.h"

namespace polc::lint {
namespace {

using aa::Family;

// Two rules out of many are compared by their paths: beyond this many the automata have to.
constexpr size_t kMostCompared = 400;

void AppendCondition(const aa::Condition& condition, std::string& key) {
  key += StrFormat(" {}{}(", condition.name.text, condition.op.text);
  for (const aa::Word& value : condition.values) key += StrFormat("{},", value.text);
  for (const aa::Condition& inner : condition.group) AppendCondition(inner, key);
  key += ")";
}

// Equal for rules that say the same in the same order.
std::string KeyOf(const aa::Rule& rule) {
  std::string letters = rule.perms.text;
  std::sort(letters.begin(), letters.end());
  std::string key = StrFormat("{} {} {} {} {} {} {} {} {} -> {}", aa::KeywordOf(rule.family),
                              rule.prefix.priority.text, rule.prefix.audit.text,
                              rule.prefix.mode.text == "allow" ? "" : rule.prefix.mode.text,
                              rule.prefix.owner.text, rule.transition.text, letters,
                              rule.subset.text, rule.path.text, rule.target.text);
  for (const aa::Part& part : rule.parts) {
    key += part.kind == aa::PartKind::Arrow ? " ->" : StrFormat(" {}", part.word.text);
    for (const aa::Word& word : part.list) key += StrFormat("{},", word.text);
    if (part.kind == aa::PartKind::Condition) AppendCondition(part.condition, key);
  }
  return key;
}

bool IsPlainFile(const ApparmorRule& rule) {
  return rule.is(Family::File) && !rule.paths.empty() && !rule.rule->prefix.priority.span.known() &&
         !rule.rule->target.span.known();
}

// `w` contains `a`.
bool HoldsLetters(const ApparmorRule& broad, const ApparmorRule& narrow) {
  const std::string& have = broad.rule->perms.text;
  return std::all_of(narrow.rule->perms.text.begin(), narrow.rule->perms.text.end(),
                     [&](char letter) {
                       return have.find(letter) != std::string::npos ||
                              (letter == 'a' && have.find('w') != std::string::npos);
                     });
}

bool CoversPaths(const ApparmorRule& broad, const ApparmorRule& narrow, GlobComparer& globs) {
  return std::all_of(narrow.paths.begin(), narrow.paths.end(), [&](const PathPattern& path) {
    return std::any_of(broad.paths.begin(), broad.paths.end(),
                       [&](const PathPattern& tree) { return globs.Covers(tree, path); });
  });
}

std::vector<const ApparmorRule*> PlainFiles(const ApparmorProfile& profile) {
  std::vector<const ApparmorRule*> rules;
  for (const ApparmorRule& rule : profile.rules) {
    if (IsPlainFile(rule) && rules.size() < kMostCompared) rules.push_back(&rule);
  }
  return rules;
}

}  // namespace

void DuplicateRule(const ApparmorSubject& subject, Findings& findings) {
  for (const ApparmorProfile& profile : subject.profiles) {
    std::map<std::string, Span> seen;
    for (const ApparmorRule& rule : profile.rules) {
      if (!rule.is_own || rule.is(Family::Rlimit)) continue;
      const auto [first, is_new] = seen.try_emplace(KeyOf(*rule.rule), rule.span());
      if (!is_new)
        findings.Add(rule.span(), "this rule stands here twice; remove one of the two", {},
                     {{first->second, "the other one"}});
    }
  }
}

void CoveredRule(const ApparmorSubject& subject, Findings& findings) {
  GlobComparer globs;
  for (const ApparmorProfile& profile : subject.profiles) {
    if (HasTooManyPairs(profile)) continue;
    const std::vector<const ApparmorRule*> rules = PlainFiles(profile);
    for (const ApparmorRule* narrow : rules) {
      if (!narrow->is_own || narrow->has("xX") || narrow->rule->prefix.mode.text == "prompt")
        continue;
      const auto covers = [&](const ApparmorRule* broad) {
        const aa::Prefix &outer = broad->rule->prefix, &inner = narrow->rule->prefix;
        const bool same = broad->denies() == narrow->denies() && outer.mode.text != "prompt" &&
                          outer.audit.text == inner.audit.text &&
                          (outer.owner.text.empty() || outer.owner.text == inner.owner.text);
        return broad != narrow && broad->is_own && same && HoldsLetters(*broad, *narrow) &&
               CoversPaths(*broad, *narrow, globs) && KeyOf(*broad->rule) != KeyOf(*narrow->rule);
      };
      const auto broad = std::find_if(rules.begin(), rules.end(), covers);
      if (broad == rules.end()) continue;
      const bool mutual = CoversPaths(*narrow, **broad, globs) && HoldsLetters(*narrow, **broad) &&
                          (*broad)->span() > narrow->span();
      if (mutual || globs.is_exhausted()) continue;  // said of the other one
      findings.Add(
          narrow->span(),
          "another rule of the profile contains this one, so that it adds nothing; remove it, or narrow the other",
          {}, {{(*broad)->span(), "contains it"}});
    }
  }
}

void DeniedAllow(const ApparmorSubject& subject, Findings& findings) {
  GlobComparer globs;
  for (const ApparmorProfile& profile : subject.profiles) {
    if (HasTooManyPairs(profile)) continue;
    const std::vector<const ApparmorRule*> rules = PlainFiles(profile);
    for (const ApparmorRule* allow : rules) {
      if (allow->denies() || !allow->is_own) continue;
      const auto deny = std::find_if(rules.begin(), rules.end(), [&](const ApparmorRule* other) {
        if (!other->denies() || other->rule->prefix.owner.span.known()) return false;
        const bool takes_exec = !allow->has("xX") || other->has("xX");
        std::string rest = allow->rule->perms.text;
        std::erase_if(rest, [](char c) {
          return std::string_view("xXipPcCuU").find(c) != std::string_view::npos;
        });
        const bool takes_rest = std::all_of(rest.begin(), rest.end(), [&](char c) {
          const std::string& denied = other->rule->perms.text;
          return denied.find(c) != std::string::npos;
        });
        return takes_exec && takes_rest && CoversPaths(*other, *allow, globs);
      });
      if (deny == rules.end()) continue;
      findings.Add(
          allow->span(),
          "a deny rule takes all of this back, and without a line in the log; remove one of the two",
          {}, {{(*deny)->span(), "denied here"}});
    }
  }
}

void DenyAppendOnly(const ApparmorSubject& subject, Findings& findings) {
  GlobComparer globs;
  for (const ApparmorProfile& profile : subject.profiles) {
    if (HasTooManyPairs(profile)) continue;
    const std::vector<const ApparmorRule*> rules = PlainFiles(profile);
    for (const ApparmorRule* deny : rules) {
      if (!deny->denies() || !deny->is_own || !deny->has("a") || deny->has("w")) continue;
      const auto writes =
          std::find_if(profile.rules.begin(), profile.rules.end(), [&](const ApparmorRule& rule) {
            if (rule.denies() || !rule.is(Family::File)) return false;
            return rule.is_bare() ||
                   (rule.has("w") && IsPlainFile(rule) && CoversPaths(rule, *deny, globs));
          });
      if (writes == profile.rules.end()) continue;
      findings.Add(deny->rule->perms.span,
                   "denying `a` leaves `w`, which appends as well; write `w`", {},
                   {{writes->span(), "allows writing"}});
    }
  }
}

void DotdotPath(const ApparmorSubject& subject, Findings& findings) {
  ForOwnRules(subject, [&](const ApparmorProfile&, const ApparmorRule& rule) {
    for (const PathPattern& path : rule.paths) {
      for (const std::string_view part : {"/../", "/./"}) {
        if (path.text().find(part) == std::string::npos) continue;
        findings.Add(
            rule.span(),
            StrFormat(
                "the kernel's paths have no `{}`, so that this matches nothing; write the path without it",
                part));
      }
    }
  });
}

}  // namespace polc::lint
