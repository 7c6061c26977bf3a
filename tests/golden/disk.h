#pragma once

// The file system of a golden test: in memory, with one file that cannot be written. `./FILE` is
// FILE, as on a disk.

#include <charconv>
#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "compiler/base/file_system.h"

namespace polc {

// As Linux has it, and all that is below it.
inline constexpr std::string_view kFullDisk = "/dev/full";

class Disk final : public FileSystem {
 public:
  MemoryFileSystem memory;

  [[nodiscard]] ReadResult Read(const std::string& path, size_t limit) const override {
    return memory.Read(Known(path), limit);
  }
  [[nodiscard]] bool Exists(const std::string& path) const override {
    return memory.Exists(Known(path));
  }
  [[nodiscard]] std::optional<std::vector<std::string>> List(
      const std::string& path) const override {
    return memory.List(path);
  }
  [[nodiscard]] bool Same(const std::string& a, const std::string& b) const override {
    return memory.Same(Known(a), Known(b));
  }
  [[nodiscard]] std::optional<WriteFailure> Write(std::span<const NewFile> files) override {
    for (const NewFile& file : files) {
      if (file.path.starts_with(kFullDisk))
        return WriteFailure{file.path, "No space left on device"};
    }
    return memory.Write(files);
  }

 private:
  [[nodiscard]] std::string Known(const std::string& path) const {
    const bool plain = path.starts_with("./") && !memory.files.contains(path);
    return plain ? path.substr(2) : path;
  }
};

// What `xxd -r -p` makes of a text: two hexadecimal digits are a byte, and blanks are nothing.
[[nodiscard]] inline std::string FromHex(std::string_view text) {
  std::string digits, bytes;
  for (const char c : text) {
    if (c != ' ' && c != '\n') digits += c;
  }
  for (size_t i = 0; i + 1 < digits.size(); i += 2) {
    uint8_t byte = 0;
    std::from_chars(digits.data() + i, digits.data() + i + 2, byte, 16);
    bytes += static_cast<char>(byte);
  }
  return bytes;
}

}  // namespace polc
