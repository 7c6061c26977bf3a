// The built-in mix is a guess that fits no program in particular, in parts of roughly ten thousand.
// It comes from what is known about the calls that C libraries and event loops make, and was not
// measured on any one program.

#include "compiler/bpf/call_mix.h"

#include <algorithm>

#include "syscalls/syscall_table.h"

namespace polc::bpf {
namespace {

constexpr CallCount kBuiltin[] = {
    // Bytes in and out.
    {"read", 1200},
    {"write", 900},
    {"lseek", 400},
    {"_llseek", 400},
    {"writev", 200},
    {"pread64", 150},
    {"pwrite64", 100},
    {"readv", 20},
    {"sendfile", 80},
    {"sendfile64", 80},
    {"fsync", 10},
    {"fdatasync", 30},
    {"splice", 5},
    // Files by name and what is known of them.
    {"openat", 800},
    {"open", 100},
    {"close", 900},
    {"newfstatat", 900},
    {"fstatat64", 900},
    {"fstat", 250},
    {"fstat64", 250},
    {"stat", 100},
    {"stat64", 100},
    {"lstat", 50},
    {"lstat64", 50},
    {"statx", 150},
    {"access", 60},
    {"faccessat2", 40},
    {"readlink", 120},
    {"readlinkat", 40},
    {"getdents64", 80},
    {"getxattr", 20},
    {"lgetxattr", 10},
    {"unlink", 10},
    {"unlinkat", 10},
    {"rename", 8},
    {"mkdir", 5},
    {"getcwd", 15},
    {"ftruncate", 6},
    {"fallocate", 4},
    {"statfs", 5},
    // Descriptors.
    {"fcntl", 200},
    {"fcntl64", 200},
    {"ioctl", 120},
    {"dup", 10},
    {"dup2", 20},
    {"dup3", 5},
    {"pipe2", 15},
    {"flock", 4},
    // Memory.
    {"mmap", 250},
    {"mmap2", 250},
    {"munmap", 100},
    {"mprotect", 80},
    {"brk", 80},
    {"madvise", 60},
    {"mremap", 8},
    // Waiting.
    {"futex", 700},
    {"epoll_wait", 250},
    {"epoll_pwait", 150},
    {"epoll_ctl", 60},
    {"poll", 80},
    {"ppoll", 20},
    {"select", 20},
    {"pselect6", 10},
    {"nanosleep", 15},
    {"clock_nanosleep", 20},
    {"sched_yield", 25},
    {"wait4", 30},
    {"waitid", 3},
    // Sockets.
    {"recvfrom", 350},
    {"sendto", 250},
    {"recvmsg", 120},
    {"sendmsg", 100},
    {"accept4", 40},
    {"accept", 5},
    {"setsockopt", 40},
    {"getsockopt", 15},
    {"socket", 25},
    {"connect", 20},
    {"bind", 5},
    {"getsockname", 8},
    {"getpeername", 6},
    {"shutdown", 8},
    // Processes, signals, time.
    {"rt_sigaction", 100},
    {"rt_sigprocmask", 120},
    {"rt_sigreturn", 15},
    {"sigreturn", 5},
    {"getpid", 30},
    {"gettid", 15},
    {"getuid", 8},
    {"geteuid", 8},
    {"getgid", 5},
    {"getegid", 5},
    {"getppid", 5},
    {"kill", 15},
    {"tgkill", 8},
    {"execve", 25},
    {"clone", 15},
    {"clone3", 10},
    {"exit", 5},
    {"exit_group", 15},
    {"prctl", 8},
    {"prlimit64", 10},
    {"getrandom", 15},
    {"clock_gettime", 40},
    {"clock_gettime64", 40},
    {"gettimeofday", 10},
    {"timerfd_settime", 15},
    {"eventfd2", 4},
    {"set_robust_list", 10},
    {"rseq", 10},
    {"set_tid_address", 6},
    {"arch_prctl", 10},
    {"sched_getaffinity", 4},
    {"umask", 3},
};

// Counts times kWeightOne must fit 64 bits.
constexpr uint64_t kMostCounted = uint64_t{1} << 39;

// The weight of a call through this ABI: kWeightOne through the kernel's own, less through others,
// because 32-bit programs are few and x32 ones hardly exist.
uint64_t ShareOf(const ArchTraits& traits) {
  if (traits.arch == Arch::X32) return kWeightOne / 256;
  return traits.arch == traits.native ? kWeightOne : kWeightOne / 16;
}

}  // namespace

std::span<const CallCount> BuiltinCallMix() { return kBuiltin; }

NumberWeights WeighNumbers(std::span<const CallCount> mix, uint32_t audit) {
  NumberWeights weights;
  weights.audit = audit;
  for (const ArchTraits& traits : AllArches()) {
    if (traits.audit != audit) continue;
    const uint64_t share = ShareOf(traits);
    weights.total += share;
    const size_t begin = weights.hot.size();
    uint64_t counted = 0;
    for (const CallCount& call : mix) {
      const auto number = SyscallNumber(traits.arch, call.name);
      if (!number || call.count == 0) continue;
      weights.hot.push_back({*number, std::min(call.count, kMostCounted)});
      counted += weights.hot.back().weight;
    }
    for (size_t i = begin; i < weights.hot.size(); ++i) {
      weights.hot[i].weight = weights.hot[i].weight * share / counted;
    }
  }
  // One call in sixteen is one that the mix does not have.
  weights.each = weights.total / 16 / (NumberWeights::kLastWeighed + 1);
  std::stable_sort(weights.hot.begin(), weights.hot.end(),
                   [](const HotValue& a, const HotValue& b) { return a.value < b.value; });
  return weights;
}

uint64_t NumberWeights::Between(uint32_t first, uint32_t last) const {
  uint64_t weight = first > kLastWeighed ? 0 : (std::min(last, kLastWeighed) - first + 1) * each;
  const auto begin =
      std::lower_bound(hot.begin(), hot.end(), first,
                       [](const HotValue& h, uint32_t value) { return h.value < value; });
  for (auto at = begin; at != hot.end() && at->value <= last; ++at) weight += at->weight;
  return weight;
}

}  // namespace polc::bpf
