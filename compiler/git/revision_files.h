#pragma once

// Files, and where there is none of a name like `HEAD~2:profiles/web.polc`, what git has under it.
// So every command takes an older version of a file, and what that includes is of the same
// revision.

#include "compiler/base/file_system.h"

namespace polc::git {

class RevisionFiles final : public FileSystem {
 public:
  explicit RevisionFiles(FileSystem& files) : files_(files) {}

  [[nodiscard]] ReadResult Read(const std::string& path, size_t limit) const override;
  [[nodiscard]] bool Exists(const std::string& path) const override;
  [[nodiscard]] std::optional<std::vector<std::string>> List(
      const std::string& path) const override {
    return files_.List(path);
  }
  [[nodiscard]] bool Same(const std::string& a, const std::string& b) const override {
    return files_.Same(a, b);
  }
  [[nodiscard]] std::optional<WriteFailure> Write(std::span<const NewFile> files) override {
    return files_.Write(files);
  }

 private:
  FileSystem& files_;
};

}  // namespace polc::git
