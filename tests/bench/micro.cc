// The steps from Docker's default profile to proved bytes, each alone: ./polc_bench_micro
// --benchmark_filter=Generate

#include <benchmark/benchmark.h>

#include "compiler/analysis/diff.h"
#include "compiler/bpf/verify.h"
#include "compiler/docker/from_docker.h"
#include "compiler/ir/lower.h"
#include "compiler/language/resolve.h"
#include "compiler/session/compile.h"
#include "grammar/docker_json/parse.h"
#include "syscalls/capability.h"
#include "tests/support/builtin_json.h"

namespace polc {
namespace {

constexpr std::string_view kProfile = "default";

DockerContext DefaultContext() {
  DockerContext context;
  context.native = Arch::X86_64;
  context.caps = DockerDefaultCapabilities();
  context.kernel = kNewestKernel;
  return context;
}

// Everything up to a filter, for the benchmarks of what comes after.
struct Prepared {
  Sources sources;
  DiagnosticSink diagnostics;
  DockerContext context = DefaultContext();
  const SourceFile& file = sources.Add("default", testing::BuiltinAsJson(kProfile));
  docker::Profile profile = *docker::ParseProfile(file, diagnostics);
  ScmpFilter scmp = *ResolveDocker(profile, context, diagnostics);
  Policy policy = ToPolicy(scmp, context.environment(), diagnostics);
};

void ParseJson(benchmark::State& state) {
  Prepared prepared;
  for (auto _ : state)
    benchmark::DoNotOptimize(docker::ParseProfile(prepared.file, prepared.diagnostics));
}
BENCHMARK(ParseJson);

void Resolve(benchmark::State& state) {
  Prepared prepared;
  for (auto _ : state)
    benchmark::DoNotOptimize(
        ResolveDocker(prepared.profile, prepared.context, prepared.diagnostics));
}
BENCHMARK(Resolve);

void MakePolicy(benchmark::State& state) {
  Prepared prepared;
  for (auto _ : state)
    benchmark::DoNotOptimize(
        ToPolicy(prepared.scmp, prepared.context.environment(), prepared.diagnostics));
}
BENCHMARK(MakePolicy);

void Overlaps(benchmark::State& state) {
  Prepared prepared;
  for (auto _ : state) {
    Diagram diagram;
    ReportOverlaps(diagram, prepared.policy, prepared.context.environment(), prepared.diagnostics);
  }
}
BENCHMARK(Overlaps);

void LowerPolicy(benchmark::State& state) {
  Prepared prepared;
  for (auto _ : state) {
    Diagram diagram;
    benchmark::DoNotOptimize(Lower(diagram, prepared.policy, prepared.context.environment()));
  }
}
BENCHMARK(LowerPolicy);

void Generate(benchmark::State& state) {
  Prepared prepared;
  Diagram diagram;
  const Filter filter = Lower(diagram, prepared.policy, prepared.context.environment());
  bpf::CodegenOptions options;
  options.objective = static_cast<bpf::Objective>(state.range(0));
  bpf::CodegenFailure failure{};
  for (auto _ : state) benchmark::DoNotOptimize(bpf::Generate(diagram, filter, options, failure));
}
BENCHMARK(Generate)->ArgName("objective")->DenseRange(0, 2);

void Prove(benchmark::State& state) {
  Prepared prepared;
  bpf::CodegenFailure failure{};
  for (auto _ : state) {
    state.PauseTiming();
    Diagram diagram;
    const Filter filter = Lower(diagram, prepared.policy, prepared.context.environment());
    const auto program = bpf::Generate(diagram, filter, {}, failure);
    state.ResumeTiming();
    benchmark::DoNotOptimize(bpf::Prove(diagram, *program, Endian::Little, filter));
  }
}
BENCHMARK(Prove);

// From the text to proved bytes. Docker's JSON: what the limit of 0.4 ms is for.
void WholeOf(benchmark::State& state, const std::string& profile) {
  MemoryFileSystem files;
  files.files["./docker.json"] = testing::BuiltinAsJson(kProfile);
  for (auto _ : state) {
    Session session{{files, [](size_t) { return ReadResult{}; }}};
    const auto loaded = Load(session, profile, DefaultContext());
    benchmark::DoNotOptimize(bpf::ToBytes(*CompileProved(session, *loaded, {}), Endian::Little));
  }
}
BENCHMARK_CAPTURE(WholeOf, json, "./docker.json");
BENCHMARK_CAPTURE(WholeOf, policy, std::string(kProfile));

// 10,000 lines of the policy language, parsed and resolved for three ABIs: what the limit of 50 ms
// is for.
void Language(benchmark::State& state) {
  std::string text = "policy big {\n  arch x86_64, x86, x32\n  default errno(EPERM)\n";
  const std::string_view rules[] = {"allow read, write, close if fd == ",
                                    "allow socket if domain in {AF_UNIX, AF_INET} and protocol == ",
                                    "errno(ENOSYS) clone if flags & 0xffff0000 == ",
                                    "log openat if flags has no O_CREAT and mode == "};
  for (int line = 0; line < 10'000; ++line)
    text += "  " + std::string(rules[line % 4]) + std::to_string(line) + "\n";
  text += "}\n";
  for (auto _ : state) {
    Sources sources;
    DiagnosticSink diagnostics;
    language::Library library({}, diagnostics);
    const language::Unit& unit = library.Open(sources.Add("big.polc", text), "big.polc");
    language::Reporter reporter(diagnostics);
    benchmark::DoNotOptimize(
        language::Resolve(library, unit.policies.at("big"), DefaultContext(), reporter));
  }
}
BENCHMARK(Language)->Unit(benchmark::kMillisecond);

void DiffTwo(benchmark::State& state) {
  MemoryFileSystem files;
  for (auto _ : state) {
    Session session{{files, [](size_t) { return ReadResult{}; }}};
    const auto before = Load(session, "default", DefaultContext());
    const auto after = Load(session, "default-no-chmod", DefaultContext());
    benchmark::DoNotOptimize(Diff(session.diagram, before->filter, after->filter, before->arches));
  }
}
BENCHMARK(DiffTwo);

}  // namespace
}  // namespace polc

BENCHMARK_MAIN();
