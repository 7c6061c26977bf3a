// docs/diagnostics.md has a section for each id that is no rule of lint, and the examples of each
// run in a folder of its own: the first command makes the mistake, and the last is the same one
// mended.

#include <algorithm>

#include "compiler/base/diagnostic_id.h"
#include "compiler/cli/run.h"
#include "tests/golden/doc_examples.h"
#include "tests/support/catch.h"

namespace polc {
namespace {

struct Ran {
  std::string text;
  int status = 0;
};

// What the commands of a section said of its id.
void CheckSection(const std::string& id, const std::vector<Ran>& ran) {
  INFO(id);
  if (id.empty()) return;
  REQUIRE(ran.size() >= 2);
  const auto says = [&](const Ran& one) {
    return one.text.find(" [" + id + "]\n") != std::string::npos;
  };
  CHECK(says(ran.front()));
  CHECK_FALSE(says(ran.back()));
  CHECK(ran.back().status == cli::kDone);
}

TEST_CASE("each id that is no rule of lint has a section whose examples print what stands there") {
  const std::string path = "docs/diagnostics.md";
  Page page(path);
  std::vector<std::string> sections, ids;
  Shell shell;
  std::vector<Ran> ran;
  for (const Piece& piece : PiecesOf(path)) {
    page.Keep(piece.line);
    if (piece.line.starts_with("### ")) {
      CheckSection(sections.empty() ? "" : sections.back(), ran);
      sections.push_back(piece.line.substr(4));
      shell = Shell();
      ran.clear();
    }
    if (!piece.is_command) continue;
    const Lines actual = shell.Run(piece);
    page.Compare(piece, actual);
    if (!piece.line.starts_with("$ polc ")) continue;
    std::string text;
    for (const std::string& line : actual) text += line + "\n";
    ran.push_back({text, shell.status()});
  }
  page.Finish();
  CheckSection(sections.back(), ran);
  for (const DiagnosticRow& row : AllDiagnosticRows()) {
    if (!row.is_lint_rule()) ids.push_back(std::string(row.name));
  }
  CHECK(sections == ids);
}

}  // namespace
}  // namespace polc
