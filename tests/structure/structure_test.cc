// A folder includes only what docs/floors.txt allows, only one folder includes the headers of each
// third-party library, and no file is too long. CMake does not enforce this: every folder can see
// the whole tree.

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <map>
#include <optional>
#include <set>
#include <sstream>
#include <string>
#include <string_view>
#include <vector>

#include "tests/support/catch.h"

namespace polc {
namespace {

namespace fs = std::filesystem;

constexpr size_t kMaxLines = 500;

struct Floor {
  std::string purpose;
  std::set<std::string> may_include;  // besides itself
};

std::string Trimmed(const std::string& text) {
  const size_t begin = text.find_first_not_of(' ');
  return begin == std::string::npos ? ""
                                    : text.substr(begin, text.find_last_not_of(' ') + 1 - begin);
}

std::map<std::string, Floor> ReadFloors() {
  std::map<std::string, Floor> floors;
  std::ifstream in("docs/floors.txt");
  for (std::string line; std::getline(in, line);) {
    if (line.empty() || line[0] == '#') continue;
    std::istringstream fields(line);
    std::string folder, purpose, includes;
    std::getline(fields, folder, '|');
    std::getline(fields, purpose, '|');
    std::getline(fields, includes);
    std::istringstream words(includes);
    Floor& floor = floors[Trimmed(folder)];
    floor.purpose = Trimmed(purpose);
    for (std::string word; words >> word;) floor.may_include.insert(word);
  }
  return floors;
}

const std::map<std::string, Floor>& Floors() {
  static const std::map<std::string, Floor> floors = ReadFloors();
  return floors;
}

struct Include {
  std::string header;
  bool quoted;
};

struct SourceFile {
  std::string path;
  size_t lines = 0;
  std::vector<Include> includes;
};

std::optional<Include> ParseInclude(std::string_view line) {
  constexpr std::string_view kBlank = " \t";
  const auto skip = [&](size_t at) {
    return std::min(line.find_first_not_of(kBlank, at), line.size());
  };
  size_t at = skip(0);
  if (at == line.size() || line[at] != '#') return std::nullopt;
  at = skip(at + 1);
  if (!line.substr(at).starts_with("include")) return std::nullopt;
  at = skip(at + std::string_view("include").size());
  if (at == line.size() || (line[at] != '"' && line[at] != '<')) return std::nullopt;
  const bool quoted = line[at] == '"';
  const size_t end = line.find(quoted ? '"' : '>', at + 1);
  if (end == std::string_view::npos) return std::nullopt;
  return Include{std::string(line.substr(at + 1, end - at - 1)), quoted};
}

// Lines of a raw string are text, even where they look like an #include.
SourceFile Read(const fs::path& path) {
  SourceFile file{path.generic_string(), 0, {}};
  std::ifstream in(path);
  REQUIRE(in);
  std::string end_of_raw;
  for (std::string line; std::getline(in, line); ++file.lines) {
    size_t at = 0;
    if (!end_of_raw.empty()) {
      const size_t end = line.find(end_of_raw);
      if (end == std::string::npos) continue;
      at = end + end_of_raw.size();
      end_of_raw.clear();
    } else if (auto include = ParseInclude(line)) {
      file.includes.push_back(std::move(*include));
      continue;
    }
    while ((at = line.find("R\"", at)) != std::string::npos) {
      const size_t open = line.find('(', at);
      if (open == std::string::npos) break;
      const std::string end = ")" + line.substr(at + 2, open - at - 2) + "\"";
      const size_t close = line.find(end, open);
      if (close == std::string::npos) {
        end_of_raw = end;
        break;
      }
      at = close + end.size();
    }
  }
  return file;
}

std::vector<SourceFile> SourceFiles() {
  const std::set<std::string> extensions = {".h", ".cc", ".def", ".c"};
  std::vector<SourceFile> files;
  for (const char* root : {"compiler", "syscalls", "grammar", "profiles", "tests"}) {
    for (const fs::directory_entry& entry : fs::recursive_directory_iterator(root)) {
      if (entry.is_regular_file() && extensions.contains(entry.path().extension().string()))
        files.push_back(Read(entry.path()));
    }
  }
  return files;
}

// The folder of docs/floors.txt: "compiler/ir" for "compiler/ir/sub/file.h", "syscalls" for
// "syscalls/arch.h".
std::string FolderOf(const std::string& path) {
  const size_t first = path.find('/');
  const std::string top = path.substr(0, first);
  if (top == "tests" || Floors().contains(top) || first == std::string::npos) return top;
  return path.substr(0, path.find('/', first + 1));
}

bool IsTest(const SourceFile& file) { return file.path.starts_with("tests/"); }

// All that is wrong with a file's includes, one sentence each.
std::vector<std::string> Violations(const SourceFile& file) {
  std::vector<std::string> found;
  const std::string folder = FolderOf(file.path);
  if (!IsTest(file) && !Floors().contains(folder))
    found.push_back(folder + " is not in docs/floors.txt");
  for (const Include& include : file.includes) {
    const std::string& header = include.header;
    if (include.quoted && !IsTest(file) && Floors().contains(folder)) {
      const std::string target = FolderOf(header);
      if (target != folder && !Floors().at(folder).may_include.contains(target))
        found.push_back(folder + " may not include " + header);
    }
    if (header.starts_with("nlohmann/") && !IsTest(file) && file.path != "compiler/base/json.cc")
      found.push_back("nlohmann/json outside compiler/base/json.cc");
    if (header.starts_with("catch2/") && !file.path.starts_with("tests/support/"))
      found.push_back("Catch2 outside tests/support; include tests/support/catch.h");
    if (header.starts_with("CLI/") && !IsTest(file) && folder != "compiler/cli")
      found.push_back("CLI11 outside compiler/cli");
    if (header == "seccomp.h" && !IsTest(file) &&
        file.path != "compiler/emit/libseccomp_export.cc") {
      found.push_back("libseccomp outside compiler/emit/libseccomp_export.cc");
    }
  }
  return found;
}

TEST_CASE("folders and third-party headers are included by those who may") {
  const std::vector<SourceFile> files = SourceFiles();
  size_t includes = 0;
  for (const SourceFile& file : files) {
    includes += file.includes.size();
    for (const std::string& violation : Violations(file)) {
      INFO(file.path);
      CHECK(violation == "");
    }
  }
  CHECK(files.size() > 100);
  CHECK(includes > 500);
}

TEST_CASE("no source file is longer than 500 lines") {
  for (const SourceFile& file : SourceFiles()) {
    INFO(file.path);
    CHECK(file.lines <= kMaxLines);
  }
}

// So each folder stands above all that it includes, and nothing goes round.
TEST_CASE("no folder of docs/floors.txt may include one of the lines above it") {
  std::ifstream in("docs/floors.txt");
  std::set<std::string> above;
  for (std::string line; std::getline(in, line);) {
    if (line.empty() || line[0] == '#') continue;
    const std::string folder = Trimmed(line.substr(0, line.find('|')));
    INFO(folder);
    CHECK(Floors().at(folder).purpose.size() > 10);
    CHECK(above.insert(folder).second);
    for (const std::string& target : Floors().at(folder).may_include) {
      INFO(target);
      CHECK(Floors().contains(target));
      CHECK_FALSE(above.contains(target));
    }
  }
  CHECK(above.size() == Floors().size());
}

TEST_CASE("what docs/floors.txt allows is needed") {
  std::map<std::string, std::set<std::string>> used;
  for (const SourceFile& file : SourceFiles()) {
    for (const Include& include : file.includes)
      if (include.quoted) used[FolderOf(file.path)].insert(FolderOf(include.header));
  }
  for (const auto& [folder, floor] : Floors()) {
    for (const std::string& target : floor.may_include) {
      INFO(folder << " includes nothing of " << target);
      CHECK(used[folder].contains(target));
    }
  }
}

TEST_CASE("the check sees what it is for") {
  const auto violations = [](const std::string& path, const std::string& line) {
    const auto include = ParseInclude(line);
    REQUIRE(include);
    return Violations({path, 1, {*include}}).size();
  };
  CHECK(violations("compiler/ir/a.cc", "#include \"compiler/bpf/insn.h\"") == 1);
  CHECK(violations("compiler/ir/a.cc", "#include \"compiler/base/span.h\"") == 0);
  CHECK(violations("compiler/ir/a.cc", "  #  include \"tests/support/a.h\" // why") == 1);
  CHECK(violations("compiler/new/a.cc", "#include <vector>") == 1);
  CHECK(violations("grammar/polc/a.cc", "#include \"syscalls/arch.h\"") == 1);
  CHECK(violations("compiler/base/json.h", "#include <nlohmann/json.hpp>") == 1);
  CHECK(violations("compiler/emit/a.cc", "#include <nlohmann/json.hpp>") == 1);
  CHECK(violations("compiler/base/json.cc", "#include <nlohmann/json.hpp>") == 0);
  CHECK(violations("tests/ir/a_test.cc", "#include <catch2/catch.hpp>") == 1);
  CHECK(violations("tests/support/catch.h", "#include <catch2/catch.hpp>") == 0);
  CHECK(violations("compiler/session/a.cc", "#include <CLI/CLI.hpp>") == 1);
  CHECK(violations("compiler/cli/a.h", "#include <CLI/CLI.hpp>") == 0);
  CHECK(violations("compiler/emit/a.cc", "#include <seccomp.h>") == 1);
  CHECK(violations("compiler/emit/libseccomp_export.cc", "#include <seccomp.h>") == 0);
  CHECK(violations("tests/oracle/a_test.cc", "#include <seccomp.h>") == 0);
  CHECK_FALSE(ParseInclude("// #include \"compiler/bpf/insn.h\""));
}

}  // namespace
}  // namespace polc
