#pragma once

// Writes a filter as libseccomp rules that never overlap, so that no library's order of rules
// matters. A filter without a profile (raw BPF) becomes OCI JSON or calls of libseccomp in this
// way.

#include <optional>

#include "compiler/docker/scmp_filter.h"
#include "compiler/ir/diagram.h"

namespace polc {

// A rule has a name and is the same on every ABI, but a filter need not be. So the result is only
// an attempt, and the caller must prove it (ToPolicy, Lower) before using it. Nothing if a
// syscall's answer depends on the instruction pointer, if the answer to numbers without names
// depends on anything, or if it takes more than `max_rules` rules. There must be an ABI, and all
// conditions on the environment must be decided. Throws NodeBudgetExceeded.
[[nodiscard]] std::optional<ScmpFilter> Cover(Diagram& diagram, Filter filter,
                                              const std::vector<Arch>& arches, size_t max_rules);

}  // namespace polc
