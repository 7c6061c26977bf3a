// What a runtime itself calls between loading the filter and starting the program.

#include <algorithm>

#include "compiler/lint/seccomp.h"

namespace polc::lint {
namespace {

struct Minimum {
  std::string_view name;
  std::vector<std::string_view> calls;
};

// Each of these alone, denied, keeps a container from starting: measured one by one, with a program
// of two calls, for a process without no-new-privileges, with runc 1.1.5 and crun 1.8.1. In runc
// (libcontainer/standard_init_linux.go, Init) the filter comes before finalizeNamespace, which sets
// the user, the groups and the capabilities; in crun (src/libcrun/container.c,
// container_init_setup) before libcrun_set_caps. `execve` is a finding of its own.
const Minimum& MinimumOf(Runtime runtime) {
  static const Minimum runc = {
      "runc",
      {"capget", "capset", "chdir", "close", "fstat", "fstatfs", "getcwd", "getdents64", "getppid",
       "newfstatat", "openat", "prctl", "read", "setgid", "setgroups", "setuid", "write"}};
  static const Minimum crun = {
      "crun",
      {"capset", "prctl", "rt_sigaction", "rt_sigprocmask", "setresgid", "setresuid", "write"}};
  return runtime == Runtime::Crun ? crun : runc;
}

}  // namespace

void RuntimeMinimumMissing(const SeccompSubject& subject, Findings& findings) {
  const Minimum& minimum = MinimumOf(
      subject.runtime == Runtime::None ? TraitsOf(subject.engine).runtime : subject.runtime);
  const Abi& abi = subject.machines.front().abis.front();
  const auto refused = [&](std::string_view name) {
    const auto answer = AnswerTo(abi, name);  // 32-bit machines have some of them under other names
    return answer && RunsWhere(subject, *answer) == subject.diagram().Constant(false);
  };
  std::vector<std::string_view> missing;
  std::copy_if(minimum.calls.begin(), minimum.calls.end(), std::back_inserter(missing), refused);
  if (missing.empty()) return;
  // The rule that refuses it, where there is one.
  const Span place = PlaceOf(subject, missing.front());
  findings.Add(
      place,
      StrFormat(
          "{}{} not allowed, which {} itself calls between loading the filter and starting the program, so that a container without no-new-privileges does not start; allow {}",
          NameList(missing, 6), missing.size() == 1 ? " is" : " are", minimum.name,
          missing.size() == 1 ? "it" : "them"));
}

}  // namespace polc::lint
