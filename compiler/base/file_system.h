#pragma once

// The outside world of files, behind an interface so that tests and fuzzers run whole commands in
// memory.

#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace polc {

// A text, or the reason there is none ("No such file or directory").
struct ReadResult {
  std::optional<std::string> text;
  std::string error;
  bool too_long = false;  // the reason is that it has more bytes than the limit
};

struct NewFile {
  std::string path;
  std::string_view content;
};

struct WriteFailure {
  std::string path;
  std::string reason;
};

class FileSystem {
 public:
  virtual ~FileSystem() = default;
  // Reads at most `limit` bytes; a longer file is an error, so that no input can exhaust memory.
  [[nodiscard]] virtual ReadResult Read(const std::string& path, size_t limit) const = 0;
  [[nodiscard]] virtual bool Exists(const std::string& path) const = 0;
  // The names of the directories and regular files in a directory, sorted by bytes; nothing if
  // `path` is none. A link counts as what it leads to, but links to directories are left out, which
  // may lead round in a circle, and so are pipes, which block a reader.
  [[nodiscard]] virtual std::optional<std::vector<std::string>> List(
      const std::string& path) const = 0;
  // Whether both paths lead to one existing file.
  [[nodiscard]] virtual bool Same(const std::string& a, const std::string& b) const = 0;
  // All of them or none: each is written to a temporary name beside its path, and only when all are
  // there they get their names. A symbolic link stays one, and its target is written.
  [[nodiscard]] virtual std::optional<WriteFailure> Write(std::span<const NewFile> files) = 0;
};

class RealFileSystem final : public FileSystem {
 public:
  [[nodiscard]] ReadResult Read(const std::string& path, size_t limit) const override;
  [[nodiscard]] bool Exists(const std::string& path) const override;
  [[nodiscard]] std::optional<std::vector<std::string>> List(
      const std::string& path) const override;
  [[nodiscard]] bool Same(const std::string& a, const std::string& b) const override;
  [[nodiscard]] std::optional<WriteFailure> Write(std::span<const NewFile> files) override;
};

class MemoryFileSystem final : public FileSystem {
 public:
  std::map<std::string, std::string> files;

  [[nodiscard]] ReadResult Read(const std::string& path, size_t limit) const override;
  [[nodiscard]] bool Exists(const std::string& path) const override;
  [[nodiscard]] std::optional<std::vector<std::string>> List(
      const std::string& path) const override;
  [[nodiscard]] bool Same(const std::string& a, const std::string& b) const override;
  [[nodiscard]] std::optional<WriteFailure> Write(std::span<const NewFile> files) override;
};

// Reads an open descriptor to its end: standard input. Same limit as a file's.
[[nodiscard]] ReadResult ReadDescriptor(int descriptor, size_t limit);
// The errno of a failed write, or 0.
[[nodiscard]] int WriteDescriptor(int descriptor, std::string_view content);

}  // namespace polc
