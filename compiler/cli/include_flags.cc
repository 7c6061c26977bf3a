#include "compiler/cli/include_flags.h"

namespace polc::cli {

void AddIncludeFlags(CLI::App& app, IncludeFlags& flags) {
  app.add_option("-I,--include", flags.directories, "A directory to look for AppArmor's `include <name>` in, before the base; repeatable")
      ->type_name("DIR")
      ->allow_extra_args(false);
  app.add_option("--base", flags.base, "The directory of AppArmor profiles (default: /etc/apparmor.d)")->type_name("DIR");
}

aa::IncludeOptions ResolveIncludes(const IncludeFlags& flags) {
  aa::IncludeOptions options{flags.directories, ""};
  options.search.push_back(flags.base);
  return options;
}

}  // namespace polc::cli
