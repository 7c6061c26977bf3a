#pragma once

// What a runtime puts before the filter that it loads. runc answers ENOSYS to calls that are newer
// than the newest one that the profile names, so that libc falls back to older ones; by number, for
// each architecture on its own. crun adds nothing.

#include <vector>

#include "compiler/docker/engine.h"
#include "compiler/docker/scmp_filter.h"
#include "compiler/ir/stub.h"

namespace polc {

// The ABIs on which calls above `last` get ENOSYS, in the filter's order; none where the runtime
// puts no stub. Of a filter whose conditions on capabilities and the kernel are decided.
[[nodiscard]] std::vector<StubLimit> StubOf(const ScmpFilter& filter, Runtime runtime);

}  // namespace polc
