#pragma once

// Where AppArmor's includes are found, for every command that reads profiles: -I and --base.

#include <string>
#include <vector>

#include "compiler/cli/command_line.h"
#include "compiler/session/apparmor.h"

namespace polc::cli {

struct IncludeFlags {
  std::vector<std::string> directories;
  std::string base = "/etc/apparmor.d";
};
void AddIncludeFlags(const CommandLine& command, IncludeFlags& flags);
[[nodiscard]] aa::IncludeOptions ResolveIncludes(const IncludeFlags& flags);

}  // namespace polc::cli
