#pragma once

// Docker-format JSON with its conditions kept: `archMap`, and `includes` and `excludes` with
// capabilities, kernels and machines.

#include <optional>
#include <string>

#include "compiler/base/diagnostic.h"
#include "compiler/emit/machine.h"

namespace polc {

// Reports `not-expressible`. What comes out is the best attempt: the caller reads it back and
// proves it.
[[nodiscard]] std::optional<std::string> ToDockerJson(Diagram& diagram, const Template& profile,
                                                      DiagnosticSink& diagnostics);

}  // namespace polc
