// The examples of docs/cli.md, run in order in one folder (doc_examples.h).

#include <set>

#include "compiler/cli/run.h"
#include "tests/golden/doc_examples.h"
#include "tests/support/catch.h"

namespace polc {
namespace {

// From the overview: every line of two blanks, a name, and what it is for.
std::set<std::string> AllCommands() {
  MemoryFileSystem files;
  cli::Io io{{files, [](size_t) { return ReadResult{"", ""}; }}};
  REQUIRE(cli::Run({}, io) == cli::kDone);
  std::set<std::string> names;
  for (const std::string& line : LinesOf(io.out)) {
    if (line.starts_with("  ") && !line.starts_with("  polc"))
      names.insert(line.substr(2, line.find(' ', 2) - 2));
  }
  return names;
}

TEST_CASE("the examples of docs/cli.md print what stands there, and every command has one") {
  Page page("docs/cli.md");
  Shell shell;
  for (const Piece& piece : PiecesOf("docs/cli.md")) {
    page.Keep(piece.line);
    if (piece.is_command) page.Compare(piece, shell.Run(piece));
  }
  page.Finish();
  const std::set<std::string> commands = AllCommands();
  CHECK(commands.size() >= 9);
  for (const std::string& command : commands) {
    INFO(command);
    CHECK(shell.ran().contains(command));
  }
}

}  // namespace
}  // namespace polc
