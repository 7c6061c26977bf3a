// The tests of the language are proofs: a failure shows a call, and the verdict that it shows is
// the real one.

#include "tests/language/support.h"
#include "tests/support/catch.h"

namespace polc::language {
namespace {

const std::string kPolicy = R"(policy p {
  arch x86_64, x86
  default errno(EACCES)
  kill_process socket if domain == 40
  allow socket if domain in {1, 2}
  allow read, write
  allow mount when cap(CAP_SYS_ADMIN)
  allow ptrace when kernel >= 4.8
}
policy wide extends p {
  allow close
}
)";

TEST_CASE("an expectation holds or a call shows that it does not") {
  struct Row {
    std::string line;
    std::string failure;
  };
  const Row rows[] = {
      {"allow read, write", ""},
      {"allow read, close",
       "close: test-failed: this is not so: x86_64 close(0) gets ERRNO(EACCES)\n"},
      {"deny close, chmod", ""},
      {"errno(EACCES) close", ""},
      {"errno(EPERM) close",
       "close: test-failed: this is not so: x86_64 close(0) gets ERRNO(EACCES)\n"},
      {"allow socket(1), socket(domain = 2), socket(AF_INET, _, 0)", ""},
      {"kill_process socket(AF_VSOCK)", ""},
      {"deny socket(40), socket(41)", ""},
      {"allow socket",
       "socket: test-failed: this is not so: x86_64 socket(0, 0, 0) gets ERRNO(EACCES)\n"},
      {"deny mount",
       "mount: test-failed: this is not so: x86_64 mount(0, 0, 0, 0, 0) gets ALLOW with CAP_SYS_ADMIN\n"},
      {"deny mount when not cap(CAP_SYS_ADMIN)", ""},
      {"allow mount when cap(CAP_SYS_ADMIN)", ""},
      {"allow ptrace when kernel >= 4.8", ""},
      {"allow ptrace when kernel >= 4.7",
       "ptrace: test-failed: this is not so: x86_64 ptrace(0, 0, 0, 0) gets ERRNO(EACCES) on Linux 4.7\n"},
      {"deny syscall(600)", ""},
      {"tighter than wide", ""},
      {"looser than wide",
       "looser than wide: test-failed: this is not so: x86_64 close(0) gets ERRNO(EACCES), and ALLOW from `wide`\n"},
      {"same as wide except close", ""},
      {"same as p", ""},
      {"same as wide except read",
       "same as wide except read: test-failed: this is not so: x86_64 close(0) gets ERRNO(EACCES), and ALLOW from `wide`\n"},
  };
  for (const Row& row : rows) {
    PolicyText text(kPolicy + "test \"t\" for p {\n  " + row.line + "\n}\n");
    const TestRun run = text.Test();
    INFO(row.line);
    CHECK(text.Messages().empty());
    REQUIRE(run.tests.size() == 1);
    CHECK(run.tests[0].expectations == 1);
    CHECK(text.Messages(run.tests[0].failures) == row.failure);
  }
}

TEST_CASE("an expectation that describes no call fails") {
  const std::string excluded =
      "no call fits this line: its arguments, or the environments of the test and the line, exclude each other";
  const std::string uncompared =
      "this line compares nothing: the environment of the test excludes every call";
  const std::string nowhere =
      "no architecture of the policy has this call, so this line tests nothing";
  struct Row {
    std::string when;
    std::string line;
    std::string failure;
  };
  const Row rows[] = {
      {"when cap(CAP_BPF) and not cap(CAP_BPF)", "deny read", excluded},
      {"when kernel >= 5.0", "deny read when kernel < 5.0", excluded},
      {"", "deny read(fd = 1, fd = 2)", excluded},
      {"", "deny read(1, fd = 2)", excluded},
      {"", "deny read(1, fd = 1)", "this is not so: x86_64 read(1, 0, 0) gets ALLOW"},
      {"when arch in {aarch64}", "deny read", nowhere},
      {"when arch in {aarch64}", "same as wide", uncompared},
      {"when kernel >= 5.0 and kernel < 4.0", "looser than wide", uncompared},
      {"", "deny @chmod - @chmod", nowhere},
      {"", "", "this test has no expectation, so it tests nothing; add one such as `deny chmod`"},
  };
  for (const Row& row : rows) {
    PolicyText text(kPolicy + "test \"t\" for p " + row.when + " {\n  " + row.line + "\n}\n");
    const TestRun run = text.Test();
    INFO(row.when << row.line);
    CHECK(text.Messages().empty());
    REQUIRE(run.tests.size() == 1);
    REQUIRE(run.tests[0].failures.size() == 1);
    CHECK(run.tests[0].failures[0].message == row.failure);
  }
}

TEST_CASE(
    "who is compared with answers calls of architectures that are not its own with its `bad_arch`") {
  struct Row {
    std::string policy;
    std::string line;
    std::string failure;
  };
  const Row rows[] = {
      {"p", "tighter than narrow",
       "this is not so: x86 restart_syscall() gets ERRNO(EACCES), and KILL_THREAD from `narrow`"},
      {"p", "same as narrow when_arch", ""},
      {"narrow", "same as p", ""},  // on every architecture of the tested policy
      {"p", "looser than narrow", ""},
      {"p", "same as any", ""},
      {"p", "same as arm", "`arm` and `p` have no architecture in common"},
  };
  for (const Row& row : rows) {
    std::string line = row.line, when;
    if (const size_t at = line.find(" when_arch"); at != std::string::npos) {
      line.resize(at);
      when = "when arch in {x86_64} ";
    }
    const std::string rules = "default errno(EACCES)\n allow read\n}\n";
    PolicyText text("policy p {\n arch x86_64, x86\n " + rules +
                    "policy narrow {\n arch x86_64\n " + rules + "policy any {\n " + rules +
                    "policy arm {\n arch aarch64\n " + rules + "test \"t\" for " + row.policy +
                    " " + when + "{\n  " + line + "\n}\n");
    const TestRun run = text.Test();
    INFO(row.line);
    CHECK(text.Messages().empty());
    REQUIRE(run.tests.size() == 1);
    CHECK((run.tests[0].failures.empty() ? "" : run.tests[0].failures[0].message) == row.failure);
  }
}

TEST_CASE("a test's environment holds for all of its lines") {
  PolicyText text(
      kPolicy +
      "test \"t\" for p when cap(CAP_SYS_ADMIN) and arch in {x86} {\n  allow mount\n  deny close\n  same as wide except close\n}\n");
  const TestRun run = text.Test();
  REQUIRE(run.tests.size() == 1);
  CHECK(text.Messages(run.tests[0].failures).empty());
}

TEST_CASE("rules that decide no call of any expectation are reported") {
  PolicyText text(kPolicy +
                  "test \"t\" for p {\n  allow read\n  kill_process socket(40)\n  deny close\n}\n");
  const TestRun run = text.Test();
  std::string untested;
  for (const UntestedRule& rule : run.untested)
    untested += std::string(text.sources.Text(rule.place)) + "\n";
  CHECK(untested ==
        "socket if domain in {1, 2}\nmount when cap(CAP_SYS_ADMIN)\nptrace when kernel >= 4.8\n");
}

TEST_CASE("a failure names the rule that decides") {
  PolicyText text(kPolicy + "test \"t\" for p {\n  deny write\n  allow close\n}\n");
  const TestRun run = text.Test();
  REQUIRE(run.tests[0].failures.size() == 2);
  CHECK(text.sources.Text(run.tests[0].failures[0].labels.at(0).span) == "read, write");
  CHECK(text.sources.Text(run.tests[0].failures[1].labels.at(0).span) == "errno(EACCES)");
}

TEST_CASE("JUnit's XML is escaped and counts") {
  PolicyText text(
      kPolicy +
      "test \"a < b & c\" for p {\n  deny write\n}\ntest \"fine\" for p {\n  allow read\n}\n");
  const std::string xml = ToJUnit({{"p.polc", text.Test()}}, text.sources);
  CHECK(xml.find("<testsuites tests=\"2\" failures=\"1\">") != std::string::npos);
  CHECK(xml.find("name=\"a &lt; b &amp; c\">") != std::string::npos);
  CHECK(xml.find("<testcase classname=\"p\" name=\"fine\"/>") != std::string::npos);
}

}  // namespace
}  // namespace polc::language
