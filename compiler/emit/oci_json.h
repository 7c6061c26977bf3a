#pragma once

// The `linux.seccomp` object of the OCI runtime specification: a profile with nothing left to resolve, which every runtime
// reads alike.

#include <string>

#include "compiler/frontend/scmp_filter.h"

namespace polc {

[[nodiscard]] std::string ToOciJson(const ScmpFilter& filter);

}  // namespace polc
