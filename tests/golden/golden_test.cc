// Runs every tests/golden/<command>/<case>.test in-process, with an in-memory file system. A case
// is one text:
//
//   # what it shows
//   $ polc check p.json
//   -- p.json --
//   …
//   -- stdout --
//   …
//   -- stderr --
//   …
//   -- exit 2 --
//
// A file NAME.hex is also there as NAME, in bytes; /dev/full cannot be written (disk.h).
// POLC_UPDATE_GOLDEN=1 rewrites what the program says; the reviewer reads the difference.
//
// CTest has one test a file (CMakeLists.txt), which names it in POLC_GOLDEN, such as
// `lint/unused-suppression`; without that, all files run in one process.

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "compiler/cli/run.h"
#include "tests/golden/disk.h"
#include "tests/support/catch.h"

namespace polc {
namespace {

namespace fs = std::filesystem;

const fs::path kFolder = "tests/golden";

std::string ReadFile(const fs::path& path) {
  std::ifstream in(path, std::ios::binary);
  std::stringstream text;
  text << in.rdbuf();
  return text.str();
}

struct Case {
  std::string comment;  // the lines before the command
  std::string command;
  std::vector<std::pair<std::string, std::string>> inputs;  // name and text, in order
  std::string expected;                                     // from `-- stdout --` on
};

Case Parse(const std::string& text) {
  Case parsed;
  std::istringstream lines(text);
  std::string* section = &parsed.comment;
  for (std::string line; std::getline(lines, line);) {
    const bool marker = line.starts_with("-- ") && line.ends_with(" --");
    if (line.starts_with("$ ") && section == &parsed.comment) {
      parsed.command = line.substr(2);
      continue;
    }
    if (marker) {
      const std::string name = line.substr(3, line.size() - 6);
      if (name == "stdout") {
        section = &parsed.expected;
        continue;
      }
      if (section != &parsed.expected) {
        parsed.inputs.push_back({name, ""});
        section = &parsed.inputs.back().second;
        continue;
      }
    }
    *section += line + "\n";
  }
  return parsed;
}

// Words split at blanks; a golden file needs no quoting.
std::vector<std::string> Words(const std::string& command) {
  std::istringstream in(command);
  std::vector<std::string> words;
  for (std::string word; in >> word;) words.push_back(word);
  return words;
}

std::string Outcome(const Case& test) {
  Disk disk;
  auto& files = disk.memory.files;
  std::string standard_input;
  for (const auto& [name, text] : test.inputs) {
    if (name == "stdin") standard_input = text;
    if (name.ends_with(".hex")) files[name.substr(0, name.size() - 4)] = FromHex(text);
    files[name] = text;
  }
  const auto before = files;
  cli::Io io{{disk, [&](size_t) { return ReadResult{standard_input, ""}; }}};
  std::vector<std::string> words = Words(test.command);
  REQUIRE(words.at(0) == "polc");
  words.erase(words.begin());
  const int status = cli::Run(words, io);
  std::string outcome = io.out + "-- stderr --\n" + io.err;
  for (const auto& [name, text] : files) {
    if (before.contains(name) && before.at(name) == text) continue;
    outcome += "-- wrote " + name + " --\n" + text;
  }
  return outcome + "-- exit " + std::to_string(status) + " --\n";
}

std::vector<fs::path> AllCases() {
  std::vector<fs::path> paths;
  for (const auto& entry : fs::recursive_directory_iterator(kFolder)) {
    if (entry.path().extension() == ".test") paths.push_back(entry.path());
  }
  std::sort(paths.begin(), paths.end());
  return paths;
}

// The one that POLC_GOLDEN names, or all.
std::vector<fs::path> ChosenCases() {
  const char* const name = std::getenv("POLC_GOLDEN");
  if (name == nullptr) {
    std::vector<fs::path> all = AllCases();
    REQUIRE(all.size() >= 20);
    return all;
  }
  const fs::path path = kFolder / (std::string(name) + ".test");
  REQUIRE(fs::exists(path));
  return {path};
}

TEST_CASE("golden files") {
  const std::vector<fs::path> paths = ChosenCases();
  const bool update = std::getenv("POLC_UPDATE_GOLDEN") != nullptr;
  for (const fs::path& path : paths) {
    const std::string text = ReadFile(path);
    const Case test = Parse(text);
    INFO(path.string() << ": " << test.command);
    const std::string outcome = Outcome(test);
    if (update) {
      const size_t at = text.find("-- stdout --\n");
      std::ofstream(path, std::ios::binary)
          << (at == std::string::npos ? text : text.substr(0, at)) << "-- stdout --\n"
          << outcome;
    } else {
      CHECK(outcome == test.expected);
    }
  }
}

TEST_CASE("nothing is written and nothing printed when a command fails") {
  for (const fs::path& path : AllCases()) {
    const Case test = Parse(ReadFile(path));
    const std::string& expected = test.expected;
    if (!expected.ends_with("-- exit 2 --\n")) continue;
    // What lint found in the other files is still told.
    if (test.command.starts_with("polc lint ")) continue;
    INFO(path.string());
    CHECK(expected.starts_with("-- stderr --\n"));
    CHECK(expected.find("-- wrote ") == std::string::npos);
  }
}

}  // namespace
}  // namespace polc
