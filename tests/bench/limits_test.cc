// What docs/performance.md promises of the filters themselves. Times are measured there and not
// here.

#include <algorithm>
#include <fstream>
#include <optional>
#include <sstream>

#include "compiler/analysis/regions.h"
#include "compiler/bpf/cost.h"
#include "compiler/bpf/interpreter.h"
#include "compiler/emit/libseccomp_export.h"
#include "compiler/ir/verdict.h"
#include "compiler/session/compile.h"
#include "syscalls/capability.h"
#include "syscalls/syscall_table.h"
#include "tests/support/catch.h"
#include "tests/support/oracle.h"

namespace polc {
namespace {

struct Compiled {
  bpf::Program program;
  std::vector<Arch> arches;
};

Compiled CompileDefault(std::vector<Arch> arches, const CompileOptions& options) {
  MemoryFileSystem files;
  Session session{{files, [](size_t) { return ReadResult{}; }}};
  DockerContext context;
  context.native = Arch::X86_64;
  context.arches = std::move(arches);
  context.caps = DockerDefaultCapabilities();
  context.kernel = kNewestKernel;
  const auto loaded = Load(session, "default", context);
  REQUIRE(loaded);
  auto program = CompileProved(session, *loaded, options);
  REQUIRE(program);
  return {std::move(*program), loaded->arches};
}

size_t LongestPath(const bpf::Program& program) {
  const auto insns = program.insns();
  std::vector<size_t> length(insns.size(), 1);
  for (size_t at = insns.size(); at-- > 0;) {
    const bpf::Insn& insn = insns[at];
    if (insn.code == bpf::kRetK || insn.code == bpf::kRetA) continue;
    if (insn.code == bpf::kJa) {
      length[at] += length[at + 1 + insn.k];
    } else if ((insn.code & 7) == bpf::kJa) {
      length[at] += std::max(length[at + 1 + insn.jt], length[at + 1 + insn.jf]);
    } else {
      length[at] += length[at + 1];
    }
  }
  return length[0];
}

double MeanPath(const bpf::Program& program, std::span<const std::pair<uint32_t, double>> calls) {
  double steps = 0, all = 0;
  for (const auto& [nr, count] : calls) {
    Call call;
    call.arch = TraitsOf(Arch::X86_64).audit;
    call.nr = nr;
    steps +=
        count * static_cast<double>(
                    bpf::Interpret(program, bpf::SeccompDataOf(call), Endian::Little).path.size());
    all += count;
  }
  return steps / all;
}

const std::vector<Arch> kOne = {Arch::X86_64};

// No tree of `==` and `>=` that decides these runs has fewer tests: of every two neighbours with
// different answers some test has to tell the values on both sides apart. A `>=` does that at one
// boundary, a `==` at the two of its value, and two `==` share a boundary if their values are
// neighbours.
size_t FewestTests(std::span<const NumberRegion> regions) {
  const size_t boundaries = regions.size() - 1;
  size_t pairs = 0;
  for (size_t i = 1; i < boundaries; ++i) {
    if (regions[i].first != regions[i].last) continue;
    ++pairs;
    ++i;  // its upper boundary is the next one's lower
  }
  return boundaries - pairs;
}

TEST_CASE("docker's default stays within its limits of instructions and longest path") {
  const Compiled one = CompileDefault(kOne, {});
  CHECK(one.program.size() <= 72);
  CHECK(LongestPath(one.program) <= 20);
  const Compiled three = CompileDefault({}, {});
  REQUIRE(three.arches.size() == 3);
  CHECK(three.program.size() <= 255);
}

// Of all numbers that come with an AUDIT_ARCH.
std::vector<NumberRegion> AllRegions(Diagram& diagram, Filter filter,
                                     std::span<const Arch> arches) {
  std::vector<NumberRegion> regions;
  for (const Arch arch : arches) {
    for (const NumberRegion& region : NumberRegions(diagram, filter, arch))
      regions.push_back(region);
  }
  std::sort(regions.begin(), regions.end(),
            [](const NumberRegion& a, const NumberRegion& b) { return a.first < b.first; });
  std::vector<NumberRegion> joined;
  for (const NumberRegion& region : regions) {
    if (!joined.empty() && joined.back().node == region.node) {
      joined.back().last = region.last;
    } else {
      joined.push_back(region);
    }
  }
  return joined;
}

// Jumps that look at seccomp_data.nr.
size_t TestsOfNumbers(const bpf::Program& program) {
  const auto insns = program.insns();
  std::vector<std::optional<uint32_t>> word(insns.size());  // in A
  size_t tests = 0;
  for (size_t at = 0; at < insns.size(); ++at) {
    const bpf::Insn& insn = insns[at];
    if (insn.code == bpf::kRetK) continue;
    if (insn.code == bpf::kJa) {
      word[at + 1 + insn.k] = word[at];
    } else if ((insn.code & 7) == bpf::kJa) {
      word[at + 1 + insn.jt] = word[at + 1 + insn.jf] = word[at];
      tests += word[at] == 0u ? 1 : 0;
    } else {
      word[at + 1] = insn.code == bpf::kLdAbs ? std::optional(insn.k) : std::nullopt;
    }
  }
  return tests;
}

TEST_CASE("docker's default has few more tests of numbers than any program must have") {
  struct Machine {
    std::vector<Arch> listed;  // of one AUDIT_ARCH, since tests that two tables share count once
    std::vector<Arch> all;     // that have this one
    size_t more;               // by size, than the bound, which no tree need reach
  };
  const std::vector<Arch> native = {Arch::X86_64, Arch::X32}, compat = {Arch::X86};
  for (const Machine& machine :
       {Machine{kOne, native, 2}, Machine{native, native, 4}, Machine{compat, compat, 1}}) {
    MemoryFileSystem files;
    Session session{{files, [](size_t) { return ReadResult{}; }}};
    DockerContext context;
    context.native = machine.listed.front();
    context.arches = machine.listed;
    context.caps = DockerDefaultCapabilities();
    context.kernel = kNewestKernel;
    const auto loaded = Load(session, "default", context);
    REQUIRE(loaded);
    const size_t fewest = FewestTests(AllRegions(session.diagram, loaded->filter, machine.all));
    const auto program = CompileProved(session, *loaded, {.objective = bpf::Objective::Size});
    REQUIRE(program);
    const size_t tests = TestsOfNumbers(*program);
    CAPTURE(fewest, tests);
    CHECK(fewest > 40);
    CHECK(tests >= fewest);
    CHECK(tests <= fewest + machine.more);
  }
}

TEST_CASE("each objective is met at least as well as by the others") {
  for (const std::vector<Arch>& arches : {kOne, std::vector<Arch>()}) {
    const Compiled path = CompileDefault(arches, {.objective = bpf::Objective::Path});
    const Compiled size = CompileDefault(arches, {.objective = bpf::Objective::Size});
    const Compiled worst = CompileDefault(arches, {.objective = bpf::Objective::Worst});
    CHECK(size.program.size() <= path.program.size());
    CHECK(size.program.size() <= worst.program.size());
    CHECK(LongestPath(worst.program) <= LongestPath(path.program));
    CHECK(LongestPath(worst.program) <= LongestPath(size.program));
    std::vector<std::pair<uint32_t, double>> mix;
    for (const bpf::CallCount& call : bpf::BuiltinCallMix()) {
      if (const auto nr = SyscallNumber(Arch::X86_64, call.name))
        mix.push_back({*nr, static_cast<double>(call.count)});
    }
    CHECK(MeanPath(path.program, mix) <= MeanPath(size.program, mix));
    CHECK(MeanPath(path.program, mix) <= MeanPath(worst.program, mix));
  }
}

TEST_CASE("the built-in mix gives short paths to real programs") {
  const Compiled one = CompileDefault(kOne, {});
  double sum = 0;
  const std::vector<std::string> mixes = {"gcc",    "nginx", "node", "postgres",
                                          "python", "redis", "shell"};
  for (const std::string& name : mixes) {
    std::ifstream in("../shared/data/mixes/" + name + ".csv");
    if (!in) {
      testing::SkipWithout("../shared/data/mixes/" + name + ".csv");
      return;
    }
    std::vector<std::pair<uint32_t, double>> calls;
    std::string line;
    std::getline(in, line);
    while (std::getline(in, line)) {
      std::istringstream fields(line);
      std::string nr, call, count;
      std::getline(fields, nr, ',');
      std::getline(fields, call, ',');
      std::getline(fields, count, ',');
      calls.push_back({static_cast<uint32_t>(std::stoul(nr)), std::stod(count)});
    }
    REQUIRE(calls.size() > 10);
    sum += MeanPath(one.program, calls);
  }
  CHECK(sum / static_cast<double>(mixes.size()) <= 6.5);
}

TEST_CASE("what is said to be hot gets the shortest path there is") {
  const std::vector<bpf::CallCount> counts = {{"getppid", 1000}};
  const Compiled hot = CompileDefault(kOne, {.mix = counts});
  // Two loads, the test of the architecture, one test of the number, and the answer.
  CHECK(MeanPath(hot.program, std::vector<std::pair<uint32_t, double>>{{110, 1.0}}) <= 5);
  CHECK(MeanPath(CompileDefault(kOne, {}).program,
                 std::vector<std::pair<uint32_t, double>>{{110, 1.0}}) > 5);
}

TEST_CASE("the kernel can cache every number that is always allowed") {
  MemoryFileSystem files;
  for (const bpf::Objective objective :
       {bpf::Objective::Path, bpf::Objective::Size, bpf::Objective::Worst}) {
    Session session{{files, [](size_t) { return ReadResult{}; }}};
    DockerContext context;
    context.native = Arch::X86_64;
    context.caps = DockerDefaultCapabilities();
    context.kernel = kNewestKernel;
    const auto loaded = Load(session, "default", context);
    REQUIRE(loaded);
    const auto program = CompileProved(session, *loaded, {.objective = objective});
    REQUIRE(program);
    size_t allowed = 0;
    for (const Arch arch : {Arch::X86_64, Arch::X86}) {
      for (const NumberRegion& region : NumberRegions(session.diagram, loaded->filter, arch)) {
        if (!session.diagram.IsLeaf(region.node) ||
            session.diagram.Value(region.node) != ReturnValue({Action::Allow, 0}))
          continue;
        for (uint32_t nr = region.first; nr <= region.last; ++nr) {
          INFO(TraitsOf(arch).name << " " << nr);
          REQUIRE(bpf::CostOfNumber(*program, TraitsOf(arch).audit, nr).cached);
          ++allowed;
        }
      }
    }
    CHECK(allowed > 600);
  }
}

TEST_CASE(
    "no profile takes more instructions than libseccomp's better layout, whatever it is made for") {
  const std::vector<std::string> profiles = {
      "conditional_include", "default-old-format", "labs-allow",   "labs-default-no-chmod",
      "labs-default",        "labs-deny",          "moby-default", "podman-4.3-default"};
  for (const std::string& name : profiles) {
    std::ifstream in("../shared/corpus/seccomp/" + name + ".json");
    if (!in) {
      testing::SkipWithout("../shared/corpus/seccomp/" + name + ".json");
      return;
    }
    std::stringstream text;
    text << in.rdbuf();
    MemoryFileSystem files;
    files.files["./p.json"] = text.str();
    Session session{{files, [](size_t) { return ReadResult{}; }}};
    DockerContext context;
    context.native = Arch::X86_64;
    context.caps = DockerDefaultCapabilities();
    context.kernel = kNewestKernel;
    const auto loaded = Load(session, "./p.json", context);
    INFO(name);
    REQUIRE(loaded);
    const ScmpExport linear = ExportThroughLibseccomp(*loaded->scmp, ScmpLayout::Linear);
    const ScmpExport tree = ExportThroughLibseccomp(*loaded->scmp, ScmpLayout::Tree);
    REQUIRE(linear.program);
    REQUIRE(tree.program);
    for (const bpf::Objective objective :
         {bpf::Objective::Path, bpf::Objective::Size, bpf::Objective::Worst}) {
      const auto ours = CompileProved(session, *loaded, {.objective = objective});
      REQUIRE(ours);
      CHECK(ours->size() <= std::min(linear.program->size(), tree.program->size()));
    }
  }
}

}  // namespace
}  // namespace polc
