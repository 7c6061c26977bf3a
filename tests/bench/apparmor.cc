// polc_bench_apparmor: every profile that Debian's packages install, read, resolved and emitted by
// polc and preprocessed by `apparmor_parser -p`, side by side on this machine.
//
//   polc_bench_apparmor POLC     POLC: the program, for the row in which both are started once a
//   file
//
// The two take turns; what is printed is the median over the rounds.

#include <fcntl.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <filesystem>
#include <functional>
#include <set>
#include <string>
#include <vector>

#include "compiler/apparmor/emit.h"
#include "grammar/apparmor/format.h"

namespace polc {
namespace {

namespace fs = std::filesystem;
using Clock = std::chrono::steady_clock;

constexpr size_t kRounds = 11;
const std::string kParser = "/usr/sbin/apparmor_parser";

// False if the program fails or cannot be started; what it prints goes nowhere.
bool RunProgram(const std::vector<std::string>& words) {
  std::vector<char*> arguments;
  for (const std::string& word : words) arguments.push_back(const_cast<char*>(word.c_str()));
  arguments.push_back(nullptr);
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_addopen(&actions, 1, "/dev/null", O_WRONLY, 0);
  posix_spawn_file_actions_addopen(&actions, 2, "/dev/null", O_WRONLY, 0);
  pid_t child = 0;
  int status = 1;
  const bool started =
      posix_spawn(&child, arguments[0], &actions, nullptr, arguments.data(), environ) == 0;
  posix_spawn_file_actions_destroy(&actions);
  return started && waitpid(child, &status, 0) == child && WIFEXITED(status) &&
         (WEXITSTATUS(status) == 0 || WEXITSTATUS(status) == 1);
}

std::vector<std::string> Preprocess(const std::vector<std::string>& profiles) {
  std::vector<std::string> words = {kParser, "-p", "-Q", "-K"};
  words.insert(words.end(), profiles.begin(), profiles.end());
  return words;
}

// Those that apparmor_parser takes: what else lies there are fragments.
std::vector<std::string> Profiles() {
  std::set<std::string> found;
  for (const std::string root :
       {"/etc/apparmor.d", "/etc/apparmor.d/apache2.d", "/usr/share/apparmor/extra-profiles"}) {
    if (!fs::exists(root)) continue;
    for (const auto& each : fs::directory_iterator(root)) {
      if (each.is_regular_file() && RunProgram({kParser, "-Q", "-K", "-p", each.path().string()}))
        found.insert(each.path().string());
    }
  }
  return {found.begin(), found.end()};
}

// How many bytes it emits, so that the work is not for nothing.
size_t Emit(const std::vector<std::string>& paths) {
  const RealFileSystem files;
  Sources sources;
  aa::Includes includes(files, sources);
  size_t bytes = 0;
  for (const std::string& path : paths) {
    DiagnosticSink diagnostics;
    ReadResult read = files.Read(path, size_t{1} << 24);
    if (!read.text) return 0;
    aa::File file = aa::Expanded(
        aa::Resolve(sources.Add(path, std::move(*read.text)), includes, {}, diagnostics),
        diagnostics);
    aa::Retarget(file, aa::TargetAbi::V3, diagnostics);
    bytes += aa::Format(file).size();
  }
  return bytes;
}

double Milliseconds(const std::function<void()>& body) {
  const auto start = Clock::now();
  body();
  return std::chrono::duration<double, std::milli>(Clock::now() - start).count();
}

double Median(std::vector<double> values) {
  std::sort(values.begin(), values.end());
  return values[values.size() / 2];
}

void Compare(const char* what, const std::function<void()>& polc,
             const std::function<void()>& parser) {
  std::vector<double> ours, theirs;
  for (size_t round = 0; round < kRounds; ++round) {
    ours.push_back(Milliseconds(polc));
    theirs.push_back(Milliseconds(parser));
  }
  const double a = Median(ours), b = Median(theirs);
  std::printf("| %s | %.1f | %.1f | %.2f |\n", what, a, b, a / b);
}

int Run(int argc, char** argv) {
  const std::vector<std::string> profiles = Profiles();
  if (profiles.empty()) {
    std::printf("there are no profiles, or there is no %s\n", kParser.c_str());
    return 1;
  }
  size_t bytes = Emit(profiles);
  std::printf("%zu profiles, %zu bytes emitted\n\n", profiles.size(), bytes);
  std::printf("| ms | polc | apparmor_parser -p | polc / parser |\n|---|---|---|---|\n");
  Compare(
      "all profiles in one process", [&] { bytes += Emit(profiles); },
      [&] { (void)RunProgram(Preprocess(profiles)); });
  if (argc > 1) {
    const std::string polc = argv[1];
    Compare(
        "one process a profile",
        [&] {
          for (const std::string& profile : profiles)
            (void)RunProgram(
                {polc, "compile", profile, "--emit", "apparmor", "--target-abi", "3.0"});
        },
        [&] {
          for (const std::string& profile : profiles) (void)RunProgram(Preprocess({profile}));
        });
  }
  return 0;
}

}  // namespace
}  // namespace polc

int main(int argc, char** argv) { return polc::Run(argc, argv); }
