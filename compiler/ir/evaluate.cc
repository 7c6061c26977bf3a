#include "compiler/ir/evaluate.h"

#include <algorithm>

#include "syscalls/arch.h"

namespace polc {
namespace {

// The ABI of the policy that the call is made on. x86_64 and x32 share an AUDIT_ARCH.
std::optional<Arch> ArchOfCall(const Policy& policy, const Call& call) {
  const bool has_x86_64 =
      std::find(policy.arches.begin(), policy.arches.end(), Arch::X86_64) != policy.arches.end();
  for (const Arch arch : policy.arches) {
    if (TraitsOf(arch).audit != call.arch) continue;
    const bool x32_number = call.nr >= kX32Bit && !(call.nr == UINT32_MAX && has_x86_64);
    if (arch == Arch::X86_64 && x32_number) continue;
    if (arch == Arch::X32 && !x32_number) continue;
    return arch;
  }
  return std::nullopt;
}

}  // namespace

Verdict Evaluate(const Policy& policy, const Call& call) {
  const std::optional<Arch> arch = ArchOfCall(policy, call);
  if (!arch) return policy.bad_arch;
  const SyscallRef made{*arch, call.nr};
  for (const Rule& rule : policy.rules) {
    if (std::find(rule.syscalls.begin(), rule.syscalls.end(), made) == rule.syscalls.end())
      continue;
    if (!rule.when.Holds(call.kernel, call.caps) || !Holds(rule.condition, call)) continue;
    return rule.verdict;
  }
  return policy.otherwise;
}

}  // namespace polc
