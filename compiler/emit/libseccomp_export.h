#pragma once

// The same filter as the libseccomp of this machine makes it: `compile --backend libseccomp`, and
// the oracle of the tests. The only place that calls the library.

#include <optional>
#include <string>
#include <vector>

#include "compiler/bpf/program.h"
#include "compiler/docker/scmp_filter.h"

namespace polc {

// SCMP_FLTATR_CTL_OPTIMIZE: 1 is what runc below 1.2 installs, 2 what runc since then and crun's
// peers do.
enum class ScmpLayout { Linear = 1, Tree = 2 };

struct ScmpExport {
  std::optional<bpf::Program> program;
  std::string pfc;    // the library's own readable form
  std::string error;  // why there is no program
  std::vector<std::string>
      unknown;  // names that this version of the library does not know, and so left out
};

// Every rule of `filter` is added whose environment holds for every context, so it must be
// resolved. The library does not come to an end on every set of rules: after `seconds` of its time
// that is an error, too.
[[nodiscard]] ScmpExport ExportThroughLibseccomp(const ScmpFilter& filter, ScmpLayout layout,
                                                 unsigned seconds = 10);

}  // namespace polc
