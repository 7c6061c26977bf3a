#include "compiler/git/revision_files.h"

#include "compiler/git/repository.h"

namespace polc::git {

ReadResult RevisionFiles::Read(const std::string& path, size_t limit) const {
  if (RevisionLength(path) == 0) return files_.Read(path, limit);
  ReadResult read = ReadBlob(path, limit);
  if (!read.text && files_.Exists(path))
    read.error += "; for the file of that name write `./" + path + "`";
  return read;
}

bool RevisionFiles::Exists(const std::string& path) const {
  return RevisionLength(path) == 0 ? files_.Exists(path) : HasBlob(path);
}

}  // namespace polc::git
