#pragma once

// The `linux.seccomp` object of the OCI runtime specification: a profile with nothing left to
// resolve, which every runtime reads alike.

#include <string>

#include "compiler/docker/scmp_filter.h"

namespace polc {

// Of a filter that ReportUnwritable() has no objection to, with all conditions on the environment
// decided.
[[nodiscard]] std::string ToOciJson(const ScmpFilter& filter);

}  // namespace polc
