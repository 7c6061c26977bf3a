#pragma once

// `HEAD~2:profiles/web.polc`: how git spells a file of a revision. Everything that reads a path
// must agree on which paths these are, or a file of the working tree could stand for one of a
// revision.

#include <cstddef>
#include <string>
#include <string_view>

namespace polc {

// The length of `REVISION:` at the front of the path; 0 if it is a path of the working tree. No
// revision begins with `/` or `.`, so `./a:b` is always a file.
[[nodiscard]] size_t RevisionLength(std::string_view path);

// The path of a file in the working tree, spelled so that it cannot mean a revision's: `./a:b`.
[[nodiscard]] std::string TreePath(std::string path);

}  // namespace polc
