// Profiles whose conditions are kept, on every machine, for every set of capabilities and every
// kernel. `import` and `--emit docker` read back and prove what they write, so this test only holds
// that they write, and which profiles they can write.

#include "compiler/session/template.h"

#include <cstdlib>
#include <filesystem>
#include <fstream>

#include "compiler/base/render.h"
#include "profiles/builtin.h"
#include "tests/support/catch.h"
#include "tests/support/oracle.h"

namespace polc {
namespace {

const char* const kCorpus = "../shared/corpus/seccomp";

struct Written {
  std::string policy, json, errors;
};

Written Write(const std::string& argument, MemoryFileSystem files) {
  Session session{{files, [](size_t) { return ReadResult{}; }}};
  Written written;
  const auto input = ReadInput(argument, session.world, session.sources, session.diagnostics);
  REQUIRE(input);
  if (const auto profile = BuildTemplate(session, *input, {{}, Arch::X86_64, {}, {}})) {
    written.policy = MakePolicyText(session, *profile, "imported").value_or("");
    written.json = MakeDockerJson(session, *profile).value_or("");
  }
  for (const Diagnostic& diagnostic : session.diagnostics.all()) {
    if (diagnostic.severity == Severity::Error)
      written.errors += RenderText(diagnostic, session.sources, Colour::Off);
  }
  return written;
}

// Converts the profile to a policy, the policy to JSON, and the JSON to a policy: three proofs.
// Both policies have to be the same text.
void CheckRoundTrip(const std::string& argument, const MemoryFileSystem& files) {
  INFO(argument);
  const Written first = Write(argument, files);
  CHECK(first.errors == "");
  REQUIRE(!first.policy.empty());
  REQUIRE(!first.json.empty());
  MemoryFileSystem written;
  written.files = {{"p.polc", first.policy}, {"p.json", first.json}};
  const Written from_policy = Write("p.polc", written), from_json = Write("p.json", written);
  CHECK(from_policy.errors == "");
  CHECK(from_json.errors == "");
  CHECK(from_policy.policy == first.policy);
  CHECK(from_json.policy == first.policy);
}

TEST_CASE("built-in profiles are imported, emitted for Docker and read back") {
  size_t count = 0;
  for (const BuiltinProfile& profile : AllBuiltinProfiles()) {
    CheckRoundTrip(std::string(profile.name), {});
    ++count;
  }
  CHECK(count >= 5);
}

TEST_CASE("the profiles of the corpus are imported, emitted for Docker and read back") {
  if (!std::filesystem::is_directory(kCorpus)) {
    testing::SkipWithout(kCorpus);
    return;
  }
  size_t count = 0;
  for (const auto& entry : std::filesystem::directory_iterator(kCorpus)) {
    if (entry.path().extension() != ".json" || entry.path().filename() == "example.json")
      continue;  // its errno is one that runtimes refuse
    std::ifstream in(entry.path());
    MemoryFileSystem files;
    files.files["profile.json"] = std::string(std::istreambuf_iterator<char>(in), {});
    INFO(entry.path());
    CheckRoundTrip("profile.json", files);
    ++count;
  }
  CHECK(count >= 8);
}

}  // namespace
}  // namespace polc
