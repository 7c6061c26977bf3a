// The built-in profiles are texts of our own. Here it is proved that they mean what the originals
// mean, for all capabilities and kernels at once.

#include <algorithm>
#include <fstream>
#include <optional>
#include <set>
#include <sstream>
#include <string>
#include <vector>

#include "compiler/base/diagnostic.h"
#include "compiler/base/source.h"
#include "compiler/docker/from_docker.h"
#include "compiler/ir/lower.h"
#include "compiler/session/load.h"
#include "grammar/docker_json/parse.h"
#include "profiles/builtin.h"
#include "tests/support/catch.h"
#include "tests/support/oracle.h"

namespace polc {
namespace {

struct Original {
  std::string builtin;
  std::string file;
  std::set<std::string_view> without;  // names that are not in the built-in
};

const Original kOriginals[] = {
    {"default", "moby-default.json", {}},
    {"default-no-chmod", "moby-default.json", {"chmod", "fchmod", "fchmodat", "fchmodat2"}},
    {"labs-default", "labs-default.json", {}},
    {"labs-default-no-chmod", "labs-default-no-chmod.json", {}},
    {"podman-default", "podman-4.3-default.json", {}},
};

std::optional<std::string> ReadCorpus(const std::string& name) {
  std::ifstream in("../shared/corpus/seccomp/" + name, std::ios::binary);
  if (!in) return std::nullopt;
  std::stringstream text;
  text << in.rdbuf();
  return text.str();
}

// What a profile means on a machine, for all capabilities and kernels.
struct Meaning {
  std::set<Arch> arches;
  NodeId node;
};

std::optional<Meaning> MeaningOf(Session& session, const Original& original,
                                 const DockerContext& context) {
  DiagnosticSink diagnostics;
  auto profile = docker::ParseProfile(*session.sources.Find("original"), diagnostics);
  for (docker::Syscall& syscall : profile->syscalls) {
    std::erase_if(syscall.names,
                  [&](const docker::Text& name) { return original.without.contains(name.value); });
  }
  const auto scmp = ResolveDocker(*profile, context, diagnostics);
  if (!scmp) return std::nullopt;
  const Policy policy = ToPolicy(*scmp, context.environment(), diagnostics);
  const Filter filter = Lower(session.diagram, policy, context.environment());
  return Meaning{{scmp->arches.begin(), scmp->arches.end()}, filter.node};
}

std::optional<Meaning> MeaningOf(Session& session, const std::string& builtin,
                                 const DockerContext& context) {
  const auto loaded = Load(session, builtin, context);
  if (!loaded) return std::nullopt;
  return Meaning{{loaded->arches.begin(), loaded->arches.end()}, loaded->filter.node};
}

// Whether the built-in is for this ABI. The originals of 2016 name registers by their numbers,
// which are right for x86 only. If Docker's map does not mention an architecture, its rules are for
// that architecture alone, which `--arch` does here.
bool IsListed(const std::string& builtin, Arch arch) {
  if (builtin.starts_with("labs")) return TraitsOf(arch).native == Arch::X86_64;
  return arch < Arch::Parisc64 && arch != Arch::Ppc64 && arch != Arch::Ppc;
}

TEST_CASE("a built-in profile means what its original means") {
  size_t compared = 0;
  for (const Original& original : kOriginals) {
    const auto text = ReadCorpus(original.file);
    if (!text) {
      testing::SkipWithout("../shared/corpus/seccomp");
      return;
    }
    // All ABIs of a machine together, and each ABI alone.
    for (const ArchTraits& traits : AllArches()) {
      for (const auto& arches : {std::vector<Arch>{}, std::vector<Arch>{traits.arch}}) {
        if (!IsListed(original.builtin, traits.arch) &&
            (arches.empty() || original.builtin.starts_with("labs")))
          continue;
        // Docker gives arch_prctl to 32-bit processes of an x86_64 machine, not to those of an x86
        // one.
        if (traits.arch == Arch::X86 && !arches.empty()) continue;
        INFO(original.builtin << " on " << traits.name);
        MemoryFileSystem no_files;
        Session session{{no_files, [](size_t) { return ReadResult{}; }}};
        session.sources.Add("original", *text);
        const DockerContext context{
            .arches = arches, .native = traits.native, .caps = {}, .kernel = {}};
        const auto expected = MeaningOf(session, original, context);
        const auto actual = MeaningOf(session, original.builtin, context);
        REQUIRE(expected);
        REQUIRE(actual);
        CHECK(session.diagnostics.all().empty());
        CHECK(actual->arches == expected->arches);
        CHECK(actual->node == expected->node);
        CHECK_FALSE(session.diagram.IsLeaf(actual->node));
        ++compared;
      }
    }
  }
  // Of three profiles every ABI alone and every machine, of two the three ABIs of 2016.
  CHECK(compared >= 3 * (AllArches().size() + 10) + 2 * 5);
}

TEST_CASE("built-in profiles are found by their exact names") {
  std::vector<std::string_view> names;
  for (const BuiltinProfile& profile : AllBuiltinProfiles()) {
    names.push_back(profile.name);
    CHECK(FindBuiltinProfile(profile.name) == &profile);
    CHECK_FALSE(profile.summary.empty());
  }
  CHECK(names == std::vector<std::string_view>{"default", "default-no-chmod", "labs-default",
                                               "labs-default-no-chmod", "podman-default"});
  CHECK(FindBuiltinProfile("") == nullptr);
  CHECK(FindBuiltinProfile("Default") == nullptr);
}

}  // namespace
}  // namespace polc
