#pragma once

// The git repository around the working directory, through the git program: which files a change
// touches, and what they were.

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "compiler/base/file_system.h"

namespace polc::git {

// A file of the working tree and what it was; paths from the working directory. Empty where there
// was none, or is none. Links count as files, submodules do not.
struct Change {
  std::string before, after;
};

template <class T>
struct Result {
  std::optional<T> value;
  std::string error;  // what git said, or why it could not be asked
  bool too_long = false;
};

// The full name of the commit that `revision` means.
[[nodiscard]] Result<std::string> ResolveCommit(const std::string& revision);

// What differs between the commit and the working tree (files that git does not know are no part of
// it), renames found, in the order of the paths. `paths` limit it; none: the whole repository.
[[nodiscard]] Result<std::vector<Change>> ChangesSince(const std::string& commit,
                                                       std::span<const std::string> paths);

// The files of the working tree that git knows, in the order of their paths.
[[nodiscard]] Result<std::vector<std::string>> TrackedFiles();

// `REVISION:PATH`, as git spells it: from the top of the repository, or with `./` or `../` from the
// working directory.
[[nodiscard]] ReadResult ReadBlob(const std::string& revision_and_path, size_t limit);
[[nodiscard]] bool HasBlob(const std::string& revision_and_path);

}  // namespace polc::git
