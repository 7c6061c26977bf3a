#include "compiler/lint/seccomp.h"

#include <algorithm>
#include <iterator>

#include "compiler/analysis/naming.h"
#include "compiler/base/check.h"
#include "compiler/base/str_format.h"
#include "syscalls/syscall_table.h"

namespace polc::lint {

NodeId AnswerTo(const Abi& abi, uint32_t nr) {
  const auto found = std::lower_bound(
      abi.regions.begin(), abi.regions.end(), nr,
      [](const NumberRegion& region, uint32_t number) { return region.last < number; });
  POLC_CHECK(found != abi.regions.end());
  return found->node;
}

std::optional<NodeId> AnswerTo(const Abi& abi, std::string_view syscall) {
  const auto nr = SyscallNumber(abi.arch, syscall);
  if (!nr) return std::nullopt;
  return AnswerTo(abi, *nr);
}

std::optional<Call> PlainCall(const Abi& abi, std::string_view syscall) {
  const auto nr = SyscallNumber(abi.arch, syscall);
  if (!nr) return std::nullopt;
  Call call;
  call.arch = TraitsOf(abi.arch).audit;
  call.nr = *nr;
  return call;
}

std::optional<Call> SomeCall(const SeccompSubject& subject, const Abi& abi,
                             std::string_view syscall, Guard guard) {
  auto call = PlainCall(abi, syscall);
  if (!call || guard == subject.diagram().Constant(false)) return std::nullopt;
  const Call witness = subject.diagram().Witness(guard);
  call->args = witness.args;
  return call;
}

bool Runs(Verdict verdict) {
  return verdict.action == Action::Allow || verdict.action == Action::Log;
}

Guard RunsWhere(const SeccompSubject& subject, NodeId answer) {
  return {subject.diagram().Map(
      answer, [](uint32_t value) { return Runs(FromReturnValue(value)) ? 1u : 0u; })};
}

std::optional<Call> SomeRunningCall(const SeccompSubject& subject, const Abi& abi,
                                    std::string_view syscall) {
  const auto node = AnswerTo(abi, syscall);
  if (!node) return std::nullopt;
  return SomeCall(subject, abi, syscall, RunsWhere(subject, *node));
}

Verdict VerdictOf(const SeccompSubject& subject, const Machine& machine, const Call& call) {
  return FromReturnValue(subject.diagram().Evaluate(machine.filter.node, call));
}

std::string Example(const SeccompSubject& subject, const Abi& abi, std::string_view syscall,
                    const Call& call) {
  const auto node = AnswerTo(abi, syscall);
  POLC_CHECK(node);
  const Verdict verdict = FromReturnValue(subject.diagram().Evaluate(*node, call));
  return StrFormat("example: {} {} → {}", TraitsOf(abi.arch).name,
                   CallText(LabelsOf(abi.arch, syscall), call), Describe(verdict));
}

Span PlaceOf(const SeccompSubject& subject, std::string_view syscall,
             std::optional<Action> action) {
  std::optional<Span> named;
  for (const Machine& machine : subject.machines) {
    for (const Abi& abi : machine.abis) {
      const auto nr = SyscallNumber(abi.arch, syscall);
      if (!nr) continue;
      const SyscallRef ref{abi.arch, *nr};
      const auto found = std::lower_bound(
          machine.calls.begin(), machine.calls.end(), ref,
          [](const RulesOfCall& entry, const SyscallRef& wanted) { return entry.call < wanted; });
      if (found == machine.calls.end() || found->call != ref) continue;
      for (const size_t rule : found->rules) {
        const polc::Rule& made = machine.open.rules[rule];
        if (!action || made.verdict.action == *action) return made.origin;
        if (!named) named = made.origin;
      }
    }
  }
  return named.value_or(subject.default_origin);
}

bool IsNamed(const SeccompSubject& subject, std::string_view syscall) {
  return PlaceOf(subject, syscall) != subject.default_origin;
}

const docker::Syscall* RuleAround(const SeccompSubject& subject, Span place) {
  if (subject.json == nullptr || place.source != subject.source) return nullptr;
  const std::vector<docker::Syscall>& rules = subject.json->syscalls;  // in the text's order
  const auto after = std::upper_bound(
      rules.begin(), rules.end(), place.begin,
      [](uint32_t begin, const docker::Syscall& rule) { return begin < rule.span.begin; });
  if (after == rules.begin() || place.end > std::prev(after)->span.end) return nullptr;
  return &*std::prev(after);
}

std::string NameList(const std::vector<std::string_view>& names, size_t most) {
  std::string text;
  const size_t shown = names.size() <= most + 1 ? names.size() : most;
  for (size_t i = 0; i < shown; ++i) {
    if (i != 0) text += i + 1 == names.size() ? " and " : ", ";
    text += StrFormat("`{}`", names[i]);
  }
  return shown == names.size() ? text : StrFormat("{} and {} more", text, names.size() - shown);
}

}  // namespace polc::lint
