// runc, libcontainer/seccomp/patchbpf/enosys_linux.go: findLastSyscalls and isAllowAction,
// since 1.0.0-rc93; the native architecture has its part even where the profile does not list it
// since 1.2.

#include "compiler/docker/runtime_stub.h"

#include <algorithm>
#include <optional>
#include <string_view>

#include "compiler/docker/multiplexed.h"
#include "syscalls/syscall_table.h"

namespace polc {
namespace {

// archToNative: for the others runc starts no container.
bool HasStub(Arch arch) {
  switch (arch) {
    case Arch::Parisc64:
    case Arch::Parisc:
    case Arch::M68k:
    case Arch::Sh:
    case Arch::Sheb:
      return false;
    default:
      return true;
  }
}

// The number as libseccomp gives it to runc: calls that are reached through socketcall and ipc as
// well have numbers of its own below zero there, which are never the largest (src/arch-x86.c,
// x86_syscall_resolve_name_munge, and its siblings).
std::optional<uint32_t> PositiveNumber(Arch arch, std::string_view name, SyscallIndex syscall) {
  if (MultiplexerOf(arch, name)) return std::nullopt;
  return SyscallNumber(arch, syscall);
}

std::optional<StubLimit> LimitOn(Arch arch, const ScmpFilter& filter) {
  StubLimit limit{arch, 0, {}};
  for (const ScmpRule& rule : filter.rules) {
    if (!rule.arches.empty() &&
        std::find(rule.arches.begin(), rule.arches.end(), arch) == rule.arches.end())
      continue;
    const auto syscall = FindSyscall(rule.name);
    const auto nr = syscall ? PositiveNumber(arch, rule.name, *syscall) : std::nullopt;
    if (nr && *nr > limit.last) limit.last = *nr, limit.name = SyscallName(arch, *nr);
  }
  // Rules for call 0 alone count as none.
  return limit.last == 0 ? std::nullopt : std::optional(limit);
}

}  // namespace

std::vector<StubLimit> StubOf(const ScmpFilter& filter, Runtime runtime) {
  std::vector<StubLimit> limits;
  if (runtime != Runtime::Runc) return limits;
  // A tracer is taken to know new calls.
  const Action otherwise = filter.otherwise.action;
  if (otherwise == Action::Allow || otherwise == Action::Log || otherwise == Action::Trace)
    return limits;
  for (const Arch arch : filter.arches) {
    if (!HasStub(arch)) continue;
    if (const auto limit = LimitOn(arch, filter)) limits.push_back(*limit);
  }
  return limits;
}

}  // namespace polc
