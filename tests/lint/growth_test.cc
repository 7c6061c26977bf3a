// Large inputs, each with the finding that lint has to report. Work that grows with the square of
// the input would not end within the time limit of a test.

#include <map>
#include <string>

#include "compiler/docker/docker_context.h"
#include "compiler/lint/fix.h"
#include "compiler/lint/lint.h"
#include "tests/support/catch.h"

namespace polc::lint {
namespace {

std::string Repeated(std::string_view text, size_t count) {
  std::string repeated;
  for (size_t i = 0; i < count; ++i) repeated += text;
  return repeated;
}

struct Outcome {
  std::map<std::string, size_t> findings;  // by rule
  size_t dropped = 0;
  size_t errors = 0;
};

Outcome LintText(const std::string& path, std::string text, std::vector<std::string> rules) {
  MemoryFileSystem files;
  files.files[path] = std::move(text);
  Session session{World{files, {}}};
  LintOptions options;
  options.context.caps = DockerDefaultCapabilities();
  options.context.kernel = kNewestKernel;
  options.selection = Selection(std::move(rules), {}, Severity::Note);
  const auto input = ReadInput(path, session.world, session.sources, session.diagnostics);
  REQUIRE(input);
  const Linted linted = Lint(session, *input, options);
  Outcome outcome{{}, linted.dropped, session.diagnostics.error_count()};
  for (const Diagnostic& finding : linted.findings)
    ++outcome.findings[std::string(NameOf(finding.id))];
  return outcome;
}

std::string Profile(const std::string& rules) {
  return R"({"defaultAction": "SCMP_ACT_ERRNO", "architectures": ["SCMP_ARCH_X86_64"], "syscalls": [)" +
         rules + "]}";
}

TEST_CASE("growth: markers above one line") {
  const std::string markers = Repeated("# polc: ignore[kill-thread] it is meant\n", 100'000);
  const Outcome outcome = LintText(
      "p.polc", "policy p {\n  default errno(EPERM)\n" + markers + "  kill_thread read\n}\n",
      {"kill-thread", "unused-suppression"});
  CHECK(outcome.errors == 0);
  // The first one suppresses the finding; the others suppress nothing.
  CHECK_FALSE(outcome.findings.contains("kill-thread"));
  CHECK(outcome.findings.at("unused-suppression") == Findings::kMostOfARule);
}

TEST_CASE("growth: markers in one line") {
  const std::string policy = "policy p {\n  default errno(EPERM)\n  kill_thread read ";
  SECTION("complete") {
    const Outcome outcome = LintText(
        "p.polc", policy + Repeated("# polc: ignore[kill-thread] it is meant ", 100'000) + "\n}\n",
        {"kill-thread", "unused-suppression"});
    CHECK_FALSE(outcome.findings.contains("kill-thread"));
    CHECK(outcome.findings.at("unused-suppression") == Findings::kMostOfARule);
  }
  SECTION("without ends") {
    const Outcome outcome =
        LintText("p.polc", policy + Repeated("# polc: ignore[kill-thread", 100'000) + "\n}\n",
                 {"kill-thread", "unused-suppression"});
    CHECK(outcome.findings.at("kill-thread") == 1);
  }
  SECTION("with ends on later lines") {
    const Outcome outcome =
        LintText("p.polc", policy + "\n}\n" + Repeated("# polc: ignore[x\n", 100'000) + "# ]\n",
                 {"kill-thread", "unused-suppression"});
    CHECK(outcome.findings.at("kill-thread") == 1);
    CHECK_FALSE(outcome.findings.contains("unused-suppression"));
  }
}

TEST_CASE("growth: markers in the comments of JSON rules") {
  std::string rules;
  for (size_t i = 0; i < 40'000; ++i)
    rules +=
        std::string(i == 0 ? "" : ",") +
        R"({"names": ["read"], "action": "SCMP_ACT_ALLOW", "comment": "polc: ignore[duplicate-name] x"})";
  const Outcome outcome =
      LintText("p.json", Profile(rules), {"duplicate-name", "unused-suppression"});
  CHECK(outcome.errors == 0);
  CHECK_FALSE(outcome.findings.contains("duplicate-name"));
  CHECK(outcome.findings.at("unused-suppression") == Findings::kMostOfARule);
}

TEST_CASE("growth: JSON rules of one name") {
  std::string rules = R"({"names": ["read"], "action": "SCMP_ACT_ALLOW"})";
  for (size_t i = 1; i < 60'000; ++i)
    rules += i % 2 == 0 ? R"(,{"names": ["read"], "action": "SCMP_ACT_ALLOW"})"
                        : R"(,{"names": ["write"], "action": "SCMP_ACT_KILL_THREAD"})";
  const Outcome outcome = LintText("p.json", Profile(rules), {"duplicate-name", "kill-thread"});
  CHECK(outcome.errors == 0);
  CHECK(outcome.findings.at("duplicate-name") == Findings::kMostOfARule);
  CHECK(outcome.findings.at("kill-thread") == Findings::kMostOfARule);
  CHECK(outcome.dropped == 2 * 30'000 - 1 + 30'000 - 1 - 2 * Findings::kMostOfARule);
}

TEST_CASE("growth: many rules of Docker's old form are mended at once") {
  const std::string spelled = R"({"name": "read", "action": "SCMP_ACT_ALLOW"})";
  const std::string escaped = R"({"n\u0061me": "read", "action": "SCMP_ACT_ALLOW"})";
  MemoryFileSystem files;
  files.files["p.json"] =
      Profile(spelled + Repeated("," + spelled, 15'000) + Repeated("," + escaped, 15'000));
  Session session{World{files, {}}};
  LintOptions options;
  options.context.caps = DockerDefaultCapabilities();
  options.context.kernel = kNewestKernel;
  options.selection = Selection({"legacy-name"}, {}, Severity::Note);
  const auto input = ReadInput("p.json", session.world, session.sources, session.diagnostics);
  REQUIRE(input);
  const auto fixed = ApplyFixes(session, *input, options, FixScope::SafeOnly);
  REQUIRE(fixed);
  CHECK(fixed->edits == 2 * 15'001);
  const std::string mended = R"({"names": ["read"], "action": "SCMP_ACT_ALLOW"})";
  CHECK(fixed->text ==
        Profile(mended + Repeated("," + mended, 15'000) + Repeated("," + escaped, 15'000)));
}

// Each of a thousand rules is many paths, and every one could be about every other one.
TEST_CASE("growth: pairs of AppArmor rules with alternatives") {
  std::string rules;
  for (size_t i = 0; i < 1000; ++i)
    rules += "  /srv/{a,b}{c,d}{e,f}{g,h}/" + std::to_string(i) + "/{x,y,**} mrwix,\n";
  const Outcome outcome =
      LintText("./p", "profile p /usr/bin/p {\n" + rules + "}\n", {"write-exec"});
  CHECK(outcome.errors == 0);
  CHECK(outcome.findings.at("write-exec") == Findings::kMostOfARule);
}

TEST_CASE("growth: AppArmor rules of a variable with alternatives in braces") {
  std::string arms = "a", rules;
  for (size_t i = 0; i < 50'000; ++i) arms += ",a" + std::to_string(i);
  for (size_t i = 0; i < 50; ++i) rules += "  /srv/@{A}/" + std::to_string(i) + " rw,\n";
  const Outcome outcome = LintText(
      "./p", "@{A} = {" + arms + "}\nprofile p /usr/bin/p {\n" + rules + "  /x/ mrwix,\n}\n", {});
  CHECK(outcome.findings.at("write-exec") == 1);
}

TEST_CASE("growth: AppArmor profiles with many children") {
  std::string children;
  for (size_t i = 0; i < 20'000; ++i) {
    const std::string name = "c" + std::to_string(i);
    children += "  /bin/" + name + " cx -> " + name + ",\n  profile " + name + " {\n  }\n";
  }
  const Outcome outcome =
      LintText("./p", "profile p {\n" + children + "  /bin/no cx -> no,\n}\n", {"unknown-child"});
  CHECK(outcome.findings.at("unknown-child") == 1);
}

}  // namespace
}  // namespace polc::lint
