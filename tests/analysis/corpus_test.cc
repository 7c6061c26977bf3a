#include "compiler/analysis/diff_render.h"
#include "compiler/base/file_system.h"
#include "compiler/docker/from_docker.h"
#include "compiler/ir/lower.h"
#include "grammar/docker_json/parse.h"
#include "tests/support/catch.h"
#include "tests/support/oracle.h"

namespace polc {
namespace {

// The profile as Docker on x86_64 means it.
std::optional<Filter> Load(Diagram& diagram, Sources& sources, const std::string& path) {
  ReadResult read = RealFileSystem().Read(path, 1 << 20);
  if (!read.text) return std::nullopt;
  DiagnosticSink diagnostics;
  const auto profile = docker::ParseProfile(sources.Add(path, std::move(*read.text)), diagnostics);
  REQUIRE(profile.has_value());
  DockerContext context;
  context.caps = DockerDefaultCapabilities();
  context.kernel = kNewestKernel;
  const auto scmp = ResolveDocker(*profile, context, diagnostics);
  REQUIRE(scmp.has_value());
  return Lower(diagram, ToPolicy(*scmp, context.environment(), diagnostics), context.environment());
}

TEST_CASE("the pair of 2016 differs in three syscalls, on three ABIs, and in nothing else") {
  Diagram diagram;
  Sources sources;
  const auto before = Load(diagram, sources, "../shared/corpus/seccomp/labs-default.json");
  const auto after = Load(diagram, sources, "../shared/corpus/seccomp/labs-default-no-chmod.json");
  if (!before || !after) {
    testing::SkipWithout("../shared/corpus/seccomp");
    return;
  }
  const DiffReport report =
      Diff(diagram, *before, *after, ArchesToCompare(diagram, *before, *after, Arch::X86_64));
  const ProfileFacts labs{
      .name = "labs-default", .names = 306, .otherwise = Verdict{Action::Errno, 1}};
  const ProfileFacts no_chmod{
      .name = "labs-default-no-chmod", .names = 303, .otherwise = Verdict{Action::Errno, 1}};
  CHECK(DiffText(report, labs, no_chmod, DiffDetail::Concise, Colour::Off) ==
        "--- labs-default            seccomp, 306 names, default ERRNO(EPERM)\n"
        "+++ labs-default-no-chmod   seccomp, 303 names, default ERRNO(EPERM)\n"
        "Compared on x86_64, x86, x32: every syscall number, every argument value.\n"
        "\n"
        "TIGHTENED  3 syscalls, the same on all 3 ABIs\n"
        "  - chmod      ALLOW → ERRNO(EPERM)    x86_64 90    x86 15    x32 90\n"
        "  - fchmod     ALLOW → ERRNO(EPERM)    x86_64 91    x86 94    x32 91\n"
        "  - fchmodat   ALLOW → ERRNO(EPERM)    x86_64 268   x86 306   x32 268\n"
        "LOOSENED   none\n"
        "\n"
        "verdict: NEW is strictly tighter.  allowed 266→263 x86_64, 298→295 x86, 262→259 x32\n");
}

}  // namespace
}  // namespace polc
