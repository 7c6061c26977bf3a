// polc-bench: docker's default as polc and as libseccomp makes it, side by side on this machine.
//
//   polc_bench [MIXES [PROFILE]]
//     MIXES: a folder of tables `nr,name,calls` of x86_64 calls, for the mean path
//     PROFILE: Docker's JSON, if not that of the built-in profile
//
// Every timed filter is attached by a child of its own, on one core; the children of the filters
// take turns, and what is printed is the median over the rounds; of attaching, which other work on
// the machine disturbs most, the least as well.

#include <fcntl.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <sched.h>
#include <spawn.h>
#include <sys/personality.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <optional>
#include <sstream>

#include "compiler/bpf/cost.h"
#include "compiler/bpf/interpreter.h"
#include "compiler/emit/libseccomp_export.h"
#include "compiler/session/compile.h"
#include "syscalls/capability.h"
#include "tests/support/builtin_json.h"

namespace polc {
namespace {

using Clock = std::chrono::steady_clock;
using CountedCall = std::pair<uint32_t, double>;

constexpr size_t kAttachRounds = 301;
constexpr size_t kRounds = 41;
constexpr size_t kCompilations = 301;
const std::string kProfile = "./profile.json";
constexpr int kCalls = 20'000;
constexpr size_t kTimes = 5;  // attach, cached, argument-checked, denied, beyond all numbers
using Times = std::array<double, kTimes>;

double Nanoseconds(Clock::duration time) {
  return std::chrono::duration<double, std::nano>(time).count();
}

double Least(const std::vector<double>& values) {
  return *std::min_element(values.begin(), values.end());
}

double Median(std::vector<double> values) {
  std::nth_element(values.begin(), values.begin() + static_cast<ptrdiff_t>(values.size() / 2),
                   values.end());
  return values[values.size() / 2];
}

DockerContext ContextOf(std::vector<Arch> arches) {
  DockerContext context;
  context.native = Arch::X86_64;
  context.arches = std::move(arches);
  context.caps = DockerDefaultCapabilities();
  context.kernel = kNewestKernel;
  return context;
}

template <class Body>
double TimePerCall(Body body) {
  const auto start = Clock::now();
  for (int i = 0; i < kCalls; ++i) body();
  return Nanoseconds(Clock::now() - start) / kCalls;
}

// All that is timed runs on one core, as do the children that inherit this.
void StayOnOneCore() {
  cpu_set_t cores;
  CPU_ZERO(&cores);
  CPU_SET(1, &cores);
  sched_setaffinity(0, sizeof(cores), &cores);
}

// In a child, because a filter stays for good. A child that makes calls too leaves colder caches to
// the next one's attaching. Nothing if the child could not attach it.
enum class What { Attach, Calls };
std::optional<Times> Measure(const bpf::Program& program, What what) {
  int channel[2];
  if (pipe(channel) != 0) return std::nullopt;
  const pid_t child = fork();
  if (child < 0) return std::nullopt;
  if (child == 0) {
    prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
    const std::string bytes = bpf::ToBytes(program, Endian::Little);
    std::vector<sock_filter> filter(program.size());
    std::copy(bytes.begin(), bytes.end(), reinterpret_cast<char*>(filter.data()));
    const sock_fprog attached{static_cast<unsigned short>(filter.size()), filter.data()};
    Times times{};
    const auto start = Clock::now();
    if (syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, 0, &attached) != 0) _exit(1);
    times[0] = Nanoseconds(Clock::now() - start);
    if (what == What::Calls) {
      times[1] = TimePerCall([] { syscall(SYS_getppid); });
      times[2] = TimePerCall([] { syscall(SYS_personality, 0xffffffff); });
      times[3] = TimePerCall([] { syscall(SYS_mount, nullptr, nullptr, nullptr, 0, nullptr); });
      times[4] = TimePerCall([] { syscall(1000); });
    }
    const ssize_t written = write(channel[1], times.data(), sizeof(times));
    _exit(written == sizeof(times) ? 0 : 1);
  }
  close(channel[1]);
  Times times{};
  const ssize_t got = read(channel[0], times.data(), sizeof(times));
  close(channel[0]);
  int status = 0;
  waitpid(child, &status, 0);
  return got == sizeof(times) && status == 0 ? std::optional(times) : std::nullopt;
}

std::vector<std::vector<CountedCall>> ReadMixes(const std::string& folder) {
  std::vector<std::vector<CountedCall>> mixes;
  if (folder.empty()) return mixes;
  for (const auto& entry : std::filesystem::directory_iterator(folder)) {
    std::ifstream in(entry.path());
    std::string line;
    std::getline(in, line);
    std::vector<CountedCall> calls;
    while (std::getline(in, line)) {
      std::istringstream fields(line);
      std::string nr, name, count;
      std::getline(fields, nr, ',');
      std::getline(fields, name, ',');
      std::getline(fields, count, ',');
      calls.emplace_back(static_cast<uint32_t>(std::stoul(nr)), std::stod(count));
    }
    if (!calls.empty()) mixes.push_back(std::move(calls));
  }
  return mixes;
}

double MeanPath(const bpf::Program& program, const std::vector<std::vector<CountedCall>>& mixes) {
  double sum = 0;
  for (const std::vector<CountedCall>& mix : mixes) {
    double steps = 0, all = 0;
    for (const auto& [nr, count] : mix) {
      polc::Call call;
      call.arch = TraitsOf(Arch::X86_64).audit;
      call.nr = nr;
      steps += count *
               static_cast<double>(
                   bpf::Interpret(program, bpf::SeccompDataOf(call), Endian::Little).path.size());
      all += count;
    }
    sum += steps / all;
  }
  return mixes.empty() ? 0 : sum / static_cast<double>(mixes.size());
}

size_t LongestPath(const bpf::Program& program) {
  size_t longest = 0;
  for (uint32_t nr = 0; nr < 1024; ++nr)
    longest =
        std::max(longest, bpf::CostOfNumber(program, TraitsOf(Arch::X86_64).audit, nr).longest);
  return longest;
}

struct Contender {
  std::string name;
  bpf::Program program;
  std::array<std::vector<double>, kTimes> times;
};

MemoryFileSystem FilesWith(const std::string& profile) {
  MemoryFileSystem files;
  files.files[kProfile] = profile;
  return files;
}

void Row(const char* what, const std::vector<double>& values) {
  std::printf("| %s |", what);
  const double best = std::min(values[1], values[2]);
  for (const double value : values) std::printf(" %.2f |", value);
  std::printf(best > 0 ? " %.2f |\n" : " - |\n", values[0] / best);
}

bool CompareLayouts(const std::string& heading, const std::string& profile,
                    std::vector<Arch> arches, const std::vector<std::vector<CountedCall>>& mixes) {
  MemoryFileSystem files = FilesWith(profile);
  Session session{{files, [](size_t) { return ReadResult{}; }}};
  const auto loaded = Load(session, kProfile, ContextOf(std::move(arches)));
  if (!loaded || !loaded->scmp) return false;
  auto ours = CompileProved(session, *loaded, {});
  ScmpExport linear = ExportThroughLibseccomp(*loaded->scmp, ScmpLayout::Linear);
  ScmpExport tree = ExportThroughLibseccomp(*loaded->scmp, ScmpLayout::Tree);
  if (!ours || !linear.program || !tree.program) return false;
  std::vector<Contender> contenders = {{"polc", *ours, {}},
                                       {"libseccomp linear", *linear.program, {}},
                                       {"libseccomp tree", *tree.program, {}}};
  for (size_t round = 0; round < kAttachRounds; ++round) {
    for (Contender& contender : contenders) {
      const auto times = Measure(contender.program, What::Attach);
      if (!times) return false;
      contender.times[0].push_back((*times)[0]);
    }
  }
  for (size_t round = 0; round < kRounds; ++round) {
    for (Contender& contender : contenders) {
      const auto times = Measure(contender.program, What::Calls);
      if (!times) return false;
      for (size_t i = 1; i < kTimes; ++i) contender.times[i].push_back((*times)[i]);
    }
  }
  std::printf("\n%s\n\n| |", heading.c_str());
  for (const Contender& contender : contenders) std::printf(" %s |", contender.name.c_str());
  std::printf(" polc / the better layout |\n|---|---|---|---|---|\n");
  const auto row = [&](const char* what, auto value) {
    std::vector<double> values;
    for (const Contender& contender : contenders) values.push_back(value(contender));
    Row(what, values);
  };
  row("instructions", [](const Contender& c) { return static_cast<double>(c.program.size()); });
  row("eBPF instructions",
      [](const Contender& c) { return static_cast<double>(bpf::EbpfSize(c.program)); });
  row("longest path, x86_64",
      [](const Contender& c) { return static_cast<double>(LongestPath(c.program)); });
  if (!mixes.empty())
    row("mean path over the mixes", [&](const Contender& c) { return MeanPath(c.program, mixes); });
  row("attach, us, least", [](const Contender& c) { return Least(c.times[0]) / 1000; });
  row("attach, us, median", [](const Contender& c) { return Median(c.times[0]) / 1000; });
  row("getppid (cached), ns", [](const Contender& c) { return Median(c.times[1]); });
  row("personality (argument-checked), ns", [](const Contender& c) { return Median(c.times[2]); });
  row("mount (denied), ns", [](const Contender& c) { return Median(c.times[3]); });
  row("number 1000 (denied), ns", [](const Contender& c) { return Median(c.times[4]); });
  return true;
}

bool CompileInProcess(const std::string& profile) {
  MemoryFileSystem files = FilesWith(profile);
  std::vector<double> times;
  for (size_t i = 0; i < kCompilations; ++i) {
    const auto start = Clock::now();
    Session session{{files, [](size_t) { return ReadResult{}; }}};
    const auto loaded = Load(session, kProfile, ContextOf({}));
    const auto program = loaded ? CompileProved(session, *loaded, {}) : std::nullopt;
    if (!program) return false;
    times.push_back(Nanoseconds(Clock::now() - start));
  }
  std::printf(
      "Docker's JSON to proved bytes, three ABIs, in process: least %.0f us, median %.0f us\n",
      Least(times) / 1000, Median(times) / 1000);
  return true;
}

// From posix_spawn to wait4. The memory is what the kernel counts for the child, of which this
// program's own is a part until the child is polc: so it has to be asked for first.
bool CompileInProcesses(const std::string& profile_path) {
  posix_spawn_file_actions_t quiet;
  posix_spawn_file_actions_init(&quiet);
  posix_spawn_file_actions_addopen(&quiet, STDOUT_FILENO, "/dev/null", O_WRONLY, 0);
  std::string polc = POLC_BINARY, command = "compile", path = profile_path;
  char* const arguments[] = {polc.data(), command.data(), path.data(), nullptr};
  std::vector<double> times;
  long kilobytes = 0;
  for (size_t i = 0; i < kCompilations; ++i) {
    const auto start = Clock::now();
    pid_t child = 0;
    int status = 0;
    rusage usage{};
    if (posix_spawn(&child, polc.c_str(), &quiet, nullptr, arguments, environ) != 0) return false;
    if (wait4(child, &status, 0, &usage) != child || status != 0) return false;
    times.push_back(Nanoseconds(Clock::now() - start));
    kilobytes = std::max(kilobytes, usage.ru_maxrss);
  }
  posix_spawn_file_actions_destroy(&quiet);
  std::printf("as a process: least %.2f ms, median %.2f ms, at most %.1f MiB\n", Least(times) / 1e6,
              Median(times) / 1e6, static_cast<double>(kilobytes) / 1024);
  return true;
}

}  // namespace
}  // namespace polc

int main(int argc, char** argv) {
  polc::StayOnOneCore();
  const std::string path = argc > 2 ? argv[2] : "default";
  const bool processes = polc::CompileInProcesses(path);
  const auto mixes = polc::ReadMixes(argc > 1 ? argv[1] : "");
  std::string profile = polc::testing::BuiltinAsJson("default");
  if (argc > 2) {
    std::stringstream text;
    text << std::ifstream(path).rdbuf();
    profile = text.str();
  }
  const bool in_process = polc::CompileInProcess(profile);
  const bool one = polc::CompareLayouts("Docker's default, x86_64 only, x32 rejected", profile,
                                        {polc::Arch::X86_64}, mixes);
  const bool three =
      polc::CompareLayouts("Docker's default, x86_64, x86 and x32", profile, {}, mixes);
  return processes && in_process && one && three ? 0 : 1;
}
