// The findings on whole daemon.json files: lint also reads the seccomp profile that a file names,
// and finds in the examples of security guides what a reviewer would find.

#include <set>

#include "compiler/docker/docker_context.h"
#include "compiler/lint/daemon.h"
#include "compiler/lint/glob_path.h"
#include "compiler/lint/lint.h"
#include "tests/support/catch.h"
#include "tests/support/oracle.h"

namespace polc::lint {
namespace {

struct Outcome {
  std::set<std::string> ids;
  std::set<std::string> files;  // that findings are in
  size_t errors = 0;
};

Outcome LintFile(FileSystem& files, const std::string& path) {
  Session session{World{files, {}}};
  LintOptions options;
  options.context.caps = DockerDefaultCapabilities();
  options.context.kernel = kNewestKernel;
  const auto input = ReadInput(path, session.world, session.sources, session.diagnostics);
  REQUIRE(input);
  Outcome outcome;
  for (const Diagnostic& finding : Lint(session, *input, options).findings) {
    outcome.ids.insert(std::string(NameOf(finding.id)));
    outcome.files.insert(session.sources.Get(finding.span.source).name);
  }
  outcome.errors = session.diagnostics.error_count();
  return outcome;
}

constexpr std::string_view kLooseProfile =
    R"({"defaultAction": "SCMP_ACT_ALLOW", "syscalls": [{"names": ["reboot"], "action": "SCMP_ACT_ERRNO"}]})";

TEST_CASE("the seccomp profile of a daemon.json is linted in its turn") {
  MemoryFileSystem files;
  files.files["etc/docker/daemon.json"] =
      R"({"seccomp-profile": "/etc/docker/profile.json", "live-restore": true})";
  const Outcome alone = LintFile(files, "etc/docker/daemon.json");
  CHECK(alone.ids.contains("daemon-seccomp-missing"));
  CHECK_FALSE(alone.ids.contains("default-allow"));

  SECTION("beside the file") { files.files["etc/docker/profile.json"] = kLooseProfile; }
  SECTION("where it says") { files.files["/etc/docker/profile.json"] = kLooseProfile; }
  const Outcome both = LintFile(files, "etc/docker/daemon.json");
  CHECK_FALSE(both.ids.contains("daemon-seccomp-missing"));
  CHECK(both.ids.contains("default-allow"));
  CHECK(both.files.size() == 2);
}

TEST_CASE("a daemon.json that names itself as its profile is an error and no loop") {
  MemoryFileSystem files;
  files.files["./daemon.json"] = R"({"seccomp-profile": "/etc/docker/daemon.json"})";
  CHECK(LintFile(files, "./daemon.json").errors > 0);
}

TEST_CASE("the guides' daemon.json files get their findings") {
  RealFileSystem files;
  const std::string folder = "../shared/corpus/daemon/";
  if (!files.Exists(folder + "hardened-with-tls.json")) {
    testing::SkipWithout("../shared/corpus/daemon");
    return;
  }
  const Outcome hardened = LintFile(files, folder + "hardened-with-tls.json");
  CHECK(hardened.ids == std::set<std::string>{"daemon-cgroup-parent", "daemon-seccomp-missing",
                                              "daemon-tls-without-port"});
  const Outcome old = LintFile(files, folder + "tls-devicemapper.json");
  for (const char* id : {"daemon-removed-driver", "daemon-tls-without-verify", "daemon-debug-log",
                         "daemon-icc", "daemon-new-privileges"})
    CHECK(old.ids.contains(id));
  CHECK_FALSE(old.ids.contains("daemon-tcp-without-tls"));
  const Outcome listing = LintFile(files, folder + "commented-option-list.jsonc");
  CHECK(listing.errors > 0);
  for (const char* id : {"daemon-removed-key", "daemon-icc-without-iptables",
                         "daemon-live-restore-swarm", "daemon-iptables"})
    CHECK(listing.ids.contains(id));
}

TEST_CASE(
    "docker-nginx gets ten findings at least, and without wide ones about what it does right") {
  RealFileSystem files;
  const std::string path = "../shared/corpus/apparmor/docker-nginx";
  if (!files.Exists(path)) {
    testing::SkipWithout("../shared/corpus/apparmor");
    return;
  }
  const Outcome outcome = LintFile(files, path);
  for (const char* id :
       {"escape-path-open", "file-allows-all", "icmp-is-raw", "missing-abi", "negated-class-slash",
        "symlinked-path", "covered-rule", "wide-umount", "wide-write"}) {
    INFO(id);
    CHECK(outcome.ids.contains(id));
  }
  for (const char* id :
       {"wide-mount", "all-capabilities", "wide-network", "denied-allow", "write-exec"})
    CHECK_FALSE(outcome.ids.contains(id));
}

TEST_CASE("globs match paths as apparmor_parser's do") {
  struct Row {
    std::string_view pattern, path;
    bool matches;
  };
  constexpr Row rows[] = {
      {"/foo/*", "/foo/", false},      {"/foo/*", "/foo/a", true},   {"/foo/*", "/foo/a/b", false},
      {"/foo/**", "/foo/a/b", true},   {"/foo/**", "/foo/", false},  {"/a/**/b", "/a/b", false},
      {"/foo/*bar", "/foo/bar", true}, {"/foo{,/**}", "/foo", true}, {"/foo{,/**}", "/foo/x", true},
      {"/{**,}", "/", true},           {"/x[^a]y", "/x/y", true},    {"/x[^/a]y", "/x/y", false},
      {"/x[a-c]", "/xb", true},        {"/x[c-a]", "/xb", true},     {"/x\\*", "/x*", true},
      {"/x\\*", "/xa", false},         {"/?", "/a", true},           {"/?", "//", false},
      {"/{a,b{c,d}}", "/bd", true},    {"/{a,b{c,d}}", "/b", false},
  };
  for (const Row& row : rows) {
    INFO(std::string(row.pattern) << " " << std::string(row.path));
    CHECK(PathMatches(row.pattern, row.path) == row.matches);
  }
  CHECK(Covers("/a/**", "/a/*"));
  CHECK(Covers("/a/**", "/a/{b,c/**}"));
  CHECK_FALSE(Covers("/a/**", "/a/"));
  CHECK_FALSE(Covers("/a/**", "/a/{,b}"));
  CHECK_FALSE(Covers("/a/*", "/a/**"));
  CHECK(WithoutBraces("/{a,b}{c,d}{e,f}", 7).empty());
}

}  // namespace
}  // namespace polc::lint
