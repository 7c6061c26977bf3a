#pragma once

// A template in the policy language, as an engineer would begin to write it: groups for long lists
// of syscalls, names for arguments and values, blocks for environments.

#include <optional>
#include <string>

#include "compiler/base/diagnostic.h"
#include "compiler/emit/machine.h"

namespace polc {

// One policy of this name. Reports `not-expressible`. The caller reads it back and proves it.
// Throws NodeBudgetExceeded.
[[nodiscard]] std::optional<std::string> ToPolicyText(Diagram& diagram, const Template& profile,
                                                      const std::string& name,
                                                      DiagnosticSink& diagnostics);

}  // namespace polc
