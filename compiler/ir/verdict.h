#pragma once

// What a filter answers. A Verdict is kept as the kernel reads a filter's 32-bit return value
// (kernel/seccomp.c,
// __seccomp_filter): action in the high half, data in the low half, data that the kernel ignores
// set to zero.

#include <cstdint>
#include <string>
#include <string_view>

namespace polc {

// Strictest first, as the kernel orders the answers of stacked filters.
enum class Action : uint8_t { KillProcess, KillThread, Trap, Errno, Notify, Trace, Log, Allow };
inline constexpr size_t kActionCount = static_cast<size_t>(Action::Allow) + 1;

inline constexpr uint16_t kMaxErrno = 4095;  // kernel/seccomp.c: larger data is cut to MAX_ERRNO

struct Verdict {
  Action action = Action::KillProcess;
  uint16_t data =
      0;  // errno for Errno, the tracer's or the signal's number for Trace and Trap; 0 for the rest

  friend auto operator<=>(const Verdict&, const Verdict&) = default;
};

[[nodiscard]] Verdict MakeVerdict(Action action, uint32_t data = 0);
// SECCOMP_RET_*: what a `RET K` instruction returns.
[[nodiscard]] uint32_t ReturnValue(Verdict verdict);
// Any 32 bits: an unknown action is KILL_PROCESS, ignored data is dropped, errno data is cut.
[[nodiscard]] Verdict FromReturnValue(uint32_t value);

// What denies a call where `otherwise` answers those that no rule matches: the same, or EPERM if
// that runs them.
[[nodiscard]] Verdict DenialOf(Verdict otherwise);

// "ALLOW", "ERRNO(EPERM)", "TRACE(7)".
[[nodiscard]] std::string Describe(Verdict verdict);
// "ALLOW", "ERRNO", "KILL_PROCESS", …
[[nodiscard]] std::string_view NameOf(Action action);

// How `after` compares with `before`: by the strictness of the action; same action with other data
// is Changed.
enum class Direction { Same, Tightened, Loosened, Changed };
[[nodiscard]] Direction Compare(Verdict before, Verdict after);

}  // namespace polc
