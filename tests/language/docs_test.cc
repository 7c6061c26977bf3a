// The examples of docs/language.md mean something: every policy resolves, and every test holds.

#include <fstream>

#include "compiler/language/check.h"
#include "tests/language/support.h"
#include "tests/support/catch.h"

namespace polc::language {
namespace {

std::string Examples() {
  std::ifstream in("docs/language.md");
  std::string text;
  bool inside = false;
  for (std::string line; std::getline(in, line);) {
    if (line == "```polc") {
      inside = true;
    } else if (line == "```") {
      inside = false;
    } else if (inside) {
      text += line + "\n";
    }
  }
  return text;
}

TEST_CASE("the examples of the language's reference resolve, and their tests hold") {
  PolicyText text(
      Examples(),
      {{"docker.json",
        R"({"defaultAction": "SCMP_ACT_ERRNO", "syscalls": [{"names": ["read", "socket"], "action": "SCMP_ACT_ALLOW"}]})"},
       {"lib/clock.polc", "allow clock_gettime, gettimeofday\n"}});
  size_t policies = 0;
  for (const std::string& name : text.WholePolicies()) {
    INFO(name);
    CHECK(text.Resolve(name));
    ++policies;
  }
  CHECK(policies > 10);
  const TestRun run = text.Test();
  CHECK(text.Messages() == "");
  CHECK(run.tests.size() >= 3);
  for (const TestResult& test : run.tests) {
    INFO(test.name);
    CHECK(text.Messages(test.failures) == "");
  }
}

}  // namespace
}  // namespace polc::language
