// The emitted C source is compiled, run, and the BPF it writes is held against the filter it was
// made from.

#include "compiler/emit/libseccomp_c.h"

#include <seccomp.h>
#include <stdlib.h>

#include <filesystem>
#include <fstream>
#include <set>
#include <sstream>

#include "compiler/bpf/symbolic.h"
#include "compiler/bpf/verify.h"
#include "compiler/docker/multiplexed.h"
#include "syscalls/syscall_table.h"
#include "tests/emit/filters.h"
#include "tests/support/catch.h"

namespace polc {
namespace {

class Scratch {
 public:
  Scratch() {
    std::string pattern = (std::filesystem::temp_directory_path() / "polc-emit-XXXXXX").string();
    REQUIRE(mkdtemp(pattern.data()) != nullptr);
    path_ = pattern;
  }
  ~Scratch() { std::filesystem::remove_all(path_); }
  Scratch(const Scratch&) = delete;
  Scratch& operator=(const Scratch&) = delete;

  [[nodiscard]] std::string Path(const std::string& name) const { return path_ + "/" + name; }
  [[nodiscard]] std::string Read(const std::string& name) const {
    std::ifstream in(Path(name), std::ios::binary);
    std::stringstream text;
    text << in.rdbuf();
    return text.str();
  }
  void Write(const std::string& name, const std::string& text) const {
    std::ofstream(Path(name), std::ios::binary) << text;
  }

 private:
  std::string path_;
};

int Run(const std::string& command) { return system(command.c_str()); }

// What the program of this filter writes, and the names that the installed libseccomp does not
// know.
struct Built {
  std::string bpf;
  std::set<std::string> unknown;
};

Built BuildAndRun(const Scratch& scratch, const std::string& source) {
  scratch.Write("filter.c", source);
  const int compiled =
      Run("cc -std=c99 -Wall -Wextra -pedantic -Werror -o " + scratch.Path("filter") + " " +
          scratch.Path("filter.c") + " -lseccomp 2> " + scratch.Path("errors"));
  INFO(source << scratch.Read("errors"));
  REQUIRE(compiled == 0);
  const int ran =
      Run(scratch.Path("filter") + " > " + scratch.Path("bpf") + " 2> " + scratch.Path("errors"));
  INFO(scratch.Read("errors"));
  REQUIRE(ran == 0);
  Built built{scratch.Read("bpf"), {}};
  std::istringstream warnings(scratch.Read("errors"));
  for (std::string line; std::getline(warnings, line);) {
    REQUIRE(line.ends_with(": unknown to this libseccomp, left out"));
    built.unknown.insert(line.substr(0, line.find(':')));
  }
  return built;
}

// What the installed library has no number for, on all ABIs or on some (Debian's 2.5.4 knows
// map_shadow_stack on x86_64 only).
void LeaveOutUnknown(ScmpFilter& filter, const std::set<std::string>& unknown) {
  std::erase_if(filter.rules, [&](const ScmpRule& rule) { return unknown.contains(rule.name); });
  for (ScmpRule& rule : filter.rules) {
    for (const Arch arch : filter.arches) {
      const uint32_t token = seccomp_arch_resolve_name(std::string(TraitsOf(arch).name).c_str());
      // Multiplexed calls have negative numbers there and rules for both ways all the same.
      const bool missing = seccomp_syscall_resolve_name_arch(token, rule.name.c_str()) < 0 &&
                           !MultiplexerOf(arch, rule.name);
      if (!missing || !SyscallNumber(arch, rule.name)) rule.arches.push_back(arch);
    }
  }
}

void CheckProgram(const Scratch& scratch, ScmpFilter filter, Endian endian) {
  DiagnosticSink diagnostics;
  const Built built = BuildAndRun(scratch, ToLibseccompC(filter, "A test"));
  LeaveOutUnknown(filter, built.unknown);
  bpf::Invalid invalid;
  const auto program = bpf::FromBytes(built.bpf, endian, invalid);
  REQUIRE(program);
  Diagram diagram;
  bpf::Unsupported unsupported;
  const auto actual = bpf::Execute(diagram, *program, endian, unsupported);
  REQUIRE(actual);
  const Filter expected = LowerScmp(diagram, filter, diagnostics);
  if (const auto difference = bpf::FindDifference(diagram, expected, *actual)) {
    const Call& call = difference->call;
    FAIL_CHECK(std::hex << "arch " << call.arch << " nr 0x" << call.nr << " (" << call.args[0]
                        << ", " << call.args[1] << ", " << call.args[2] << ") is "
                        << Describe(difference->first) << " in the filter and "
                        << Describe(difference->second) << " in the program");
  }
  CHECK_FALSE(diagnostics.has_errors());
}

TEST_CASE("the C source of a real profile builds the same filter") {
  const Scratch scratch;
  for (const ProfileText& profile : SomeProfiles()) {
    INFO(profile.name);
    DiagnosticSink diagnostics;
    const auto filter =
        ScmpFromText(profile.text, {Arch::X86_64, Arch::X86, Arch::X32}, diagnostics);
    REQUIRE(filter);
    CheckProgram(scratch, *filter, Endian::Little);
  }
}

TEST_CASE("the C source of a filter for machines of the other byte order builds the same filter") {
  const Scratch scratch;
  ScmpFilter filter;
  filter.arches = {Arch::S390x, Arch::S390};
  filter.otherwise = MakeVerdict(Action::Allow);
  filter.bad_arch = MakeVerdict(Action::Errno, 38);
  filter.rules.push_back({"clone",
                          MakeVerdict(Action::KillProcess),
                          {{1, CompareOp::MaskedEq, 0x7e020000, 0x20000}},
                          {},
                          {},
                          {}});
  filter.rules.push_back({"s390_runtime_instr", MakeVerdict(Action::Trace, 9), {}, {}, {}, {}});
  CheckProgram(scratch, filter, Endian::Big);
}

TEST_CASE("without rules there is nothing to add, and -p writes pseudo code") {
  const Scratch scratch;
  ScmpFilter filter;
  filter.arches = {Arch::Aarch64};
  filter.otherwise = MakeVerdict(Action::Log);
  filter.bad_arch = MakeVerdict(Action::KillProcess);
  CheckProgram(scratch, filter, Endian::Little);
  REQUIRE(Run(scratch.Path("filter") + " -p > " + scratch.Path("pfc")) == 0);
  CHECK(scratch.Read("pfc").find("action LOG;") != std::string::npos);
}

TEST_CASE(
    "rules that repeat the default and names that nobody knows are left out of the C source") {
  const Scratch scratch;
  ScmpFilter filter;
  filter.arches = {Arch::X86_64};
  filter.otherwise = MakeVerdict(Action::Errno, 1);
  for (const char* name : {"read", "opennat\"", "write"})
    filter.rules.push_back({name, MakeVerdict(Action::Allow), {}, {}, {}, {}});
  filter.rules.push_back({"chmod", MakeVerdict(Action::Errno, 1), {}, {}, {}, {}});
  const std::string source = ToLibseccompC(filter, "A test");
  CHECK(source.find("opennat") == std::string::npos);
  CHECK(source.find("chmod") == std::string::npos);
  CheckProgram(scratch, filter, Endian::Little);
}

TEST_CASE("a name cannot end the head comment") {
  const Scratch scratch;
  ScmpFilter filter;
  filter.arches = {Arch::X86_64};
  filter.otherwise = MakeVerdict(Action::Log);
  CHECK(BuildAndRun(scratch, ToLibseccompC(filter, "a */\nint x; /*")).bpf.size() % 8 == 0);
}

}  // namespace
}  // namespace polc
