// Follows runc's libcontainer/seccomp/patchbpf/enosys_linux.go, findLastSyscalls and isAllowAction,
// which exist since 1.0.0-rc93. Since 1.2 the native architecture has a stub even if the profile
// does not list it.

#include "compiler/docker/runtime_stub.h"

#include <algorithm>
#include <optional>
#include <string_view>

#include "compiler/docker/multiplexed.h"
#include "syscalls/syscall_table.h"

namespace polc {
namespace {

// archToNative: runc starts no container on the others.
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

// The number that libseccomp gives to runc, if it can be the largest one. Calls that can also be
// made through socketcall and ipc have negative pseudo numbers there (src/arch-x86.c,
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
  // To runc, a filter with rules for call 0 only has no rules.
  return limit.last == 0 ? std::nullopt : std::optional(limit);
}

}  // namespace

std::vector<StubLimit> StubOf(const ScmpFilter& filter, Runtime runtime) {
  std::vector<StubLimit> limits;
  if (runtime != Runtime::Runc) return limits;
  // runc leaves new calls to a tracer, too.
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
