#pragma once

// Writes the `linux.seccomp` object of the OCI runtime specification: a profile without conditions
// on the environment, which every runtime reads in the same way.

#include <string>

#include "compiler/docker/scmp_filter.h"

namespace polc {

// ReportUnwritable() must find nothing in the filter, and all conditions on the environment must be
// decided.
[[nodiscard]] std::string ToOciJson(const ScmpFilter& filter);

}  // namespace polc
