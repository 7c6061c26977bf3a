// The registry and the golden files know the same ids: each is printed by at least one of them, in
// the way that its row says, and `polc rule` explains it.

#include <filesystem>
#include <fstream>
#include <map>
#include <set>
#include <sstream>

#include "compiler/base/diagnostic_id.h"
#include "compiler/cli/run.h"
#include "tests/support/catch.h"

namespace polc {
namespace {

namespace fs = std::filesystem;

// By id, the severities that it was printed with, each with a file that shows it.
using Printed = std::map<std::string, std::map<std::string, std::string>>;

// `error: … [id]`, and `FILE:LINE:COLUMN: error: … [id]`.
void AddLine(std::string_view line, const std::string& path, Printed& printed) {
  if (!line.ends_with(']')) return;
  const size_t open = line.rfind(" [");
  if (open == std::string_view::npos) return;
  const std::string_view id = line.substr(open + 2, line.size() - open - 3);
  if (id.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789-") != std::string_view::npos)
    return;
  for (const std::string severity : {"error", "warning", "note"}) {
    const size_t at = line.find(severity + ": ");
    const bool concise = at != std::string_view::npos && line.substr(0, at).ends_with(": ");
    if (at == 0 || concise) printed[std::string(id)].try_emplace(severity, path);
  }
}

Printed PrintedByGoldenFiles() {
  Printed printed;
  for (const auto& entry : fs::recursive_directory_iterator("tests/golden")) {
    if (entry.path().extension() != ".test") continue;
    std::ifstream in(entry.path(), std::ios::binary);
    bool answer = false;
    for (std::string line; std::getline(in, line);) {
      answer = answer || line == "-- stdout --";
      if (answer) AddLine(line, entry.path().string(), printed);
    }
  }
  return printed;
}

TEST_CASE("each id of the registry is in a golden file, and each id of a golden file has a row") {
  const Printed printed = PrintedByGoldenFiles();
  for (const auto& [id, severities] : printed) {
    INFO(id << " in " << severities.begin()->second);
    CHECK(FindDiagnosticRow(id) != nullptr);
  }
  for (const DiagnosticRow& row : AllDiagnosticRows()) {
    INFO(row.name);
    CHECK(printed.contains(std::string(row.name)));
  }
}

TEST_CASE("an id is printed with the severity of its row") {
  for (const auto& [id, severities] : PrintedByGoldenFiles()) {
    const DiagnosticRow* row = FindDiagnosticRow(id);
    REQUIRE(row != nullptr);
    for (const auto& [severity, path] : severities) {
      INFO(id << ": " << severity << " in " << path);
      if (row->consequence == Consequence::Either) {
        CHECK(severity != "note");
      } else {
        CHECK(severity == NameOf(row->severity));
      }
    }
  }
}

TEST_CASE("`polc rule` explains each id") {
  for (const DiagnosticRow& row : AllDiagnosticRows()) {
    MemoryFileSystem files;
    cli::Io io{{files, [](size_t) { return ReadResult{"", ""}; }}};
    INFO(row.name);
    CHECK(cli::Run({"rule", std::string(row.name)}, io) == cli::kDone);
    const size_t page = io.out.find("\n# " + std::string(row.name) + "\n");
    REQUIRE(page != std::string::npos);
    CHECK(io.out.size() > page + 200);
  }
}

}  // namespace
}  // namespace polc
