#pragma once

// Reads a Docker, Podman or OCI seccomp profile into its AST (ast.h) and reports every mistake of
// the file in one run. What makes Docker with runc refuse the file, or read it otherwise than it
// looks, is an error; what is merely suspicious is a warning. Names of syscalls, archs,
// capabilities and errnos are not looked at: compiler/docker does that next.

#include <optional>

#include "compiler/base/diagnostic.h"
#include "compiler/base/source.h"
#include "grammar/docker_json/ast.h"

namespace polc::docker {

// Nothing if the text is not JSON or holds no profile. Otherwise all that could be read, even after
// errors, so that the frontend can report its own in the same run: whoever writes an output must
// look at `diagnostics.has_errors()` first. What was wrong is left out of the lists or, where a
// value must stand, is a harmless one (SCMP_ACT_KILL_PROCESS, SCMP_CMP_EQ, 0).
//
// The profile points into `file`, which therefore must outlive it. The caller bounds the size of
// the file.
[[nodiscard]] std::optional<Profile> ParseProfile(const SourceFile& file,
                                                  DiagnosticSink& diagnostics);
std::optional<Profile> ParseProfile(const SourceFile&& file, DiagnosticSink& diagnostics) = delete;

}  // namespace polc::docker
