#include "compiler/cli/include_flags.h"

namespace polc::cli {

void AddIncludeFlags(const CommandLine& command, IncludeFlags& flags) {
  command
      .Option("-I,--include", flags.directories,
              "A directory to look for AppArmor's `include <name>` in, before the base; repeatable")
      .Metavar("DIR")
      .OneEach();
  command
      .Option("--base", flags.base, "The directory of AppArmor profiles (default: /etc/apparmor.d)")
      .Metavar("DIR");
}

aa::IncludeOptions ResolveIncludes(const IncludeFlags& flags) {
  aa::IncludeOptions options{flags.directories, ""};
  options.search.push_back(flags.base);
  return options;
}

}  // namespace polc::cli
