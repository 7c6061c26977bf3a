#pragma once

// Says what a profile allows, for readers who have never seen it: `polc explain` of an AppArmor
// profile.

#include <string>
#include <utility>
#include <vector>

#include "compiler/apparmor/resolve.h"

namespace polc::aa {

struct SummaryRule {
  std::string text;  // without its comma
  std::string file;  // the file that it stands in
};
struct SummaryGroup {
  std::string title;
  std::vector<SummaryRule> rules;
};
struct ExecTransition {
  std::string path;
  std::string mode;
  std::string meaning;
  std::string file;
};

struct ProfileSummary {
  std::string name;  // with the names of the profiles around it
  std::string kind;  // "profile", "child profile" or "hat"
  std::string attachment;
  std::string mode;                // "enforce" unless a flag says otherwise
  std::vector<std::string> flags;  // all but that one
  std::vector<std::string> xattrs;
  size_t rules = 0;
  // A rule that belongs to several groups (`/a rwix`) is in each of them.
  std::vector<ExecTransition> execs;
  std::vector<SummaryGroup> groups;  // in a fixed order; none is empty
  std::vector<SummaryRule> denials;
  std::vector<std::pair<std::string, size_t>> included;  // a file, and how many rules it gives
  std::vector<std::string> children;
};

struct Summary {
  std::string file;
  std::vector<ProfileSummary> profiles;  // a child comes after its parent
};

// `resolved` must have no failures (IsFailure).
[[nodiscard]] Summary Summarise(const Resolved& resolved, const std::string& file,
                                const Sources& sources);

// Concise counts the rules from included files and does not list them.
enum class SummaryDetail { Concise, Full };
[[nodiscard]] std::string SummaryText(const Summary& summary, SummaryDetail detail);
// "schema": "polc.explain-apparmor/1"; always full.
[[nodiscard]] std::string SummaryJson(const Summary& summary);

}  // namespace polc::aa
