// libseccomp as the oracle: what it makes of the same rules, executed symbolically, is the same
// diagram as ours.

#include <seccomp.h>

#include <filesystem>
#include <fstream>
#include <sstream>

#include "compiler/bpf/symbolic.h"
#include "compiler/bpf/verify.h"
#include "compiler/docker/from_docker.h"
#include "compiler/emit/libseccomp_export.h"
#include "compiler/ir/lower.h"
#include "grammar/docker_json/parse.h"
#include "syscalls/syscall_table.h"
#include "tests/support/catch.h"
#include "tests/support/oracle.h"
#include "tests/support/policy_generator.h"

namespace polc {
namespace {

namespace fs = std::filesystem;

const fs::path kCorpus = "../shared/corpus/seccomp";

std::string ReadFile(const fs::path& path) {
  std::ifstream in(path, std::ios::binary);
  std::stringstream text;
  text << in.rdbuf();
  return text.str();
}

// The library's table ends earlier than ours: a name that it numbers otherwise on one of the ABIs
// is no part of the test.
bool SameNumbers(const std::string& name, const std::vector<Arch>& arches) {
  if (seccomp_syscall_resolve_name(name.c_str()) == __NR_SCMP_ERROR) return false;
  for (const Arch arch : arches) {
    const uint32_t token = seccomp_arch_resolve_name(std::string(TraitsOf(arch).name).c_str());
    const int theirs = seccomp_syscall_resolve_name_arch(token, name.c_str());
    const auto ours = SyscallNumber(arch, name);
    if (ours ? theirs != static_cast<int>(*ours) : theirs >= 0) return false;
  }
  return true;
}

// True if the library does not know one of the ABIs at all.
bool IsUnknownToLibrary(const std::vector<Arch>& arches) {
  for (const Arch arch : arches) {
    if (seccomp_arch_resolve_name(std::string(TraitsOf(arch).name).c_str()) == 0) return true;
  }
  return false;
}

// A context that leaves nothing open, and rules that are resolved by it.
ScmpFilter Resolved(const docker::Profile& profile, const std::vector<Arch>& arches,
                    DiagnosticSink& diagnostics) {
  const DockerContext context{arches, arches.front(), DockerDefaultCapabilities(), kNewestKernel};
  auto filter = ResolveDocker(profile, context, diagnostics);
  REQUIRE(filter.has_value());
  std::erase_if(filter->rules,
                [&](const ScmpRule& rule) { return !SameNumbers(rule.name, arches); });
  // The library has no rules for some ABIs of a filter: those that the profile gives to others only
  // are none of this test.
  std::erase_if(filter->rules, [](const ScmpRule& rule) { return !rule.arches.empty(); });
  return std::move(*filter);
}

// An export for machines of the other byte order can hold copies of a return whose value was left
// in this machine's order; where the library runs on such a machine the two are the same. Known by
// being no value that it would write.
bpf::Program InTargetOrder(const bpf::Program& program) {
  std::vector<bpf::Insn> insns(program.insns().begin(), program.insns().end());
  for (bpf::Insn& insn : insns) {
    const bool is_verdict = ReturnValue(FromReturnValue(insn.k)) == insn.k;
    if (insn.code == bpf::kRetK && !is_verdict) insn.k = __builtin_bswap32(insn.k);
  }
  bpf::Invalid invalid;
  return *bpf::Program::Check(std::move(insns), invalid);
}

void CompareWithLibrary(const ScmpFilter& filter, const std::string& what) {
  DiagnosticSink diagnostics;
  Diagram diagram;
  const Filter ours = Lower(diagram, ToPolicy(filter, {0, 0}, diagnostics), {0, 0});
  for (const ScmpLayout layout : {ScmpLayout::Linear, ScmpLayout::Tree}) {
    const ScmpExport made = ExportThroughLibseccomp(filter, layout);
    INFO(what << ": " << made.error);
    REQUIRE(made.program.has_value());
    const Endian endian = TraitsOf(filter.arches.front()).endian;
    const bpf::Program program =
        endian == Endian::Big ? InTargetOrder(*made.program) : *made.program;
    const bpf::Proof proof = bpf::Prove(diagram, program, endian, ours);
    INFO("nr " << proof.counterexample.call.nr << " ours " << Describe(proof.counterexample.first)
               << " theirs " << Describe(proof.counterexample.second));
    REQUIRE(proof.result == bpf::Proof::Result::Equal);
  }
}

TEST_CASE(
    "every profile of the corpus means what libseccomp makes of it, on every ABI that it knows") {
  if (!fs::exists(kCorpus)) {
    testing::SkipWithout(kCorpus.string());
    return;
  }
  std::vector<std::vector<Arch>> sets = {{Arch::X86_64, Arch::X86, Arch::X32},
                                         {Arch::Aarch64, Arch::Arm},
                                         {Arch::S390x, Arch::S390},
                                         {Arch::Mips64, Arch::Mips, Arch::Mips64n32},
                                         {Arch::Mipsel64, Arch::Mipsel, Arch::Mipsel64n32}};
  for (const ArchTraits& traits : AllArches()) sets.push_back({traits.arch});
  size_t compared = 0;
  for (const auto& entry : fs::directory_iterator(kCorpus)) {
    Sources sources;
    DiagnosticSink diagnostics;
    const auto profile = docker::ParseProfile(
        sources.Add(entry.path().string(), ReadFile(entry.path())), diagnostics);
    REQUIRE(profile.has_value());
    if (diagnostics.has_errors()) continue;  // runc refuses it too
    for (const std::vector<Arch>& arches : sets) {
      if (IsUnknownToLibrary(arches)) continue;
      CompareWithLibrary(
          Resolved(*profile, arches, diagnostics),
          entry.path().filename().string() + " on " + std::string(TraitsOf(arches.front()).name));
      ++compared;
    }
  }
  CHECK(compared >= 8 * 20);
}

ScmpRule RandomRule(testing::Random& random, const std::string& name,
                    const std::vector<Verdict>& verdicts) {
  static const std::vector<uint64_t> kValues = {0, 1, 5, 8, 38, 39, 40, 0x7fffffff, 0xffffffff};
  static const std::vector<uint64_t> kMasks = {1, 3, 6, 0xf, 0xff, 0xffffffff};
  ScmpCompare compare{static_cast<uint8_t>(random.Below(3)),
                      static_cast<CompareOp>(random.Below(7)), random.Pick(kValues), 0};
  if (compare.op == CompareOp::MaskedEq) {
    compare.value = random.Pick(kMasks);
    compare.value_two = random.Pick(kValues);
  }
  return {name, random.Pick(verdicts), {compare}, {}, {}, {}};
}

// One comparison a rule, so that the library's own way through several of them is not what is
// tested.
TEST_CASE(
    "overlapping rules with different verdicts mean what libseccomp makes of them, or are refused by both") {
  size_t equal = 0, refused = 0;
  for (uint64_t seed = 0; seed < 600; ++seed) {
    testing::Random random(seed);
    ScmpFilter filter;
    filter.arches = {Arch::X86};
    filter.otherwise = {Action::Errno, 1};
    const std::string name =
        random.OneIn(4) ? "semctl" : "prctl";  // with and without a multiplexer
    for (int i = 0; i < 2; ++i)
      filter.rules.push_back(RandomRule(random, name, {{Action::Allow, 0}, {Action::Log, 0}}));
    DiagnosticSink diagnostics;
    Diagram diagram;
    const Filter ours = Lower(diagram, ToPolicy(filter, {0, 0}, diagnostics), {0, 0});
    const ScmpExport theirs = ExportThroughLibseccomp(filter, ScmpLayout::Linear);
    INFO("seed " << seed << " " << theirs.error);
    REQUIRE(theirs.program.has_value() == !diagnostics.has_errors());
    if (!theirs.program) {
      ++refused;
      continue;
    }
    bpf::Unsupported unsupported;
    const auto executed = bpf::Execute(diagram, *theirs.program, Endian::Little, unsupported);
    REQUIRE(executed.has_value());
    if (*executed == ours) ++equal;
  }
  CHECK(equal + refused >= 590);
  CHECK(refused >= 3);
}

// On ABIs with 32-bit registers a mask of high bits is empty too.
TEST_CASE("a comparison under an empty mask is no comparison") {
  constexpr uint64_t kHigh = uint64_t{1} << 63;
  const ScmpCompare other{1, CompareOp::Eq, 0, 0};
  size_t compared = 0;
  for (const uint64_t mask : {uint64_t{0}, kHigh}) {
    for (const uint64_t value : {uint64_t{0}, uint64_t{5}, kHigh}) {
      const ScmpCompare empty{0, CompareOp::MaskedEq, mask, value};
      for (const auto& second : {std::vector<ScmpCompare>{}, {other}}) {
        for (const bool reversed : {false, true}) {
          ScmpFilter filter;
          filter.arches = {Arch::X86_64, Arch::X86, Arch::X32};
          filter.otherwise = {Action::Errno, 1};
          filter.rules = {{"ioctl", {Action::Allow, 0}, {empty}, {}, {}, {}},
                          {"ioctl", {Action::Log, 0}, second, {}, {}, {}}};
          if (reversed) std::reverse(filter.rules.begin(), filter.rules.end());
          CompareWithLibrary(
              filter, "mask " + std::to_string(mask) + ", value " + std::to_string(value) +
                          (second.empty() ? "" : ", a1 == 0") + (reversed ? ", reversed" : ""));
          ++compared;
        }
      }
    }
  }
  CHECK(compared == 24);
}

}  // namespace
}  // namespace polc
