#pragma once

// Which files `lint PATH…` looks at.

#include <string>
#include <vector>

#include "compiler/apparmor/includes.h"
#include "compiler/session/load.h"

namespace polc::cli {

// A file, a built-in or `-` as it is; of a directory that has not the name of a built-in, in the
// order of their names, the files below it that hold a profile by their content. Names that begin
// with a dot are passed over.
[[nodiscard]] std::vector<std::string> PathsToLint(const std::vector<std::string>& arguments,
                                                   const World& world);

// Of the working tree of the git repository, the files with a profile that a change since
// `revision` touches: those that differ from it, and those that include one which differs.
// `arguments` limit which changes count, none is all. Reports what git cannot do.
[[nodiscard]] std::vector<std::string> ChangedPathsToLint(Session& session,
                                                          const std::string& revision,
                                                          const std::vector<std::string>& arguments,
                                                          const aa::IncludeOptions& includes);

}  // namespace polc::cli
