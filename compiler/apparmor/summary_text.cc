#include <algorithm>

#include "compiler/apparmor/summary.h"
#include "compiler/base/json.h"
#include "compiler/base/str_format.h"

namespace polc::aa {
namespace {

std::string Count(size_t number, std::string_view what) {
  return StrFormat("{} {}{}", number, what, number == 1 ? "" : "s");
}

std::string JoinAll(const std::vector<std::string>& words) {
  std::string text;
  for (const std::string& word : words) text += (text.empty() ? "" : ", ") + word;
  return text;
}

class Printer {
 public:
  Printer(const Summary& summary, SummaryDetail detail) : summary_(summary), detail_(detail) {}

  std::string Run() {
    text_ = StrFormat("{}: {}\n", summary_.file, Count(summary_.profiles.size(), "profile"));
    for (const ProfileSummary& profile : summary_.profiles) Print(profile);
    return std::move(text_);
  }

 private:
  void Print(const ProfileSummary& profile) {
    text_ += StrFormat("\n{} {}", profile.kind, profile.name);
    text_ += profile.attachment.empty() ? "" : ", attached to " + profile.attachment;
    size_t from_includes = 0;
    for (const auto& [file, rules] : profile.included) from_includes += rules;
    text_ += "\n  " + Count(profile.rules, "rule");
    if (from_includes != 0)
      text_ += StrFormat(", {} of them from {}", from_includes,
                         Count(profile.included.size(), "included file"));
    text_ += StrFormat("\n  mode: {}\n", profile.mode);
    if (!profile.flags.empty()) text_ += StrFormat("  flags: {}\n", JoinAll(profile.flags));
    if (!profile.xattrs.empty())
      text_ += StrFormat("  only for files with: {}\n", JoinAll(profile.xattrs));
    PrintExecs(profile.execs);
    for (const SummaryGroup& group : profile.groups) PrintRules(group.title, group.rules);
    PrintRules("denied, whatever else allows it", profile.denials);
    if (!profile.children.empty())
      text_ += StrFormat("  child profiles: {}\n", JoinAll(profile.children));
    if (profile.included.empty()) return;
    text_ += "  included:\n";
    for (const auto& [file, rules] : profile.included)
      text_ += StrFormat("    {} ({})\n", file, Count(rules, "rule"));
  }

  template <class Rules>
  size_t Hidden(const Rules& rules) const {
    if (detail_ == SummaryDetail::Full) return 0;
    return static_cast<size_t>(std::count_if(
        rules.begin(), rules.end(), [&](const auto& rule) { return rule.file != summary_.file; }));
  }

  // Writes the title of a group. If all its rules are from included files, it only says how many.
  template <class Rules>
  void PrintTitle(const std::string& title, const Rules& rules) {
    const size_t hidden = Hidden(rules);
    text_ += StrFormat("  {}:", title);
    if (hidden == rules.size())
      text_ += StrFormat(" {} by included files", hidden);
    else if (hidden != 0)
      text_ += StrFormat(" (and {} by included files)", hidden);
    text_ += "\n";
  }

  void PrintRules(const std::string& title, const std::vector<SummaryRule>& rules) {
    if (rules.empty()) return;
    PrintTitle(title, rules);
    for (const SummaryRule& rule : rules) {
      if (detail_ == SummaryDetail::Full || rule.file == summary_.file)
        text_ += StrFormat("    {}\n", rule.text);
    }
  }

  void PrintExecs(const std::vector<ExecTransition>& execs) {
    if (execs.empty()) {
      return;
    }
    PrintTitle("executes", execs);
    for (const ExecTransition& exec : execs) {
      if (detail_ == SummaryDetail::Full || exec.file == summary_.file)
        text_ += StrFormat("    {} {}: {}\n", exec.path, exec.mode, exec.meaning);
    }
  }

  const Summary& summary_;
  SummaryDetail detail_;
  std::string text_;
};

Json RulesJson(const std::vector<SummaryRule>& rules) {
  Json list = Json::Array();
  for (const SummaryRule& rule : rules) {
    Json made;
    made["rule"] = rule.text;
    made["file"] = rule.file;
    list.Add(std::move(made));
  }
  return list;
}

Json ProfileJson(const ProfileSummary& profile) {
  Json made;
  made["name"] = profile.name;
  made["kind"] = profile.kind;
  made["attachment"] = profile.attachment.empty() ? Json(nullptr) : Json(profile.attachment);
  made["mode"] = profile.mode;
  made["flags"] = Json::ArrayOf(profile.flags);
  made["xattrs"] = Json::ArrayOf(profile.xattrs);
  made["rules"] = profile.rules;
  made["executes"] = Json::Array();
  for (const ExecTransition& exec : profile.execs) {
    Json one;
    one["path"] = exec.path;
    one["mode"] = exec.mode;
    one["meaning"] = exec.meaning;
    one["file"] = exec.file;
    made["executes"].Add(std::move(one));
  }
  made["allows"] = Json::Object();
  for (const SummaryGroup& group : profile.groups)
    made["allows"][group.title] = RulesJson(group.rules);
  made["denies"] = RulesJson(profile.denials);
  made["included"] = Json::Array();
  for (const auto& [file, rules] : profile.included) {
    Json one;
    one["file"] = file;
    one["rules"] = rules;
    made["included"].Add(std::move(one));
  }
  made["children"] = Json::ArrayOf(profile.children);
  return made;
}

}  // namespace

std::string SummaryText(const Summary& summary, SummaryDetail detail) {
  return Printer(summary, detail).Run();
}

std::string SummaryJson(const Summary& summary) {
  Json document;
  document["schema"] = "polc.explain-apparmor/1";
  document["file"] = summary.file;
  document["profiles"] = Json::Array();
  for (const ProfileSummary& profile : summary.profiles)
    document["profiles"].Add(ProfileJson(profile));
  return document.Dump();
}

}  // namespace polc::aa
