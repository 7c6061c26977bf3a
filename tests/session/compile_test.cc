// Errors about filters that polc cannot make.

#include "compiler/session/compile.h"

#include "compiler/base/render.h"
#include "tests/support/catch.h"

namespace polc {
namespace {

// `count` values in no order; each `seed` gives different ones.
std::string Values(size_t count, uint32_t seed) {
  std::string values;
  for (uint32_t i = 1; i <= count; ++i)
    values += (i == 1 ? "" : ", ") + std::to_string((i + 10'000 * seed) * 2654435761u);
  return "{" + values + "}";
}

TEST_CASE("a filter that is too long names the calls that cost most, and where they stand") {
  MemoryFileSystem files;
  files.files["./p.polc"] =
      "policy p {\n  arch x86_64\n  default errno(EPERM)\n  allow read, write\n  allow fcntl if cmd in " +
      Values(900, 1) + "\n  allow ioctl if cmd in " + Values(1000, 2) +
      "\n  allow prctl if option in " + Values(800, 3) + "\n  allow madvise if behavior in " +
      Values(700, 4) + "\n  allow mount if flags in " + Values(700, 5) + "\n}\n";
  DockerContext context;
  context.caps = 0;
  context.kernel = kNewestKernel;
  Session session{{files, [](size_t) { return ReadResult{}; }}};
  const auto loaded = Load(session, "./p.polc", context);
  REQUIRE(loaded);
  CHECK_FALSE(CompileProved(session, *loaded, {}));
  REQUIRE(session.diagnostics.all().size() == 1);
  const Diagnostic& diagnostic = session.diagnostics.all().front();
  INFO(diagnostic.message);
  CHECK(diagnostic.id == DiagnosticId::FilterTooLong);
  const auto place_of = [&](const char* name) {
    return diagnostic.message.find("`" + std::string(name) + "` on x86_64 (");
  };
  CHECK(place_of("ioctl") < place_of("fcntl"));
  CHECK(place_of("fcntl") < place_of("prctl"));
  CHECK(place_of("prctl") != std::string::npos);
  CHECK(place_of("madvise") == std::string::npos);
  CHECK(session.sources.Locate(diagnostic.span.source, diagnostic.span.begin).line == 6);
}

}  // namespace
}  // namespace polc
