#pragma once

// The checks that a runtime puts before the filter. runc answers ENOSYS to calls with larger
// numbers than all that the profile names, on each architecture separately, so that libc falls back
// to older calls. crun adds nothing.

#include <vector>

#include "compiler/docker/engine.h"
#include "compiler/docker/scmp_filter.h"
#include "compiler/ir/stub.h"

namespace polc {

// The ABIs on which calls above `last` get ENOSYS, in the filter's order; none if the runtime adds
// no stub. The filter's conditions on capabilities and the kernel must be decided.
[[nodiscard]] std::vector<StubLimit> StubOf(const ScmpFilter& filter, Runtime runtime);

}  // namespace polc
