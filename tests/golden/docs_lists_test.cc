// The lists of docs/cli.md and of --help have all formats that compile and lint can write.

#include <fstream>
#include <sstream>

#include "compiler/cli/run.h"
#include "compiler/report/formats.h"
#include "compiler/session/outputs.h"
#include "tests/support/catch.h"

namespace polc {
namespace {

// The section of the command, `## compile` to the next `## `.
std::string SectionOf(const std::string& command) {
  std::ifstream in("docs/cli.md", std::ios::binary);
  std::string text;
  bool inside = false;
  for (std::string line; std::getline(in, line);) {
    if (line.starts_with("## ")) inside = line == "## " + command;
    if (inside) text += line + "\n";
  }
  REQUIRE_FALSE(text.empty());
  return text;
}

std::string HelpOf(const std::string& command) {
  MemoryFileSystem files;
  cli::Io io{{files, [](size_t) { return ReadResult{"", ""}; }}};
  REQUIRE(cli::Run({command, "--help"}, io) == cli::kDone);
  return io.out;
}

bool Has(const std::string& text, const std::string& words) {
  return text.find(words) != std::string::npos;
}

TEST_CASE("every output of compile has a row in docs/cli.md and is named in --help") {
  const std::string section = SectionOf("compile"), help = HelpOf("compile");
  for (const std::string_view format : AllOutputFormats()) {
    INFO(format);
    CHECK(Has(section, "\n| `" + std::string(format) + "` |"));
    CHECK((Has(help, " " + std::string(format) + ",") ||
           Has(help, " " + std::string(format) + ";") ||
           Has(help, " " + std::string(format) + " (default)")));
  }
}

TEST_CASE("every format of lint is named in docs/cli.md and in --help") {
  const std::string section = SectionOf("lint"), help = HelpOf("lint");
  for (const report::NamedFormat& format : report::AllFormats()) {
    INFO(format.name);
    CHECK(Has(section, "`" + std::string(format.name) + "`"));
    CHECK(Has(help, std::string(format.name)));
  }
}

}  // namespace
}  // namespace polc
