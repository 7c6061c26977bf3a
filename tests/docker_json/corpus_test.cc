// Profiles of other projects. All but one start a container with runc, so polc must find no error
// in them.

#include "tests/docker_json/findings.h"
#include "tests/support/catch.h"
#include "tests/support/oracle.h"

namespace polc::docker {
namespace {

struct Known {
  std::string name;
  size_t rules;
  size_t names;
  std::string findings;
};

TEST_CASE("the corpus is read as the runtimes read it") {
  const Known kFiles[] = {
      {"conditional_include.json", 3, 3, ""},
      {"default-old-format.json", 311, 311, ""},
      // A fixture that no kernel ever loads: libseccomp accepts only errnos below 4095, so no
      // container starts with it.
      {"example.json", 4, 4,
       "30:25: error: `errnoRet` 12345 is out of range; runc accepts 0 to 4094 and refuses to start a container with this number [invalid-value]\n"},
      {"labs-allow.json", 0, 0, ""},
      {"labs-default-no-chmod.json", 305, 305, ""},
      {"labs-default.json", 308, 308, ""},
      {"labs-deny.json", 0, 0, ""},
      {"moby-default.json", 33, 442, ""},
      {"podman-4.3-default.json", 35, 472, ""},
  };
  for (const Known& known : kFiles) {
    const auto text = ReadCorpus(known.name);
    if (!text) {
      testing::SkipWithout("../shared/corpus/seccomp");
      return;
    }
    INFO(known.name);
    Parsed parsed;
    ParseInto(parsed, *text);
    CHECK(parsed.Findings() == known.findings);
    REQUIRE(parsed.profile);
    CHECK(parsed.profile->syscalls.size() == known.rules);
    size_t names = 0;
    for (const Syscall& rule : parsed.profile->syscalls) {
      names += rule.names.size();
      for (const Text& name : rule.names) {
        CHECK("\"" + std::string(name.value) + "\"" == parsed.sources.Text(name.span));
      }
    }
    CHECK(names == known.names);
  }
}

}  // namespace
}  // namespace polc::docker
