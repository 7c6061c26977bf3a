// The examples of docs/cli.md, run in order in one folder that is kept in memory. In a block
// ```console a line `$ polc …` is run, and what follows is what it prints, messages behind results;
// `$ cat FILE` makes the file of what follows; `$ echo $?` is the last exit status. A line `…`
// stands for any lines. POLC_UPDATE_GOLDEN=1 rewrites the examples without one.

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <set>
#include <sstream>

#include "compiler/cli/run.h"
#include "tests/support/catch.h"

namespace polc {
namespace {

constexpr const char* kPath = "docs/cli.md";

using Lines = std::vector<std::string>;

Lines LinesOf(std::istream& in) {
  Lines lines;
  for (std::string line; std::getline(in, line);) lines.push_back(line);
  return lines;
}

// A line of the text as it is, or a command with the lines below it.
struct Piece {
  std::string line;
  bool is_command = false;
  Lines expected = {};
};

std::vector<Piece> Pieces(const Lines& lines) {
  std::vector<Piece> pieces;
  bool inside = false;
  for (const std::string& line : lines) {
    if (line.starts_with("```")) inside = line == "```console";
    if (inside && line.starts_with("$ ")) {
      pieces.push_back({line, true});
    } else if (inside && !pieces.empty() && pieces.back().is_command) {
      pieces.back().expected.push_back(line);
    } else {
      pieces.push_back({line});
    }
  }
  return pieces;
}

bool Matches(std::span<const std::string> expected, std::span<const std::string> actual) {
  if (expected.empty()) return actual.empty();
  if (expected.front() == "…") {
    for (size_t skipped = 0; skipped <= actual.size(); ++skipped) {
      if (Matches(expected.subspan(1), actual.subspan(skipped))) return true;
    }
    return false;
  }
  return !actual.empty() && expected.front() == actual.front() &&
         Matches(expected.subspan(1), actual.subspan(1));
}

class Shell {
 public:
  // What the command prints.
  Lines Run(const Piece& piece) {
    std::istringstream in(piece.line.substr(2));
    std::vector<std::string> words;
    for (std::string word; in >> word;) words.push_back(word);
    if (words.at(0) == "cat") {
      std::string& text = files_.files[words.at(1)];
      for (const std::string& line : piece.expected) text += line + "\n";
      return piece.expected;
    }
    if (words == std::vector<std::string>{"echo", "$?"}) return {std::to_string(status_)};
    REQUIRE(words.at(0) == "polc");
    words.erase(words.begin());
    if (!words.empty()) ran_.insert(words.front());
    cli::Io io{{files_, [](size_t) { return ReadResult{"", ""}; }}};
    status_ = cli::Run(words, io);
    std::istringstream printed(io.out + io.err);
    return LinesOf(printed);
  }

  [[nodiscard]] const std::set<std::string>& ran() const { return ran_; }

 private:
  MemoryFileSystem files_;
  int status_ = 0;
  std::set<std::string> ran_;
};

// From the overview: every line of two blanks, a name, and what it is for.
std::set<std::string> AllCommands() {
  MemoryFileSystem files;
  cli::Io io{{files, [](size_t) { return ReadResult{"", ""}; }}};
  REQUIRE(cli::Run({}, io) == cli::kDone);
  std::istringstream overview(io.out);
  std::set<std::string> names;
  for (const std::string& line : LinesOf(overview)) {
    if (line.starts_with("  ") && !line.starts_with("  polc"))
      names.insert(line.substr(2, line.find(' ', 2) - 2));
  }
  return names;
}

TEST_CASE("the examples of docs/cli.md print what stands there, and every command has one") {
  std::ifstream in(kPath, std::ios::binary);
  const std::vector<Piece> pieces = Pieces(LinesOf(in));
  const bool update = std::getenv("POLC_UPDATE_GOLDEN") != nullptr;
  std::string updated;
  Shell shell;
  for (const Piece& piece : pieces) {
    updated += piece.line + "\n";
    if (!piece.is_command) continue;
    const Lines actual = shell.Run(piece);
    INFO(piece.line);
    std::string text;
    for (const std::string& line : actual) text += line + "\n";
    INFO(text);
    const bool matches = Matches(piece.expected, actual);
    if (!update) CHECK(matches);
    const bool is_cut =
        std::find(piece.expected.begin(), piece.expected.end(), "…") != piece.expected.end();
    for (const std::string& line : update && !is_cut ? actual : piece.expected)
      updated += line + "\n";
  }
  if (update) std::ofstream(kPath, std::ios::binary) << updated;
  const std::set<std::string> commands = AllCommands();
  CHECK(commands.size() >= 9);
  for (const std::string& command : commands) {
    INFO(command);
    CHECK(shell.ran().contains(command));
  }
}

}  // namespace
}  // namespace polc
