#pragma once

// Writes a template in the policy language, in the way in which an engineer would begin: groups for
// long lists of syscalls, names for arguments and values, blocks for environments.

#include <optional>
#include <string>

#include "compiler/base/diagnostic.h"
#include "compiler/emit/machine.h"

namespace polc {

// A policy with this name. Reports `not-expressible`. The caller must read it back and prove it.
// Throws NodeBudgetExceeded.
[[nodiscard]] std::optional<std::string> ToPolicyText(Diagram& diagram, const Template& profile,
                                                      const std::string& name,
                                                      DiagnosticSink& diagnostics);

}  // namespace polc
