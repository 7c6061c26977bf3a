// The registry, the pages of docs/lint and the cases of tests/lint/cases belong together: each rule
// has a page whose bad example it finds and whose good one it does not, and with the cases beside
// at least two of either. A case is
//
//   --- bad: what is wrong
//   the text of an input
//   --- near miss: why this must stay silent
//   the text of an input

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <set>
#include <sstream>

#include "compiler/base/render.h"
#include "compiler/docker/docker_context.h"
#include "compiler/lint/lint.h"
#include "compiler/lint/pages.h"
#include "tests/support/catch.h"
#include "tests/support/oracle.h"

namespace polc::lint {
namespace {

namespace fs = std::filesystem;

const fs::path kPages = "docs/lint";
const fs::path kCases = "tests/lint/cases";

struct Case {
  std::string label;
  std::string text;
  bool bad = false;
};

std::string ReadFile(const fs::path& path) {
  std::ifstream in(path, std::ios::binary);
  std::stringstream text;
  text << in.rdbuf();
  return text.str();
}

// The one fenced block below the heading.
std::vector<Case> ExamplesOf(const std::string& page) {
  std::vector<Case> examples;
  std::istringstream lines(page);
  bool inside = false;
  for (std::string line; std::getline(lines, line);) {
    if (line == "## Bad" || line == "## Good")
      examples.push_back({"the page's " + line.substr(3) + " example", "", line == "## Bad"});
    if (line.starts_with("```")) {
      inside = !inside;
    } else if (inside && !examples.empty()) {
      examples.back().text += line + "\n";
    }
  }
  return examples;
}

std::vector<Case> CasesIn(const std::string& text) {
  std::vector<Case> cases;
  std::istringstream lines(text);
  for (std::string line; std::getline(lines, line);) {
    if (line.starts_with("--- bad: ")) {
      cases.push_back({line.substr(9), "", true});
    } else if (line.starts_with("--- near miss: ")) {
      cases.push_back({line.substr(15), "", false});
    } else {
      REQUIRE(!cases.empty());
      cases.back().text += line + "\n";
    }
  }
  return cases;
}

std::vector<DiagnosticRow> LintRules() {
  std::vector<DiagnosticRow> rules;
  for (const DiagnosticRow& row : AllDiagnosticRows()) {
    if (row.is_lint_rule()) rules.push_back(row);
  }
  return rules;
}

std::vector<Case> AllCasesOf(const DiagnosticRow& rule) {
  std::vector<Case> cases = ExamplesOf(ReadFile(kPages / (std::string(rule.name) + ".md")));
  REQUIRE(cases.size() == 2);
  const std::vector<Case> further = CasesIn(ReadFile(kCases / (std::string(rule.name) + ".txt")));
  cases.insert(cases.end(), further.begin(), further.end());
  return cases;
}

struct Outcome {
  std::vector<Diagnostic> findings;
  std::string errors;
};

Outcome LintText(const std::string& text) {
  MemoryFileSystem files;
  files.files["./input"] = text;
  Session session{World{files, {}}};
  LintOptions options;
  options.context.caps = DockerDefaultCapabilities();
  options.context.kernel = kNewestKernel;
  const auto input = ReadInput("./input", session.world, session.sources, session.diagnostics);
  REQUIRE(input);
  Outcome outcome{Lint(session, *input, options).findings, ""};
  for (const Diagnostic& diagnostic : session.diagnostics.Sorted())
    outcome.errors += RenderConcise(diagnostic, session.sources);
  return outcome;
}

TEST_CASE("each rule finds its bad cases and passes over the near misses") {
  for (const DiagnosticRow& rule : LintRules()) {
    size_t bad = 0, near = 0;
    for (const Case& one : AllCasesOf(rule)) {
      INFO(rule.name << ": " << one.label << "\n" << one.text);
      const Outcome outcome = LintText(one.text);
      CHECK(outcome.errors == "");
      const bool found =
          std::any_of(outcome.findings.begin(), outcome.findings.end(),
                      [&](const Diagnostic& finding) { return finding.id == rule.id; });
      CHECK(found == one.bad);
      (one.bad ? bad : near) += 1;
    }
    INFO(rule.name);
    CHECK(bad >= 2);
    CHECK(near >= 2);
  }
}

TEST_CASE("the registry, the pages and the cases know the same rules") {
  std::set<std::string> rules, pages, cases;
  for (const DiagnosticRow& rule : LintRules()) {
    INFO(rule.name);
    CHECK(rules.insert(std::string(rule.name)).second);
    CHECK(PageOf(rule.id) == ReadFile(kPages / (std::string(rule.name) + ".md")));
    CHECK(PageOf(rule.id).starts_with("# " + std::string(rule.name) + "\n"));
    CHECK(rule.summary.size() > 10);
    CHECK(FindDiagnosticRow(rule.name)->id == rule.id);
  }
  for (const auto& entry : fs::directory_iterator(kPages)) {
    const std::string stem = entry.path().stem().string();
    if (stem != "README" && stem != "real-world") pages.insert(stem);
  }
  for (const auto& entry : fs::directory_iterator(kCases))
    cases.insert(entry.path().stem().string());
  CHECK(rules == pages);
  CHECK(rules == cases);
  CHECK(rules.size() >= 40);
}

TEST_CASE("every finding has a place, a sentence in the house style and says the way out") {
  for (const DiagnosticRow& rule : LintRules()) {
    for (const Case& one : AllCasesOf(rule)) {
      for (const Diagnostic& finding : LintText(one.text).findings) {
        INFO(NameOf(finding.id) << ": " << finding.message);
        CHECK(finding.span.known());
        CHECK(finding.message.size() > 20);
        CHECK_FALSE(finding.message.ends_with("."));
      }
    }
  }
}

TEST_CASE("what lint finds on the defaults of Docker and Podman is what real-world.md justifies") {
  const std::string page = ReadFile(kPages / "real-world.md");
  for (const std::string name : {"moby-default", "podman-4.3-default"}) {
    const fs::path path = fs::path("../shared/corpus/seccomp") / (name + ".json");
    if (!fs::exists(path)) {
      testing::SkipWithout(path.string());
      continue;
    }
    std::set<std::string> listed, found;
    std::istringstream lines(page);
    const std::string row = "| " + name + " | ";
    for (std::string line; std::getline(lines, line);) {
      if (line.starts_with(row))
        listed.insert(line.substr(row.size(), line.find(" |", row.size()) - row.size()));
    }
    const Outcome outcome = LintText(ReadFile(path));
    CHECK(outcome.errors == "");
    for (const Diagnostic& finding : outcome.findings)
      found.insert(std::string(NameOf(finding.id)));
    INFO(name);
    CHECK(found == listed);
    CHECK_FALSE(listed.empty());
  }
}

}  // namespace
}  // namespace polc::lint
