#pragma once

// Prepares a resolved profile file for apparmor_parser: `polc compile --emit apparmor` formats the
// result.

#include <string>

#include "compiler/apparmor/resolve.h"

namespace polc::aa {

// What the text is for: Any is the newest, V3 and V4 are apparmor_parser 3.0 and 4.0.
enum class TargetAbi { Any, V3, V4 };

// Every variable is replaced by what it stands for, as apparmor_parser would replace it.
[[nodiscard]] File Expanded(Resolved resolved, DiagnosticSink& diagnostics);

// Rewrites what the target spells otherwise, and reports what it cannot read (`too-new`).
void Retarget(File& file, TargetAbi target, DiagnosticSink& diagnostics);

}  // namespace polc::aa
