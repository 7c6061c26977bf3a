#pragma once

// The files of the working tree and, under paths such as `HEAD~2:profiles/web.polc`, those that git
// has. So every command takes an older version of a file, and what that includes is of the same
// revision. A revision's file is asked of git alone: a folder of the working tree that is called
// `HEAD~2:profiles` must not stand for it.

#include "compiler/base/file_system.h"
#include "compiler/base/revision_path.h"

namespace polc::git {

class RevisionFiles final : public FileSystem {
 public:
  explicit RevisionFiles(FileSystem& files) : files_(files) {}

  [[nodiscard]] ReadResult Read(const std::string& path, size_t limit) const override;
  [[nodiscard]] bool Exists(const std::string& path) const override;
  [[nodiscard]] std::optional<std::vector<std::string>> List(
      const std::string& path) const override {
    return RevisionLength(path) == 0 ? files_.List(path) : std::nullopt;
  }
  [[nodiscard]] bool Same(const std::string& a, const std::string& b) const override {
    return RevisionLength(a) == 0 && RevisionLength(b) == 0 && files_.Same(a, b);
  }
  [[nodiscard]] std::optional<WriteFailure> Write(std::span<const NewFile> files) override {
    return files_.Write(files);
  }

 private:
  FileSystem& files_;
};

}  // namespace polc::git
