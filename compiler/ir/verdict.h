#pragma once

// What a filter answers, as the kernel reads the 32-bit return value (kernel/seccomp.c,
// __seccomp_filter): the action is the high half, data the low half. Data that the kernel ignores
// is zero here.

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
  // The errno for Errno, a number for the tracer or the signal handler for Trace and Trap, else 0.
  uint16_t data = 0;

  friend auto operator<=>(const Verdict&, const Verdict&) = default;
};

[[nodiscard]] Verdict MakeVerdict(Action action, uint32_t data = 0);
// SECCOMP_RET_*: what a `RET K` instruction returns.
[[nodiscard]] uint32_t ReturnValue(Verdict verdict);
// For any 32 bits: an unknown action is KILL_PROCESS, data that is ignored is dropped, and an errno
// is cut to kMaxErrno.
[[nodiscard]] Verdict FromReturnValue(uint32_t value);

// The verdict for a denied call if `otherwise` is the default: the default, or EPERM if that may
// let the call run.
[[nodiscard]] Verdict DenialOf(Verdict otherwise);

// "ALLOW", "ERRNO(EPERM)", "TRACE(7)".
[[nodiscard]] std::string Describe(Verdict verdict);
// "ALLOW", "ERRNO", "KILL_PROCESS", …
[[nodiscard]] std::string_view NameOf(Action action);

// Compares the strictness of the actions. The same action with other data is Changed.
enum class Direction { Same, Tightened, Loosened, Changed };
[[nodiscard]] Direction Compare(Verdict before, Verdict after);

}  // namespace polc
