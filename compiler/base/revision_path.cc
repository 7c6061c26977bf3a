#include "compiler/base/revision_path.h"

namespace polc {

size_t RevisionLength(std::string_view path) {
  const size_t colon = path.find(':');
  if (colon == std::string_view::npos || colon == 0 || colon + 1 == path.size()) return 0;
  return path[0] == '/' || path[0] == '.' ? 0 : colon + 1;
}

std::string TreePath(std::string path) {
  if (RevisionLength(path) != 0) path.insert(0, "./");
  return path;
}

}  // namespace polc
