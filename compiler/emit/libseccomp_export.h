#pragma once

// Compiles a filter with the libseccomp of this machine, for `compile --backend libseccomp` and as
// the oracle of the tests. Nothing else calls the library.

#include <optional>
#include <string>
#include <vector>

#include "compiler/bpf/program.h"
#include "compiler/docker/scmp_filter.h"

namespace polc {

// SCMP_FLTATR_CTL_OPTIMIZE: runc before 1.2 installs 1, and since then 2.
enum class ScmpLayout { Linear = 1, Tree = 2 };

struct ScmpExport {
  std::optional<bpf::Program> program;
  std::string pfc;                   // the library's own readable form
  std::string error;                 // why there is no program
  std::vector<std::string> unknown;  // names that this libseccomp does not know, left out
};

// The conditions on the environment must be decided: rules are added without them. On some sets of
// rules the library does not return; after `seconds` of processor time this is an error.
[[nodiscard]] ScmpExport ExportThroughLibseccomp(const ScmpFilter& filter, ScmpLayout layout,
                                                 unsigned seconds = 10);

}  // namespace polc
