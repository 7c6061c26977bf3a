#pragma once

// The outside world of files, behind an interface so that tests and fuzzers run whole commands in memory.

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>

namespace polc {

// A text, or the reason there is none ("No such file or directory").
struct ReadResult {
  std::optional<std::string> text;
  std::string error;
};

class FileSystem {
 public:
  virtual ~FileSystem() = default;
  // Reads at most `limit` bytes; a longer file is an error, so that no input can exhaust memory.
  [[nodiscard]] virtual ReadResult Read(const std::string& path, size_t limit) const = 0;
  [[nodiscard]] virtual bool Exists(const std::string& path) const = 0;
  // All of it or nothing: written to a temporary name beside `path` and renamed. The reason if it failed.
  [[nodiscard]] virtual std::optional<std::string> Write(const std::string& path, std::string_view content) = 0;
};

class RealFileSystem final : public FileSystem {
 public:
  [[nodiscard]] ReadResult Read(const std::string& path, size_t limit) const override;
  [[nodiscard]] bool Exists(const std::string& path) const override;
  [[nodiscard]] std::optional<std::string> Write(const std::string& path, std::string_view content) override;
};

class MemoryFileSystem final : public FileSystem {
 public:
  std::map<std::string, std::string> files;

  [[nodiscard]] ReadResult Read(const std::string& path, size_t limit) const override;
  [[nodiscard]] bool Exists(const std::string& path) const override;
  [[nodiscard]] std::optional<std::string> Write(const std::string& path, std::string_view content) override;
};

// Reads an open descriptor to its end: standard input. Same limit as a file's.
[[nodiscard]] ReadResult ReadDescriptor(int descriptor, size_t limit);

}  // namespace polc
