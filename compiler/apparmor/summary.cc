#include "compiler/apparmor/summary.h"

#include <algorithm>
#include <array>

#include "compiler/apparmor/check.h"
#include "grammar/apparmor/format.h"

namespace polc::aa {
namespace {

enum Group {
  Read,
  Write,
  OtherFile,
  Link,
  Capability,
  Network,
  Unix,
  Mount,
  Ipc,
  Change,
  Limit,
  Other,
  kGroups
};
constexpr std::array<std::string_view, kGroups> kTitles = {"reads",
                                                           "writes",
                                                           "other access to files",
                                                           "links",
                                                           "capabilities",
                                                           "network",
                                                           "unix",
                                                           "mounts",
                                                           "other processes and IPC",
                                                           "changes profile",
                                                           "limits",
                                                           "everything else"};

Group GroupOf(Family family) {
  switch (family) {
    case Family::File:
      return OtherFile;
    case Family::Link:
      return Link;
    case Family::Capability:
      return Capability;
    case Family::Network:
      return Network;
    case Family::Unix:
      return Unix;
    case Family::Mount:
    case Family::Remount:
    case Family::Umount:
    case Family::PivotRoot:
      return Mount;
    case Family::Signal:
    case Family::Ptrace:
    case Family::Dbus:
    case Family::Mqueue:
      return Ipc;
    case Family::ChangeProfile:
      return Change;
    case Family::Rlimit:
      return Limit;
    case Family::All:
    case Family::Userns:
    case Family::IoUring:
      return Other;
  }
  return Other;
}

char Lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

// The letters of a mode are explained in apparmor.d(5): `p` is a profile by attachment, `c` a
// child, `i` inherit, `u` unconfined; a capital letter clears the environment.
std::string MeaningOf(const std::string& mode, const Word& target, const Word& transition) {
  const char first = Lower(mode[0]);
  const bool named = target.span.known();
  std::string text;
  switch (first) {
    case 'i':
      text = "under this profile";
      break;
    case 'u':
      text = "without a profile";
      break;
    case 'p':
      text = named ? "under " + target.text : "under the profile that is attached to it";
      break;
    case 'c':
      text = named ? "under its child " + target.text
                   : "under the child profile that is attached to it";
      break;
    default:
      return "under the profile that another rule names";
  }
  if (mode.size() == 3)
    text += Lower(mode[1]) == 'i' ? ", else under this one" : ", else without one";
  const bool capital = mode[0] >= 'A' && mode[0] <= 'Z';
  if (transition.text == "unsafe") return text + "; keeps its environment";
  if (first != 'i')
    text += capital || transition.text == "safe" ? "; its environment is cleared"
                                                 : "; keeps its environment";
  return text;
}

class Summariser {
 public:
  Summariser(const Sources& sources, Summary& summary) : sources_(sources), summary_(summary) {}

  void Add(const Profile& profile, const std::string& parent) {
    const size_t at = summary_.profiles.size();
    summary_.profiles.emplace_back();
    ProfileSummary made;
    const bool hat = profile.form == ProfileForm::Hat || profile.form == ProfileForm::Caret;
    made.kind = hat ? "hat" : parent.empty() ? "profile" : "child profile";
    made.name = parent.empty() ? profile.name.text : parent + "//" + profile.name.text;
    made.attachment = profile.attachment.span.known() ? profile.attachment.text : "";
    if (made.attachment.empty() && !hat && profile.name.text.starts_with("/"))
      made.attachment = profile.name.text;
    made.mode = "enforce";
    for (const Word& flag : profile.flags) {
      const bool mode = flag.text == "complain" || flag.text == "kill" ||
                        flag.text == "unconfined" || flag.text == "enforce" ||
                        flag.text == "prompt" || flag.text == "default_allow";
      if (mode)
        made.mode = flag.text;
      else
        made.flags.push_back(flag.text);
    }
    for (const Xattr& xattr : profile.xattrs)
      made.xattrs.push_back(xattr.name.text +
                            (xattr.value.span.known() ? "=" + xattr.value.text : ""));
    std::array<std::vector<SummaryRule>, kGroups> groups;
    for (const Statement& statement : profile.body) {
      if (const auto* rule = std::get_if<Rule>(&statement.node))
        AddRule(*rule, statement.span, made, groups);
      if (const auto* child = std::get_if<Profile>(&statement.node))
        made.children.push_back(made.name + "//" + child->name.text);
    }
    for (size_t group = 0; group < kGroups; ++group) {
      if (!groups[group].empty())
        made.groups.push_back({std::string(kTitles[group]), std::move(groups[group])});
    }
    const std::string name = made.name;
    summary_.profiles[at] = std::move(made);
    for (const Statement& statement : profile.body) {
      if (const auto* child = std::get_if<Profile>(&statement.node)) Add(*child, name);
    }
  }

 private:
  using Groups = std::array<std::vector<SummaryRule>, kGroups>;

  void AddRule(const Rule& rule, Span span, ProfileSummary& made, Groups& groups) {
    const std::string file = span.known() ? sources_.Get(span.source).name : summary_.file;
    ++made.rules;
    if (file != summary_.file) CountIncluded(made, file);
    Rule shown = rule;
    const bool denies = rule.prefix.mode.text == "deny";
    if (rule.prefix.mode.text == "allow" || denies) shown.prefix.mode = {};
    std::string text = Format(shown);
    text.pop_back();
    const SummaryRule entry{text, file};
    if (denies) {
      made.denials.push_back(entry);
    } else if (rule.family != Family::File) {
      groups[GroupOf(rule.family)].push_back(entry);
    } else {
      AddFile(rule, entry, made, groups);
    }
  }

  static void AddFile(const Rule& rule, const SummaryRule& entry, ProfileSummary& made,
                      Groups& groups) {
    const FilePerms perms = ReadFilePerms(rule.perms.text);
    for (const std::string& mode : perms.exec) {
      made.execs.push_back(
          {rule.path.text, mode, MeaningOf(mode, rule.target, rule.transition), entry.file});
    }
    const auto has = [&](char c) { return perms.access.find(c) != std::string::npos; };
    if (has('w') || has('a')) {
      groups[Write].push_back(entry);
    } else if (has('r')) {
      groups[Read].push_back(entry);
    } else if (perms.exec.empty() || !perms.access.empty()) {
      groups[has('l') ? Link : OtherFile].push_back(entry);
    }
  }

  static void CountIncluded(ProfileSummary& made, const std::string& file) {
    const auto found = std::find_if(made.included.begin(), made.included.end(),
                                    [&](const auto& each) { return each.first == file; });
    if (found == made.included.end()) {
      made.included.emplace_back(file, 1);
    } else {
      ++found->second;
    }
  }

  const Sources& sources_;
  Summary& summary_;
};

}  // namespace

Summary Summarise(const Resolved& resolved, const std::string& file, const Sources& sources) {
  Summary summary{file, {}};
  Summariser summariser(sources, summary);
  for (const Statement& statement : resolved.tree.statements) {
    if (const auto* profile = std::get_if<Profile>(&statement.node)) summariser.Add(*profile, "");
  }
  return summary;
}

}  // namespace polc::aa
