#include "compiler/apparmor/exec_conflicts.h"

#include <cstdlib>

#include "compiler/apparmor/check.h"
#include "compiler/base/str_format.h"

namespace polc::aa {

void ExecConflicts::Add(const Rule& rule, const std::vector<std::string>& paths,
                        DiagnosticSink& diagnostics) {
  if (rule.family != Family::File || rule.prefix.mode.text == "deny" || !rule.perms.span.known())
    return;
  const FilePerms perms = ReadFilePerms(rule.perms.text);
  if (perms.exec.size() != 1) return;
  std::string mode = perms.exec[0];
  if (rule.target.span.known()) mode += " -> " + rule.target.text;
  const std::string owner = rule.prefix.owner.text == "user" ? "owner" : rule.prefix.owner.text;
  const long priority = std::strtol(rule.prefix.priority.text.c_str(), nullptr, 10);
  bool reported = false;
  for (const std::string& path : paths) {
    std::vector<Seen>& all = by_path_[path];
    for (const Seen& other : all) {
      const bool apart = !owner.empty() && !other.owner.empty() && owner != other.owner;
      if (other.mode == mode || apart || other.priority != priority || reported) continue;
      reported = true;
      diagnostics.Add(
          {DiagnosticId::ConflictingExec,
           Severity::Error,
           rule.perms.span,
           StrFormat("two rules give `{}` different exec modes, `{}` and `{}`; keep one of the two",
                     path, mode, other.mode),
           {{other.span, "the other rule"}},
           {},
           {}});
    }
    all.push_back({mode, owner, priority, rule.perms.span});
  }
}

}  // namespace polc::aa
