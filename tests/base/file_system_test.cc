// Writes to the real file system: all files or none, and never a file that the path does not name.

#include "compiler/base/file_system.h"
#include "tests/support/catch.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

namespace polc {
namespace {

namespace fs = std::filesystem;

class Scratch {
 public:
  Scratch() {
    std::string name = (fs::temp_directory_path() / "polc-base-XXXXXX").native();
    REQUIRE(::mkdtemp(name.data()) != nullptr);
    root_ = name;
  }
  Scratch(const Scratch&) = delete;
  Scratch& operator=(const Scratch&) = delete;
  ~Scratch() { fs::remove_all(root_); }

  [[nodiscard]] std::string operator/(const std::string& name) const {
    return (root_ / name).native();
  }

  [[nodiscard]] std::vector<std::string> Names() const {
    std::vector<std::string> names;
    for (const auto& entry : fs::directory_iterator(root_))
      names.push_back(entry.path().filename().native());
    std::sort(names.begin(), names.end());
    return names;
  }

 private:
  fs::path root_;
};

std::string TextOf(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  std::stringstream text;
  text << in.rdbuf();
  return text.str();
}

void Fill(const std::string& path, const std::string& text) {
  std::ofstream(path, std::ios::binary) << text;
}

TEST_CASE("several files are written together") {
  const Scratch folder;
  RealFileSystem files;
  const std::vector<NewFile> written = {
      {folder / "a", "one"}, {folder / "b", ""}, {folder / "c", std::string_view("\0x", 2)}};
  CHECK_FALSE(files.Write(written));
  CHECK(TextOf(folder / "a") == "one");
  CHECK(TextOf(folder / "b").empty());
  CHECK(TextOf(folder / "c") == std::string("\0x", 2));
  CHECK(folder.Names() == std::vector<std::string>{"a", "b", "c"});
}

TEST_CASE("one file that cannot be written keeps the others from being written") {
  const Scratch folder;
  RealFileSystem files;
  Fill(folder / "old", "before");
  fs::create_directory(folder / "dir");
  fs::create_symlink("loop", folder / "loop");
  const std::vector<std::pair<std::string, int>> unwritable = {{folder / "none/x", ENOENT},
                                                               {folder / "dir", EISDIR},
                                                               {folder / "old/x", ENOTDIR},
                                                               {folder / "loop", ELOOP},
                                                               {"/dev/full", ENOSPC}};
  for (const auto& [path, error] : unwritable) {
    INFO(path);
    for (const auto& order : {std::vector<std::string>{folder / "new", folder / "old", path},
                              {path, folder / "new", folder / "old"}}) {
      std::vector<NewFile> written;
      for (const std::string& name : order) written.push_back({name, "after"});
      const auto failure = files.Write(written);
      REQUIRE(failure);
      CHECK(failure->path == path);
      CHECK(failure->reason == std::strerror(error));
      CHECK(TextOf(folder / "old") == "before");
      CHECK(folder.Names() == std::vector<std::string>{"dir", "loop", "old"});
    }
  }
}

TEST_CASE("a symbolic link stays one and its target is written") {
  const Scratch folder;
  RealFileSystem files;
  fs::create_directory(folder / "sub");
  Fill(folder / "sub/target", "before");
  fs::create_symlink("sub/target", folder / "link");
  fs::create_symlink("link", folder / "link-to-link");
  fs::create_symlink("sub/new", folder / "dangling");
  CHECK_FALSE(files.Write(
      std::vector<NewFile>{{folder / "link-to-link", "after"}, {folder / "dangling", "made"}}));
  CHECK(TextOf(folder / "sub/target") == "after");
  CHECK(TextOf(folder / "sub/new") == "made");
  for (const std::string name : {"link", "link-to-link", "dangling"})
    CHECK(fs::is_symlink(folder / name));
}

TEST_CASE("an open descriptor's path is written where it leads, and is not replaced") {
  const Scratch folder;
  RealFileSystem files;
  Fill(folder / "log", "first, ");
  const int descriptor = ::open((folder / "log").c_str(), O_WRONLY | O_APPEND);
  REQUIRE(descriptor >= 0);
  // /dev/stdout is such a link when standard output goes to a file.
  const std::string number = std::to_string(descriptor);
  fs::create_symlink("/proc/self/fd/" + number, folder / "stdout");
  CHECK_FALSE(files.Write(std::vector<NewFile>{{folder / "stdout", "second, "}}));
  CHECK_FALSE(files.Write(std::vector<NewFile>{{"/dev/fd/" + number, "third"}}));
  ::close(descriptor);
  CHECK(TextOf(folder / "log") == "first, second, third");
  CHECK(fs::is_symlink(folder / "stdout"));
  CHECK(folder.Names() == std::vector<std::string>{"log", "stdout"});
}

TEST_CASE("a file keeps its permissions, a new one gets what the umask leaves") {
  const Scratch folder;
  RealFileSystem files;
  Fill(folder / "private", "before");
  REQUIRE(::chmod((folder / "private").c_str(), 0600) == 0);
  const mode_t mask = ::umask(027);
  CHECK_FALSE(
      files.Write(std::vector<NewFile>{{folder / "private", "after"}, {folder / "new", "made"}}));
  ::umask(mask);
  const auto mode = [&](const std::string& name) {
    struct stat status = {};
    REQUIRE(::stat((folder / name).c_str(), &status) == 0);
    return status.st_mode & 07777;
  };
  CHECK(mode("private") == 0600);
  CHECK(mode("new") == 0640);
}

TEST_CASE("a directory lists what can be walked and read to an end") {
  const Scratch folder;
  RealFileSystem files;
  Fill(folder / "file", "");
  fs::create_directory(folder / "directory");
  REQUIRE(::mkfifo((folder / "pipe").c_str(), 0600) == 0);
  fs::create_symlink("file", folder / "link");
  fs::create_symlink("pipe", folder / "link-to-pipe");
  fs::create_symlink(".", folder / "link-to-directory");
  fs::create_symlink("none", folder / "link-to-nothing");
  CHECK(files.List(folder / ".") ==
        std::vector<std::string>{"directory", "file", "link", "link-to-nothing"});
  CHECK(files.List(folder / "link-to-directory"));
  CHECK_FALSE(files.List(folder / "file"));
  CHECK_FALSE(files.List(folder / "pipe"));
}

TEST_CASE("two paths of one file are the same") {
  const Scratch folder;
  RealFileSystem real;
  Fill(folder / "a", "");
  fs::create_symlink("a", folder / "link");
  fs::create_hard_link(folder / "a", folder / "hard");
  Fill(folder / "b", "");
  for (const std::string other : {"a", "./a", "link", "hard"})
    CHECK(real.Same(folder / "a", folder / other));
  for (const std::string other : {"b", "none"})
    CHECK_FALSE(real.Same(folder / "a", folder / other));
  MemoryFileSystem memory;
  memory.files = {{"a", ""}, {"b", ""}};
  CHECK(memory.Same("a", "./b/../a"));
  CHECK_FALSE(memory.Same("a", "b"));
}

}  // namespace
}  // namespace polc
