#pragma once

// Where a profile will run and where its includes are, as a command line or a `polc.toml` says it
// in words.

#include <optional>
#include <string>
#include <vector>

#include "compiler/apparmor/includes.h"
#include "compiler/base/diagnostic.h"
#include "compiler/docker/docker_context.h"

namespace polc {

// The options --arch, --cap, --kernel, --target and --runtime; an empty one was not given.
struct ContextOptions {
  std::string arch;
  std::string cap;
  std::string kernel;
  std::string target;
  std::string runtime;
};
// Reports `unknown-arch`, `unknown-capability`, `invalid-value` and `bad-usage`.
[[nodiscard]] std::optional<DockerContext> ResolveContext(const ContextOptions& options,
                                                          DiagnosticSink& diagnostics);

// The options -I and --base: where AppArmor's includes are found.
struct IncludeFlags {
  std::vector<std::string> directories;
  std::string base = "/etc/apparmor.d";
};
[[nodiscard]] aa::IncludeOptions ResolveIncludes(const IncludeFlags& flags);

}  // namespace polc
