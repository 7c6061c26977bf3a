#include "tests/emit/filters.h"

#include <filesystem>
#include <fstream>
#include <sstream>

#include "compiler/base/source.h"
#include "compiler/docker/from_docker.h"
#include "compiler/ir/lower.h"
#include "grammar/docker_json/parse.h"
#include "profiles/builtin.h"
#include "tests/support/builtin_json.h"
#include "tests/support/oracle.h"

namespace polc {
namespace {

const std::vector<std::string> kNames = {"chmod",  "clone", "socket", "socketcall",
                                         "openat", "semop", "ipc",    "personality"};
const std::vector<uint64_t> kValues = {0,  1,          2,          8,           38,
                                       39, 0x7e020000, 0xffffffff, 0x100000026, UINT64_MAX};
const std::vector<uint64_t> kMasks = {1, 8, 0xff, 0x7e020000, 0xffffffff, UINT64_MAX};

ScmpCompare RandomCompare(testing::Random& random, uint8_t arg) {
  ScmpCompare compare{arg, static_cast<CompareOp>(random.Below(7)), random.Pick(kValues), 0};
  if (compare.op == CompareOp::MaskedEq) {
    compare.value = random.Pick(kMasks);
    compare.value_two = random.Pick(kValues) & compare.value;
  }
  return compare;
}

}  // namespace

Filter LowerScmp(Diagram& diagram, const ScmpFilter& filter, DiagnosticSink& diagnostics) {
  return Lower(diagram, ToPolicy(filter, {}, diagnostics), {});
}

std::optional<ScmpFilter> ScmpFromText(const std::string& text, const std::vector<Arch>& arches,
                                       DiagnosticSink& diagnostics) {
  Sources sources;
  const auto profile = docker::ParseProfile(sources.Add("profile.json", text), diagnostics);
  if (!profile) return std::nullopt;
  const DockerContext context{.arches = arches,
                              .native = arches.front(),
                              .caps = DockerDefaultCapabilities(),
                              .kernel = kNewestKernel};
  auto filter = ResolveDocker(*profile, context, diagnostics);
  if (!filter) return std::nullopt;
  for (ScmpRule& rule : filter->rules) {
    rule.when = {};  // it holds, or it would not be there
    rule.origin = {};
  }
  return filter;
}

std::vector<ProfileText> SomeProfiles() {
  std::vector<ProfileText> profiles;
  const std::filesystem::path corpus = "../shared/corpus/seccomp";
  if (std::filesystem::exists(corpus)) {
    for (const auto& file : std::filesystem::directory_iterator(corpus)) {
      if (file.path().extension() != ".json" || file.path().stem() == "example") continue;
      std::ifstream in(file.path(), std::ios::binary);
      std::stringstream text;
      text << in.rdbuf();
      profiles.push_back({file.path().stem(), text.str()});
    }
  } else {
    testing::SkipWithout(corpus.string());
  }
  for (const BuiltinProfile& builtin : AllBuiltinProfiles())
    profiles.push_back({std::string(builtin.name), testing::BuiltinAsJson(builtin.name)});
  return profiles;
}

ScmpFilter RandomScmp(testing::Random& random, const std::vector<Arch>& arches) {
  const std::vector<Verdict> verdicts = {
      MakeVerdict(Action::Allow),       MakeVerdict(Action::Errno, 1),
      MakeVerdict(Action::Errno, 38),   MakeVerdict(Action::Trace, 7),
      MakeVerdict(Action::KillProcess), MakeVerdict(Action::Trap)};
  ScmpFilter filter;
  filter.arches = arches;
  filter.otherwise = random.Pick(verdicts);
  const size_t rules = random.Below(10);
  for (size_t i = 0; i < rules; ++i) {
    ScmpRule rule{random.Pick(kNames), random.Pick(verdicts), {}, {}, {}, {}};
    for (uint8_t arg = 0; arg < 3; ++arg) {
      if (random.OneIn(2)) rule.args.push_back(RandomCompare(random, arg));
    }
    filter.rules.push_back(std::move(rule));
  }
  return filter;
}

}  // namespace polc
