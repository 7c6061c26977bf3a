#include "compiler/git/revision_files.h"

#include "compiler/git/repository.h"

namespace polc::git {
namespace {

bool IsRevision(const std::string& path) {
  const size_t colon = path.find(':');
  return colon != std::string::npos && colon != 0 && colon + 1 != path.size();
}

}  // namespace

ReadResult RevisionFiles::Read(const std::string& path, size_t limit) const {
  if (!IsRevision(path) || files_.Exists(path)) return files_.Read(path, limit);
  return ReadBlob(path, limit);
}

// Git is asked only by reading: what it says there is the better message.
bool RevisionFiles::Exists(const std::string& path) const { return files_.Exists(path); }

}  // namespace polc::git
