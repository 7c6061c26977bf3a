#include "compiler/analysis/query.h"

#include <algorithm>

#include "compiler/analysis/domain.h"
#include "compiler/base/strings.h"
#include "syscalls/syscall_table.h"

namespace polc {
namespace {

// What is left of the filter after ABI and number are known.
NodeId NodeOf(Diagram& diagram, Filter filter, Arch arch, uint32_t nr) {
  const NodeId node =
      diagram.Fix(diagram.Fix(filter.node, kArchSlice, TraitsOf(arch).audit), kNrSlice, nr);
  if (!HasNarrowArguments(arch)) return node;
  NodeId narrow = diagram.Fix(node, HighHalf(kIpSlice), 0);
  for (uint8_t arg = 0; arg < kArgCount; ++arg)
    narrow = diagram.Fix(narrow, HighHalf(ArgSlice(arg)), 0);
  return narrow;
}

// A name must be known on some ABI; a number may be any.
bool CheckSyscall(std::string_view syscall, DiagnosticSink& diagnostics) {
  if (IsSyscallName(syscall)) return true;
  if (const auto number = ParseUnsigned(syscall)) {
    if (*number <= UINT32_MAX) return true;
    diagnostics.Error(DiagnosticId::BadUsage, {},
                      "`{}` is too large for a syscall number; the largest is 4294967295", syscall);
    return false;
  }
  diagnostics.Error(DiagnosticId::UnknownSyscall, {}, "unknown syscall `{}`{}", syscall,
                    DidYouMean(syscall, AllSyscallNames()));
  return false;
}

std::optional<uint32_t> NumberOf(Arch arch, std::span<const Arch> arches,
                                 std::string_view syscall) {
  if (IsSyscallName(syscall)) return SyscallNumber(arch, syscall);
  const auto number = static_cast<uint32_t>(*ParseUnsigned(syscall));
  // x86_64 and x32 share their AUDIT_ARCH. kX32Bit tells them apart, but -1 is x86_64's (arch/x86,
  // do_syscall_x32).
  const bool has_x32 = std::find(arches.begin(), arches.end(), Arch::X32) != arches.end();
  if (arch == Arch::X32 && number == UINT32_MAX) return std::nullopt;
  if (arch == Arch::X86_64 && has_x32 && number >= TraitsOf(Arch::X32).nr_base &&
      number != UINT32_MAX)
    return std::nullopt;
  // Numbers of x32 are written with and without kX32Bit.
  return arch == Arch::X32 && number < TraitsOf(arch).nr_base ? number + TraitsOf(arch).nr_base
                                                              : number;
}

}  // namespace

NodeId FixArguments(Diagram& diagram, NodeId node, std::span<const GivenArgument> given) {
  for (const GivenArgument& argument : given) {
    const Slice slice =
        argument.width == Width::Full64 ? ArgSlice(argument.arg) : LowHalf(ArgSlice(argument.arg));
    node = diagram.Fix(node, slice, argument.value);
  }
  return node;
}

std::optional<std::vector<QueryAnswer>> Query(Diagram& diagram, Filter filter,
                                              std::span<const Arch> arches,
                                              std::string_view syscall,
                                              std::span<const std::string> arguments,
                                              DiagnosticSink& diagnostics) {
  if (!CheckSyscall(syscall, diagnostics)) return std::nullopt;
  std::vector<QueryAnswer> answers;
  for (const Arch arch : arches) {
    QueryAnswer answer{arch, NumberOf(arch, arches, syscall), {}, {}, {}, {}};
    if (!answer.nr) {
      answers.push_back(std::move(answer));
      continue;
    }
    const std::string_view name = SyscallName(arch, *answer.nr);
    answer.labels = LabelsOf(arch, IsSyscallName(syscall) ? syscall : name);
    auto given = ParseArguments(arguments, answer.labels, diagnostics);
    if (!given) return std::nullopt;
    answer.given = std::move(*given);
    answer.node = FixArguments(diagram, NodeOf(diagram, filter, arch, *answer.nr), answer.given);
    answer.description = Describe(diagram, answer.node);
    answers.push_back(std::move(answer));
  }
  return answers;
}

bool AlwaysAllowed(std::span<const QueryAnswer> answers) {
  bool any = false;
  for (const QueryAnswer& answer : answers) {
    if (!answer.nr) continue;
    any = true;
    if (!answer.description.is_constant() || answer.description.otherwise.action != Action::Allow)
      return false;
  }
  return any;
}

Call CallOf(const QueryAnswer& answer) {
  Call call;
  call.arch = TraitsOf(answer.arch).audit;
  call.nr = answer.nr.value_or(0);
  for (const GivenArgument& argument : answer.given) call.args[argument.arg] = argument.value;
  return call;
}

}  // namespace polc
