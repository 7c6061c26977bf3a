// One traced child makes all the probes. Two filters lie on it: first the guard, which answers
// TRACE to everything, then the program. The kernel takes the strictest answer and, among equal
// actions, the newest filter's data (kernel/seccomp.c, seccomp_run_filters): a stricter answer of
// the program wins, its TRACE shows its own data, and what it lets pass stops in the tracer with
// the guard's data, where the call is dropped. The child runs nothing but two instructions whose
// registers the parent sets, so no answer of the program can get in the way of the harness.

#include "tests/support/live_kernel.h"

#include "compiler/base/check.h"
#include "compiler/base/strings.h"
#include "syscalls/syscall_table.h"

#ifdef __x86_64__

#include <fcntl.h>
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/ptrace.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/user.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <cstddef>
#include <cstring>

asm(R"(
.text
.globl polc_live_syscall, polc_live_int80
.hidden polc_live_syscall, polc_live_int80
polc_live_syscall:
  syscall
  int3
polc_live_int80:
  int $0x80
  int3
)");
extern "C" const char polc_live_syscall[], polc_live_int80[];

#endif

namespace polc::testing {
namespace {

// What the guard's TRACE says. A program that says the very same is taken to let the call pass.
constexpr uint16_t kGuardData = 0x6f50;

}  // namespace

Outcome Expected(Verdict verdict) {
  switch (verdict.action) {
    case Action::KillProcess:
    case Action::KillThread:
      return {Outcome::Kind::Killed, 0};
    case Action::Trap:
      return {Outcome::Kind::Trapped, verdict.data};
    case Action::Errno:
      return {Outcome::Kind::Errno, verdict.data};
    case Action::Notify:
      return {Outcome::Kind::Errno, 38};
    case Action::Trace:
      if (verdict.data == kGuardData) return {Outcome::Kind::Passed, 0};
      return {Outcome::Kind::Traced, verdict.data};
    case Action::Log:
    case Action::Allow:
      return {Outcome::Kind::Passed, 0};
  }
  POLC_CHECK(false);
}

std::string Describe(const Outcome& outcome) {
  const std::string data = std::to_string(outcome.data);
  switch (outcome.kind) {
    case Outcome::Kind::Passed:
      return "passed";
    case Outcome::Kind::Errno:
      return "errno " + data;
    case Outcome::Kind::Trapped:
      return "SIGSYS with si_errno " + data;
    case Outcome::Kind::Traced:
      return "a stop in the tracer with " + data;
    case Outcome::Kind::Killed:
      return "killed";
  }
  POLC_CHECK(false);
}

std::string Describe(const Probe& probe) {
  std::string text = std::string(TraitsOf(probe.arch).name) + " " + std::to_string(probe.nr) + "(";
  for (size_t i = 0; i < probe.args.size(); ++i) text += (i == 0 ? "" : ", ") + Hex(probe.args[i]);
  return text + ")";
}

#ifdef __x86_64__

namespace {

// Lets the child install the program on top of the guard: the last argument of seccomp(2), which
// the kernel ignores.
constexpr uint64_t kInstallKey = 0x706f6c63'6b657921;

bool IsInt80(const Probe& probe) { return probe.arch == Arch::X86; }
const char* GadgetOf(const Probe& probe) {
  return IsInt80(probe) ? polc_live_int80 : polc_live_syscall;
}

// Memory that a child can answer in.
template <class T>
class Shared {
 public:
  explicit Shared(size_t count)
      : bytes_(count * sizeof(T)),
        at_(::mmap(nullptr, bytes_, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0)) {
    POLC_CHECK(at_ != MAP_FAILED);
  }
  ~Shared() { ::munmap(at_, bytes_); }
  Shared(const Shared&) = delete;
  Shared& operator=(const Shared&) = delete;
  [[nodiscard]] T* get() { return static_cast<T*>(at_); }

 private:
  size_t bytes_;
  void* at_;
};

std::vector<sock_filter> KernelForm(std::span<const bpf::Insn> insns) {
  std::vector<sock_filter> out;
  for (const bpf::Insn& insn : insns) out.push_back({insn.code, insn.jt, insn.jf, insn.k});
  return out;
}

std::vector<sock_filter> Guard() {
  const auto arg5 =
      static_cast<uint32_t>(offsetof(struct seccomp_data, args) + 5 * sizeof(uint64_t));
  const auto low = static_cast<uint32_t>(kInstallKey),
             high = static_cast<uint32_t>(kInstallKey >> 32);
  return {
      BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, arch)),
      BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, AUDIT_ARCH_X86_64, 0, 7),
      BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, nr)),
      BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_seccomp, 0, 5),
      BPF_STMT(BPF_LD | BPF_W | BPF_ABS, arg5),
      BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, low, 0, 3),
      BPF_STMT(BPF_LD | BPF_W | BPF_ABS, arg5 + 4),
      BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, high, 0, 1),
      BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
      BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_TRACE | kGuardData),
  };
}

// 0 or an errno.
int Install(std::vector<sock_filter>& insns, unsigned flags, uint64_t key) {
  sock_fprog program{static_cast<unsigned short>(insns.size()), insns.data()};
  return ::syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, flags, &program, 0, 0, key) < 0 ? errno
                                                                                         : 0;
}

// In a forked child: nothing of the test program's handlers is left, and nothing is dumped.
void Isolate() {
  for (const int signal : {SIGSYS, SIGTRAP, SIGILL, SIGSEGV, SIGBUS}) ::signal(signal, SIG_DFL);
  const rlimit none{0, 0};
  ::setrlimit(RLIMIT_CORE, &none);
  ::prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
}

struct Progress {
  int guard_error;
  int install_error;
};

// Never returns: stops at the breakpoint, after which the parent moves the registers.
[[noreturn]] void BeTraced(std::vector<sock_filter>& guard, std::vector<sock_filter>& program,
                           Progress* progress) {
  Isolate();
  if (::ptrace(PTRACE_TRACEME, 0, nullptr, nullptr) != 0) ::_exit(1);
  ::raise(SIGSTOP);
  progress->guard_error = Install(guard, 0, 0);
  if (progress->guard_error == 0) progress->install_error = Install(program, 0, kInstallKey);
  while (true) asm volatile("int3" ::: "memory");
}

class Child {
 public:
  // Forks a child under the program, or says in `run` why that is not possible.
  Child(std::vector<sock_filter> guard, std::vector<sock_filter> program, LiveRun& run) {
    Shared<Progress> progress(1);
    *progress.get() = {};
    pid_ = ::fork();
    if (pid_ == 0) BeTraced(guard, program, progress.get());
    if (pid_ < 0) {
      run.failure = std::string("fork: ") + std::strerror(errno);
      return;
    }
    if (Wait() != SIGSTOP) {
      run.failure = "the child cannot be traced";
      return;
    }
    if (::ptrace(PTRACE_SETOPTIONS, pid_, nullptr, PTRACE_O_EXITKILL | PTRACE_O_TRACESECCOMP) !=
        0) {
      run.failure = std::string("ptrace: ") + std::strerror(errno);
      return;
    }
    Resume();
    if (Wait() != SIGTRAP || ::ptrace(PTRACE_GETREGS, pid_, nullptr, &registers_) != 0) {
      run.failure = "the child did not reach its breakpoint";
    } else if (progress.get()->guard_error != 0) {
      run.failure = std::string("seccomp(2): ") + std::strerror(progress.get()->guard_error);
    }
    run.install_error = progress.get()->install_error;
  }

  ~Child() {
    if (!stopped_) return;
    ::kill(pid_, SIGKILL);
    ::waitpid(pid_, nullptr, 0);
  }
  Child(const Child&) = delete;
  Child& operator=(const Child&) = delete;

  [[nodiscard]] bool alive() const { return stopped_; }

  [[nodiscard]] std::optional<Outcome> Make(const Probe& probe) {
    SetRegisters(probe);
    Resume();
    const int signal = Wait();
    if (!stopped_) {
      if (signal == SIGSYS) return Outcome{Outcome::Kind::Killed, 0};
      return std::nullopt;
    }
    if (signal == SIGSYS) {
      siginfo_t why{};
      ::ptrace(PTRACE_GETSIGINFO, pid_, nullptr, &why);
      return Outcome{Outcome::Kind::Trapped, static_cast<uint16_t>(why.si_errno)};
    }
    if (signal != SIGTRAP) return std::nullopt;
    if (event_ == PTRACE_EVENT_SECCOMP) return Drop();
    user_regs_struct now{};
    ::ptrace(PTRACE_GETREGS, pid_, nullptr, &now);
    return Outcome{Outcome::Kind::Errno, static_cast<uint16_t>(-static_cast<int32_t>(now.rax))};
  }

 private:
  void Resume() { ::ptrace(PTRACE_CONT, pid_, nullptr, nullptr); }

  // The signal that the child stopped with or, then not alive(), ended with.
  int Wait() {
    int status = 0;
    pid_t waited = 0;
    do waited = ::waitpid(pid_, &status, __WALL);
    while (waited < 0 && errno == EINTR);
    stopped_ = waited == pid_ && WIFSTOPPED(status);
    event_ = stopped_ ? status >> 16 : 0;
    if (stopped_) return WSTOPSIG(status);
    return waited == pid_ && WIFSIGNALED(status) ? WTERMSIG(status) : 0;
  }

  void SetRegisters(const Probe& probe) {
    user_regs_struct next = registers_;
    const std::array<uint64_t, 6>& args = probe.args;
    // A number beyond 32 bits cannot be said; the kernel sign-extends what the register holds.
    next.rax = probe.nr;
    next.orig_rax =
        static_cast<unsigned long long>(-1);  // no restart of the call that the child stopped in
    next.rip = reinterpret_cast<uintptr_t>(GadgetOf(probe));
    if (IsInt80(probe)) {
      next.rbx = args[0], next.rcx = args[1], next.rdx = args[2];
      next.rsi = args[3], next.rdi = args[4], next.rbp = args[5];
    } else {
      next.rdi = args[0], next.rsi = args[1], next.rdx = args[2];
      next.r10 = args[3], next.r8 = args[4], next.r9 = args[5];
    }
    POLC_CHECK(::ptrace(PTRACE_SETREGS, pid_, nullptr, &next) == 0);
  }

  // The call was let pass or is the tracer's to decide. It is not carried out: number -1 is no
  // call.
  Outcome Drop() {
    unsigned long message = 0;
    ::ptrace(PTRACE_GETEVENTMSG, pid_, nullptr, &message);
    user_regs_struct now{};
    ::ptrace(PTRACE_GETREGS, pid_, nullptr, &now);
    now.orig_rax = static_cast<unsigned long long>(-1);
    POLC_CHECK(::ptrace(PTRACE_SETREGS, pid_, nullptr, &now) == 0);
    Resume();
    POLC_CHECK(Wait() == SIGTRAP && event_ == 0);
    if (message == kGuardData) return {Outcome::Kind::Passed, 0};
    return {Outcome::Kind::Traced, static_cast<uint16_t>(message)};
  }

  pid_t pid_ = -1;
  bool stopped_ = false;
  int event_ = 0;
  user_regs_struct registers_{};
};

}  // namespace

LiveRun RunLive(const bpf::Program& program, std::span<const Probe> probes) {
  LiveRun run;
  const std::vector<sock_filter> guard = Guard(), insns = KernelForm(program.insns());
  std::optional<Child> child;
  child.emplace(guard, insns, run);
  for (const Probe& probe : probes) {
    POLC_CHECK(probe.args[5] != kInstallKey);
    if (!run.failure.empty() || run.install_error != 0) return run;
    const std::optional<Outcome> outcome = child->Make(probe);
    if (!outcome) {
      run.failure = "the child was stopped by something else than its probe";
      return run;
    }
    run.outcomes.push_back(*outcome);
    if (!child->alive()) child.emplace(guard, insns, run);
  }
  return run;
}

std::optional<std::vector<int>> KernelVerdicts(std::span<const std::vector<bpf::Insn>> programs) {
  // seccomp_set_mode_filter checks the program before it looks for a free descriptor for the
  // listener that is asked for here. With none to be had, EMFILE means that the program was
  // accepted, and nothing is installed.
  Shared<int> answers(programs.size());
  constexpr int kNotAsked = -1;
  std::fill_n(answers.get(), programs.size(), kNotAsked);
  const pid_t pid = ::fork();
  if (pid == 0) {
    Isolate();
    const rlimit none{0, 0};
    ::setrlimit(RLIMIT_NOFILE, &none);
    for (size_t i = 0; i < programs.size(); ++i) {
      std::vector<sock_filter> insns = KernelForm(programs[i]);
      const int error = Install(insns, SECCOMP_FILTER_FLAG_NEW_LISTENER, 0);
      answers.get()[i] = error == EMFILE ? 0 : error;
    }
    ::_exit(0);
  }
  int status = 0;
  if (pid < 0 || ::waitpid(pid, &status, 0) != pid || status != 0) return std::nullopt;
  return std::vector<int>(answers.get(), answers.get() + programs.size());
}

Call CallOf(const Probe& probe) {
  Call call;
  call.arch = TraitsOf(probe.arch).audit;
  call.nr = probe.nr;
  call.args = probe.args;
  call.ip = reinterpret_cast<uintptr_t>(GadgetOf(probe)) + 2;  // both ways in are two bytes long
  return call;
}

std::optional<std::string> WhyNoLiveKernel(Arch arch) {
  if (arch != Arch::X86_64 && arch != Arch::X86 && arch != Arch::X32)
    return "this machine is x86_64";
  bpf::Invalid invalid;
  const auto program = bpf::Program::Check({{bpf::kRetK, 0, 0, SECCOMP_RET_ALLOW}}, invalid);
  POLC_CHECK(program);
  const Probe probe{arch, arch == Arch::X32 ? 0x40000027u : 20u, {}};
  const LiveRun run = RunLive(*program, std::span(&probe, 1));
  if (!run.failure.empty()) return run.failure;
  if (run.install_error != 0) return std::string("seccomp(2): ") + std::strerror(run.install_error);
  return std::nullopt;
}

#else

LiveRun RunLive(const bpf::Program&, std::span<const Probe>) {
  return {.failure = "probes are written for x86_64 only"};
}
std::optional<std::vector<int>> KernelVerdicts(std::span<const std::vector<bpf::Insn>>) {
  return std::nullopt;
}
Call CallOf(const Probe&) { return {}; }
std::optional<std::string> WhyNoLiveKernel(Arch) { return "probes are written for x86_64 only"; }

#endif

}  // namespace polc::testing
