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

// Nothing if the text is not JSON or has no profile. Otherwise everything that could be read, even
// after errors, so that compiler/docker can report its own errors in the same run. Callers must
// look at `diagnostics.has_errors()` before they write an output. Wrong elements are left out of
// lists; a wrong value that cannot be left out is replaced by a harmless one
// (SCMP_ACT_KILL_PROCESS, SCMP_CMP_EQ, 0).
//
// The profile points into `file`, which therefore must outlive it. The caller bounds the size of
// the file.
[[nodiscard]] std::optional<Profile> ParseProfile(const SourceFile& file,
                                                  DiagnosticSink& diagnostics);
std::optional<Profile> ParseProfile(const SourceFile&& file, DiagnosticSink& diagnostics) = delete;

}  // namespace polc::docker
