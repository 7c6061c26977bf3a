#pragma once

// The profiles that a change in the git repository touches: the files that differ and hold one, and
// the policies that include a file that differs.

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "compiler/session/load.h"

namespace polc {

struct ChangedProfile {
  std::string name;      // for headings: its path, and of several policies in a file `FILE#POLICY`
  std::string old_name;  // the same, of before
  std::optional<Input> before, after;
};

// Between a revision and the working tree, by path; `paths` limit which changes count, none is all.
// Reports what git cannot do and files that cannot be read; what is no profile is passed over.
[[nodiscard]] std::vector<ChangedProfile> ChangedProfiles(Session& session,
                                                          const std::string& revision,
                                                          std::span<const std::string> paths);

}  // namespace polc
