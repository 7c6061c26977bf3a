// What docs/performance.md promises of the filters themselves. Times are measured there and not here.

#include <catch2/catch.hpp>
#include <fstream>
#include <sstream>

#include "compiler/analysis/regions.h"
#include "compiler/bpf/cost.h"
#include "compiler/bpf/interpreter.h"
#include "compiler/emit/libseccomp_export.h"
#include "compiler/ir/verdict.h"
#include "compiler/session/compile.h"
#include "syscalls/capability.h"
#include "syscalls/syscall_table.h"

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
    steps += count * static_cast<double>(bpf::Interpret(program, bpf::SeccompDataOf(call), Endian::Little).path.size());
    all += count;
  }
  return steps / all;
}

const std::vector<Arch> kOne = {Arch::X86_64};

TEST_CASE("docker's default stays within its limits of instructions and longest path") {
  const Compiled one = CompileDefault(kOne, {});
  CHECK(one.program.size() <= 72);
  CHECK(LongestPath(one.program) <= 20);
  const Compiled three = CompileDefault({}, {});
  REQUIRE(three.arches.size() == 3);
  CHECK(three.program.size() <= 255);
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
      if (const auto nr = SyscallNumber(Arch::X86_64, call.name)) mix.push_back({*nr, static_cast<double>(call.count)});
    }
    CHECK(MeanPath(path.program, mix) <= MeanPath(size.program, mix));
    CHECK(MeanPath(path.program, mix) <= MeanPath(worst.program, mix));
  }
}

TEST_CASE("the built-in mix gives short paths to real programs") {
  const Compiled one = CompileDefault(kOne, {});
  double sum = 0;
  const std::vector<std::string> mixes = {"gcc", "nginx", "node", "postgres", "python", "redis", "shell"};
  for (const std::string& name : mixes) {
    std::ifstream in("../shared/data/mixes/" + name + ".csv");
    if (!in) {
      WARN("no ../shared/data/mixes/" + name + ".csv to measure against");
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
  CHECK(MeanPath(CompileDefault(kOne, {}).program, std::vector<std::pair<uint32_t, double>>{{110, 1.0}}) > 5);
}

TEST_CASE("the kernel can cache every number that is always allowed") {
  MemoryFileSystem files;
  for (const bpf::Objective objective : {bpf::Objective::Path, bpf::Objective::Size, bpf::Objective::Worst}) {
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
        if (!session.diagram.IsLeaf(region.node) || session.diagram.Value(region.node) != ReturnValue({Action::Allow, 0})) continue;
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

TEST_CASE("no profile takes more instructions than libseccomp's better layout, whatever it is made for") {
  const std::vector<std::string> profiles = {"conditional_include", "default-old-format", "labs-allow", "labs-default-no-chmod",
                                             "labs-default", "labs-deny", "moby-default", "podman-4.3-default"};
  for (const std::string& name : profiles) {
    std::ifstream in("../shared/corpus/seccomp/" + name + ".json");
    if (!in) {
      WARN("no ../shared/corpus/seccomp/" + name + ".json to compare with");
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
    for (const bpf::Objective objective : {bpf::Objective::Path, bpf::Objective::Size, bpf::Objective::Worst}) {
      const auto ours = CompileProved(session, *loaded, {.objective = objective});
      REQUIRE(ours);
      CHECK(ours->size() <= std::min(linear.program->size(), tree.program->size()));
    }
  }
}

}  // namespace
}  // namespace polc
