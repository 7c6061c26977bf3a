#include "compiler/base/file_system.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cstring>
#include <filesystem>
#include <vector>

namespace polc {
namespace {

namespace fs = std::filesystem;

ReadResult TooLong(size_t limit) {
  return {std::nullopt, "larger than " + std::to_string(limit >> 20) + " MiB", true};
}

std::string Reason(int error) { return std::strerror(error); }

std::string LastError() { return Reason(errno); }

// See FileSystem::List. What cannot be looked at is left to the reader to report.
bool IsListed(int directory, const dirent& entry) {
  struct stat status {};
  if (::fstatat(directory, entry.d_name, &status, AT_SYMLINK_NOFOLLOW) != 0) return true;
  if (!S_ISLNK(status.st_mode)) return S_ISREG(status.st_mode) || S_ISDIR(status.st_mode);
  return ::fstatat(directory, entry.d_name, &status, 0) != 0 || S_ISREG(status.st_mode);
}

// Where the bytes of a path go. A terminal, a pipe or a device is written as it is, and so is what
// an open descriptor leads to
// (-o /dev/stdout, which is a link into /proc): a rename would put a file in the place of the link.
struct Target {
  std::string path;
  bool in_place = false;
  mode_t mode = 0;
  std::string error;
};

Target Failed(int error) { return {"", false, 0, Reason(error)}; }

Target TargetOf(const std::string& written) {
  constexpr int kMostLinks = 40;  // MAXSYMLINKS of the kernel
  fs::path path = written;
  std::error_code error;
  for (int links = 0;; ++links) {
    const fs::path folder = fs::canonical(path.has_parent_path() ? path.parent_path() : ".", error);
    if (error) return Failed(error.value());
    if (folder.native().starts_with("/proc/")) return {written, true, 0, ""};
    if (!fs::is_symlink(path, error)) break;
    if (links == kMostLinks) return Failed(ELOOP);
    const fs::path next = fs::read_symlink(path, error);
    if (error) return Failed(error.value());
    path = folder / next;
  }
  struct stat status = {};
  if (::stat(path.c_str(), &status) != 0) {
    const mode_t mask = ::umask(0);
    ::umask(mask);
    return {path.native(), false, 0666 & ~mask, ""};
  }
  if (S_ISDIR(status.st_mode)) return Failed(EISDIR);
  if (!S_ISREG(status.st_mode)) return {path.native(), true, 0, ""};
  // A rename would replace a file that is write-protected.
  if (::access(path.c_str(), W_OK) != 0) return Failed(errno);
  return {path.native(), false, status.st_mode & 0777, ""};
}

// The reason if it failed.
std::string WriteInPlace(const Target& target, std::string_view content) {
  const int descriptor = ::open(target.path.c_str(), O_WRONLY | O_APPEND | O_CLOEXEC);
  if (descriptor < 0) return LastError();
  const int error = WriteDescriptor(descriptor, content);
  ::close(descriptor);
  return error == 0 ? "" : Reason(error);
}

// Files under temporary names, which are removed again unless they were all renamed.
class Staged {
 public:
  Staged() = default;
  Staged(const Staged&) = delete;
  Staged& operator=(const Staged&) = delete;
  ~Staged() {
    for (const auto& [temporary, path] : files_) ::unlink(temporary.c_str());
  }

  // The reason if it failed.
  std::string Add(const Target& target, std::string_view content) {
    std::string temporary = target.path + ".XXXXXX";
    const int descriptor = ::mkostemp(temporary.data(), O_CLOEXEC);
    if (descriptor < 0) return LastError();
    files_.push_back({temporary, target.path});
    int error = WriteDescriptor(descriptor, content);
    if (error == 0 && ::fchmod(descriptor, target.mode) != 0) error = errno;
    if (::close(descriptor) != 0 && error == 0) error = errno;
    return error == 0 ? "" : Reason(error);
  }

  // What was not renamed, and why: after all were written next to where they go, only another
  // process can be the cause.
  std::optional<WriteFailure> Rename() {
    while (!files_.empty()) {
      const auto& [temporary, path] = files_.back();
      if (::rename(temporary.c_str(), path.c_str()) != 0) return WriteFailure{path, LastError()};
      files_.pop_back();
    }
    return std::nullopt;
  }

 private:
  struct File {
    std::string temporary, path;
  };
  std::vector<File> files_;
};

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

int WriteDescriptor(int descriptor, std::string_view content) {
  while (!content.empty()) {
    const ssize_t written = ::write(descriptor, content.data(), content.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) return errno;
    content.remove_prefix(static_cast<size_t>(written));
  }
  return 0;
}

ReadResult RealFileSystem::Read(const std::string& path, size_t limit) const {
  const int descriptor = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (descriptor < 0) return {std::nullopt, LastError()};
  ReadResult result = ReadDescriptor(descriptor, limit);
  ::close(descriptor);
  return result;
}

bool RealFileSystem::Exists(const std::string& path) const {
  return ::access(path.c_str(), F_OK) == 0;
}

std::optional<std::vector<std::string>> RealFileSystem::List(const std::string& path) const {
  DIR* directory = ::opendir(path.c_str());
  if (directory == nullptr) return std::nullopt;
  std::vector<std::string> names;
  while (const dirent* entry = ::readdir(directory)) {
    const std::string_view name = entry->d_name;
    if (name != "." && name != ".." && IsListed(::dirfd(directory), *entry))
      names.emplace_back(name);
  }
  ::closedir(directory);
  std::sort(names.begin(), names.end());
  return names;
}

bool RealFileSystem::Same(const std::string& a, const std::string& b) const {
  std::error_code error;
  return fs::equivalent(a, b, error) && !error;
}

std::optional<WriteFailure> RealFileSystem::Write(std::span<const NewFile> files) {
  std::vector<Target> targets;
  Staged staged;
  for (const NewFile& file : files) {
    targets.push_back(TargetOf(file.path));
    std::string error = targets.back().error;
    if (error.empty() && !targets.back().in_place) error = staged.Add(targets.back(), file.content);
    if (!error.empty()) return WriteFailure{file.path, error};
  }
  // What cannot be taken back comes last.
  for (size_t i = 0; i < files.size(); ++i) {
    if (!targets[i].in_place) continue;
    if (const std::string error = WriteInPlace(targets[i], files[i].content); !error.empty())
      return WriteFailure{files[i].path, error};
  }
  return staged.Rename();
}

ReadResult MemoryFileSystem::Read(const std::string& path, size_t limit) const {
  const auto found = files.find(path);
  if (found == files.end()) return {std::nullopt, std::strerror(ENOENT)};
  if (found->second.size() > limit) return TooLong(limit);
  return {found->second, ""};
}

bool MemoryFileSystem::Exists(const std::string& path) const { return files.contains(path); }

std::optional<std::vector<std::string>> MemoryFileSystem::List(const std::string& path) const {
  const std::string prefix = path.ends_with('/') ? path : path + "/";
  std::vector<std::string> names;
  for (auto at = files.lower_bound(prefix); at != files.end() && at->first.starts_with(prefix);
       ++at) {
    const std::string name =
        at->first.substr(prefix.size(), at->first.find('/', prefix.size()) - prefix.size());
    if (names.empty() || names.back() != name) names.push_back(name);
  }
  if (names.empty()) return std::nullopt;
  return names;
}

bool MemoryFileSystem::Same(const std::string& a, const std::string& b) const {
  return (Exists(a) || Exists(b)) &&
         fs::path(a).lexically_normal() == fs::path(b).lexically_normal();
}

std::optional<WriteFailure> MemoryFileSystem::Write(std::span<const NewFile> written) {
  for (const NewFile& file : written) files[file.path] = file.content;
  return std::nullopt;
}

}  // namespace polc
