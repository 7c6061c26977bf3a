#include "compiler/ir/verdict.h"

#include <algorithm>
#include <array>

#include "compiler/base/check.h"
#include "compiler/base/str_format.h"
#include "syscalls/errno.h"

namespace polc {
namespace {

// SECCOMP_RET_* of include/uapi/linux/seccomp.h, in the order of Action.
constexpr std::array<uint32_t, kActionCount> kReturnActions = {
    0x80000000, 0x00000000, 0x00030000, 0x00050000, 0x7fc00000, 0x7ff00000, 0x7ffc0000, 0x7fff0000};
constexpr std::array<std::string_view, kActionCount> kActionNames = {
    "KILL_PROCESS", "KILL_THREAD", "TRAP", "ERRNO", "NOTIFY", "TRACE", "LOG", "ALLOW"};

}  // namespace

Verdict MakeVerdict(Action action, uint32_t data) {
  switch (action) {
    case Action::Errno:
      return {action, static_cast<uint16_t>(std::min<uint32_t>(data & 0xffff, kMaxErrno))};
    case Action::Trap:
    case Action::Trace:
      return {action, static_cast<uint16_t>(data)};
    case Action::KillProcess:
    case Action::KillThread:
    case Action::Notify:
    case Action::Log:
    case Action::Allow:
      return {action, 0};
  }
  POLC_CHECK(false);
}

uint32_t ReturnValue(Verdict verdict) {
  return kReturnActions[static_cast<size_t>(verdict.action)] | verdict.data;
}

Verdict FromReturnValue(uint32_t value) {
  const auto found = std::find(kReturnActions.begin(), kReturnActions.end(), value & 0xffff0000);
  if (found == kReturnActions.end()) return {Action::KillProcess, 0};
  return MakeVerdict(static_cast<Action>(found - kReturnActions.begin()), value & 0xffff);
}

Verdict DenialOf(Verdict otherwise) {
  constexpr uint32_t kEperm = 1;
  // A supervisor or a tracer may let the call run as well.
  const bool lets_run = otherwise.action >= Action::Notify;
  return lets_run ? MakeVerdict(Action::Errno, kEperm) : otherwise;
}

std::string_view NameOf(Action action) { return kActionNames[static_cast<size_t>(action)]; }

std::string Describe(Verdict verdict) {
  std::string text(NameOf(verdict.action));
  switch (verdict.action) {
    case Action::Errno: {
      const std::string_view name = ErrnoName(verdict.data);
      return name.empty() ? StrFormat("{}({})", text, verdict.data)
                          : StrFormat("{}({})", text, name);
    }
    case Action::Trap:
    case Action::Trace:
      return StrFormat("{}({})", text, verdict.data);
    case Action::KillProcess:
    case Action::KillThread:
    case Action::Notify:
    case Action::Log:
    case Action::Allow:
      return text;
  }
  POLC_CHECK(false);
}

Direction Compare(Verdict before, Verdict after) {
  if (before == after) return Direction::Same;
  if (before.action == after.action) return Direction::Changed;
  return after.action < before.action ? Direction::Tightened : Direction::Loosened;
}

}  // namespace polc
