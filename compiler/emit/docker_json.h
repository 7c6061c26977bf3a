#pragma once

// Writes Docker-format JSON that keeps conditions on the environment: `archMap`, and `includes` and
// `excludes` with capabilities, kernels and machines.

#include <optional>
#include <string>

#include "compiler/base/diagnostic.h"
#include "compiler/emit/machine.h"

namespace polc {

// Reports `not-expressible`. The result is only an attempt: the caller must read it back and prove
// it.
[[nodiscard]] std::optional<std::string> ToDockerJson(Diagram& diagram, const Template& profile,
                                                      DiagnosticSink& diagnostics);

}  // namespace polc
