// The built-in profiles are texts of our own; here they are proved to mean what the originals mean, for all capabilities and
// kernels at once.

#include <algorithm>
#include <fstream>
#include <optional>
#include <set>
#include <sstream>
#include <string>
#include <vector>

#include <catch2/catch.hpp>

#include "compiler/base/diagnostic.h"
#include "compiler/base/render.h"
#include "compiler/base/source.h"
#include "compiler/frontend/from_docker.h"
#include "compiler/ir/lower.h"
#include "grammar/docker_json/parse.h"
#include "profiles/builtin.h"

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

// The filter of a profile on a machine, with its ABIs; all that was said goes to `findings`.
struct Resolved {
  std::vector<Arch> arches;
  Filter filter;
};

std::optional<Resolved> Resolve(Diagram& diagram, docker::Profile profile, const std::set<std::string_view>& without,
                                const DockerContext& context, DiagnosticSink& diagnostics) {
  for (docker::Syscall& syscall : profile.syscalls) {
    std::erase_if(syscall.names, [&](const docker::Text& name) { return without.contains(name.value); });
  }
  const auto scmp = ResolveDocker(profile, context, diagnostics);
  if (!scmp) return std::nullopt;
  const Policy policy = ToPolicy(*scmp, context.environment(), diagnostics);
  return Resolved{scmp->arches, Lower(diagram, policy, context.environment())};
}

TEST_CASE("a built-in profile means what its original means") {
  size_t compared = 0;
  for (const Original& original : kOriginals) {
    const auto text = ReadCorpus(original.file);
    if (!text) {
      WARN("skipped: ../shared/corpus/seccomp is not here");
      return;
    }
    INFO(original.builtin);
    const BuiltinProfile* builtin = FindBuiltinProfile(original.builtin);
    REQUIRE(builtin != nullptr);
    Sources sources;
    DiagnosticSink diagnostics;
    const auto ours = docker::ParseProfile(sources.Add("ours", std::string(builtin->text)), diagnostics);
    CHECK(diagnostics.all().empty());
    const auto theirs = docker::ParseProfile(sources.Add("theirs", *text), diagnostics);
    REQUIRE(ours);
    REQUIRE(theirs);
    // What both machines and `--arch` can ask for: the ABIs that the profile gives a native one, and each ABI alone.
    for (const ArchTraits& traits : AllArches()) {
      for (const auto& arches : {std::vector<Arch>{}, std::vector<Arch>{traits.arch}}) {
        INFO(traits.name);
        const DockerContext context{.arches = arches, .native = traits.arch, .caps = {}, .kernel = {}};
        Diagram diagram;
        DiagnosticSink of_theirs;
        const auto expected = Resolve(diagram, *theirs, original.without, context, of_theirs);
        DiagnosticSink of_ours;
        const auto actual = Resolve(diagram, *ours, {}, context, of_ours);
        // The two profiles of 2016 are for x86 alone, so a machine of the other byte order has no filter for them.
        CHECK(of_ours.has_errors() == of_theirs.has_errors());
        REQUIRE(actual.has_value() == expected.has_value());
        if (!actual) continue;
        const std::set<Arch> actual_arches(actual->arches.begin(), actual->arches.end());
        CHECK(actual_arches == std::set<Arch>(expected->arches.begin(), expected->arches.end()));
        CHECK(actual->filter == expected->filter);
        CHECK_FALSE(diagram.IsLeaf(actual->filter.node));
        ++compared;
      }
    }
  }
  // Every ABI alone has a filter from every profile.
  CHECK(compared >= std::size(kOriginals) * AllArches().size());
}

TEST_CASE("the variants without chmod differ from their base in nothing else") {
  for (const std::string base_name : {"default", "labs-default"}) {
    const BuiltinProfile* base = FindBuiltinProfile(base_name);
    const BuiltinProfile* variant = FindBuiltinProfile(base_name + "-no-chmod");
    REQUIRE(base != nullptr);
    REQUIRE(variant != nullptr);
    CHECK(base->text.find("\"chmod\"") != std::string::npos);
    CHECK(variant->text.find("chmod") == std::string::npos);
    CHECK(base->text.size() > variant->text.size());
    CHECK(base->text.size() - variant->text.size() < 200);
  }
}

TEST_CASE("built-in profiles are found by their exact names") {
  std::vector<std::string_view> names;
  for (const BuiltinProfile& profile : AllBuiltinProfiles()) {
    names.push_back(profile.name);
    CHECK(FindBuiltinProfile(profile.name) == &profile);
    CHECK_FALSE(profile.summary.empty());
  }
  CHECK(names == std::vector<std::string_view>{"default", "default-no-chmod", "labs-default", "labs-default-no-chmod",
                                               "podman-default"});
  CHECK(FindBuiltinProfile("") == nullptr);
  CHECK(FindBuiltinProfile("Default") == nullptr);
}

}  // namespace
}  // namespace polc
