#pragma once

// The profiles that a change in the git repository touches: the files that differ and hold one, and
// the policies that include a file that differs.

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "compiler/git/repository.h"
#include "compiler/session/load.h"

namespace polc {

struct ChangedProfile {
  std::string name;      // for headings: its path, and of several policies in a file `FILE#POLICY`
  std::string old_name;  // the same, of before
  std::optional<Input> before, after;
};

// The files that differ between a revision and the working tree, and the policies that include one
// which differs: those have the same path before and after. By path; `paths` limit which changes
// count, none is all. Reports what git cannot do.
[[nodiscard]] std::optional<std::vector<git::Change>> TouchedFiles(
    Session& session, const std::string& revision, std::span<const std::string> paths);

// Between a revision and the working tree, by path; `paths` limit which changes count, none is all.
// Reports what git cannot do and files that cannot be read; what is no profile is passed over.
[[nodiscard]] std::vector<ChangedProfile> ChangedProfiles(Session& session,
                                                          const std::string& revision,
                                                          std::span<const std::string> paths);

}  // namespace polc
