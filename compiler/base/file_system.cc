#include "compiler/base/file_system.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cstring>

namespace polc {
namespace {

ReadResult TooLong(size_t limit) {
  return {std::nullopt, "larger than " + std::to_string(limit >> 20) + " MiB"};
}

std::string LastError() { return std::strerror(errno); }

bool WriteAll(int descriptor, std::string_view content) {
  while (!content.empty()) {
    const ssize_t written = ::write(descriptor, content.data(), content.size());
    if (written < 0 && errno == EINTR) continue;
    if (written <= 0) return false;
    content.remove_prefix(static_cast<size_t>(written));
  }
  return true;
}

}  // namespace

ReadResult ReadDescriptor(int descriptor, size_t limit) {
  std::string text;
  struct stat status = {};
  if (::fstat(descriptor, &status) == 0 && S_ISREG(status.st_mode) && status.st_size > 0) {
    if (static_cast<size_t>(status.st_size) > limit) return TooLong(limit);
    text.reserve(static_cast<size_t>(status.st_size) + 1);
  }
  char buffer[1 << 16];
  while (true) {
    const ssize_t got = ::read(descriptor, buffer, sizeof buffer);
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return {std::nullopt, LastError()};
    if (got == 0) return {std::move(text), ""};
    text.append(buffer, static_cast<size_t>(got));
    if (text.size() > limit) return TooLong(limit);
  }
}

ReadResult RealFileSystem::Read(const std::string& path, size_t limit) const {
  const int descriptor = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (descriptor < 0) return {std::nullopt, LastError()};
  ReadResult result = ReadDescriptor(descriptor, limit);
  ::close(descriptor);
  return result;
}

bool RealFileSystem::Exists(const std::string& path) const { return ::access(path.c_str(), F_OK) == 0; }

std::optional<std::string> RealFileSystem::Write(const std::string& path, std::string_view content) {
  // A device or pipe (-o /dev/stdout) cannot be replaced by a rename.
  struct stat status = {};
  if (::stat(path.c_str(), &status) == 0 && !S_ISREG(status.st_mode)) {
    if (S_ISDIR(status.st_mode)) return std::strerror(EISDIR);
    const int descriptor = ::open(path.c_str(), O_WRONLY | O_CLOEXEC);
    if (descriptor < 0) return LastError();
    const bool written = WriteAll(descriptor, content);
    const std::string error = written ? "" : LastError();
    ::close(descriptor);
    return written ? std::nullopt : std::optional(error);
  }
  std::string temporary = path + ".XXXXXX";
  const int descriptor = ::mkostemp(temporary.data(), O_CLOEXEC);
  if (descriptor < 0) return LastError();
  const mode_t mask = ::umask(0);
  ::umask(mask);
  const bool written = WriteAll(descriptor, content) && ::fchmod(descriptor, 0666 & ~mask) == 0;
  std::string error = written ? "" : LastError();
  if (::close(descriptor) != 0 && error.empty()) error = LastError();
  if (error.empty() && ::rename(temporary.c_str(), path.c_str()) != 0) error = LastError();
  if (error.empty()) return std::nullopt;
  ::unlink(temporary.c_str());
  return error;
}

ReadResult MemoryFileSystem::Read(const std::string& path, size_t limit) const {
  const auto found = files.find(path);
  if (found == files.end()) return {std::nullopt, std::strerror(ENOENT)};
  if (found->second.size() > limit) return TooLong(limit);
  return {found->second, ""};
}

bool MemoryFileSystem::Exists(const std::string& path) const { return files.contains(path); }

std::optional<std::string> MemoryFileSystem::Write(const std::string& path, std::string_view content) {
  files[path] = content;
  return std::nullopt;
}

}  // namespace polc
