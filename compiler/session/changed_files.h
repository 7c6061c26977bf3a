#pragma once

// What a change in the git repository touches: the files that differ between a revision and the
// working tree, and those that include a file that differs.

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "compiler/git/repository.h"
#include "compiler/session/find_inputs.h"
#include "compiler/session/load.h"

namespace polc {

struct ChangedFile {
  std::string before, after;             // from the working directory; empty: there was or is none
  std::optional<Recognised> recognised;  // what `after` is, if it is a file that can be read
  bool differs = true;                   // else a file differs that it includes
};

struct ChangedFiles {
  std::string commit;              // the revision's full name
  std::vector<ChangedFile> files;  // by path

  // How World::files names the older version of a file.
  [[nodiscard]] std::string Older(const std::string& path) const { return commit + ":./" + path; }
};

// `paths` limit which changes count, none is all. Of the files that do not differ there are those
// that the command takes of a directory. Reports what git cannot do and files that cannot be read.
[[nodiscard]] std::optional<ChangedFiles> FindChangedFiles(Session& session,
                                                           const std::string& revision,
                                                           std::span<const std::string> paths,
                                                           CommandSet command,
                                                           const aa::IncludeOptions& includes);

// The files of the working tree that the command takes of those, as if they had been found below a
// directory. What was taken before the change, and is something else now, is there too, so that the
// command says what is wrong with it.
[[nodiscard]] std::vector<InputPath> FindChangedInputs(Session& session,
                                                       const std::string& revision,
                                                       std::span<const std::string> paths,
                                                       CommandSet command,
                                                       const aa::IncludeOptions& includes);

}  // namespace polc
