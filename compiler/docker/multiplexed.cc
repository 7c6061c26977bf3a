#include "compiler/docker/multiplexed.h"

#include <algorithm>

namespace polc {
namespace {

struct Row {
  std::string_view name;
  Multiplexed by;
};

// include/uapi/linux/net.h (SYS_*) and include/uapi/linux/ipc.h. Sorted by name.
constexpr Row kRows[] = {
    {"accept", {"socketcall", 5}},
    {"accept4", {"socketcall", 18}},
    {"bind", {"socketcall", 2}},
    {"connect", {"socketcall", 3}},
    {"getpeername", {"socketcall", 7}},
    {"getsockname", {"socketcall", 6}},
    {"getsockopt", {"socketcall", 15}},
    {"listen", {"socketcall", 4}},
    {"msgctl", {"ipc", 14}},
    {"msgget", {"ipc", 13}},
    {"msgrcv", {"ipc", 12}},
    {"msgsnd", {"ipc", 11}},
    {"recv", {"socketcall", 10}},
    {"recvfrom", {"socketcall", 12}},
    {"recvmmsg", {"socketcall", 19}},
    {"recvmsg", {"socketcall", 17}},
    {"semctl", {"ipc", 3}},
    {"semget", {"ipc", 2}},
    {"semop", {"ipc", 1}},
    {"semtimedop", {"ipc", 4}},
    {"send", {"socketcall", 9}},
    {"sendmmsg", {"socketcall", 20}},
    {"sendmsg", {"socketcall", 16}},
    {"sendto", {"socketcall", 11}},
    {"setsockopt", {"socketcall", 14}},
    {"shmat", {"ipc", 21}},
    {"shmctl", {"ipc", 24}},
    {"shmdt", {"ipc", 22}},
    {"shmget", {"ipc", 23}},
    {"shutdown", {"socketcall", 13}},
    {"socket", {"socketcall", 1}},
    {"socketpair", {"socketcall", 8}},
};

}  // namespace

bool Multiplexes(Arch arch) {
  switch (arch) {
    case Arch::X86:
    case Arch::S390:
    case Arch::S390x:
    case Arch::Ppc:
    case Arch::Ppc64:
    case Arch::Ppc64le:
    case Arch::Mips:
    case Arch::Mipsel:
    case Arch::Sh:
    case Arch::Sheb:
    case Arch::M68k:
      return true;
    default:
      return false;
  }
}

std::optional<Multiplexed> MultiplexedBy(std::string_view name) {
  const Row* row = std::lower_bound(std::begin(kRows), std::end(kRows), name,
                                    [](const Row& r, std::string_view n) { return r.name < n; });
  if (row == std::end(kRows) || row->name != name) return std::nullopt;
  return row->by;
}

std::optional<Multiplexed> MultiplexerOf(Arch arch, std::string_view name) {
  return Multiplexes(arch) ? MultiplexedBy(name) : std::nullopt;
}

}  // namespace polc
