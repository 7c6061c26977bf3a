#pragma once

// Resolves a Docker-format profile for a context, as the engine that reads it and a runtime do
// (engine.h; runc libcontainer/seccomp): which architectures the filter has, which rules apply,
// what each returns. The runtime's own checks before the filter are added later (runtime_stub.h).

#include <optional>
#include <vector>

#include "compiler/base/diagnostic.h"
#include "compiler/docker/docker_context.h"
#include "compiler/docker/scmp_filter.h"
#include "grammar/docker_json/ast.h"

namespace polc {

// Reports unknown architectures, capabilities and errno names, and keys that the engine does not
// read. Nothing is returned only if no filter can be made at all.
[[nodiscard]] std::optional<ScmpFilter> ResolveDocker(const docker::Profile& profile,
                                                      const DockerContext& context,
                                                      DiagnosticSink& diagnostics);

// The native architectures of the machines that the profile is for, in its order: those of
// `archMap`, or of `architectures`. Empty if it lists none that the engine reads: the profile is
// then for any machine.
[[nodiscard]] std::vector<Arch> NativesOf(const docker::Profile& profile, Engine engine);

}  // namespace polc
