#pragma once

// A filter's meaning as libseccomp rules that never overlap, so that no library's order of rules
// matters: the way from a filter without a profile (raw BPF) to OCI JSON and to libseccomp's API.

#include <optional>

#include "compiler/docker/scmp_filter.h"
#include "compiler/ir/diagram.h"

namespace polc {

// A rule has a name and means the same on every ABI, which a filter need not: what comes out is the
// best attempt, and the caller proves it (ToPolicy, Lower) before using it. Nothing if a syscall's
// answer depends on the instruction pointer, or that of unnamed numbers on anything, or if it would
// take more than `max_rules`. There must be an ABI, and all conditions on the environment must be
// decided. Throws NodeBudgetExceeded.
[[nodiscard]] std::optional<ScmpFilter> Cover(Diagram& diagram, Filter filter,
                                              const std::vector<Arch>& arches, size_t max_rules);

}  // namespace polc
