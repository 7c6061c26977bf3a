#include "tests/syscalls/header_constants.h"

// The stand-ins must come before any header defines one of the names as a macro.
struct Absent {};
#define POLC_CONSTANT(name) static constexpr Absent name{};
#include "tests/syscalls/constant_names.inc"
#undef POLC_CONSTANT

namespace library_headers {

#include <arpa/inet.h>
#include <fcntl.h>
#include <grp.h>
#include <linux/auto_fs.h>
#include <linux/input.h>
#include <linux/joystick.h>
#include <linux/limits.h>
#include <linux/uinput.h>
#include <linux/videodev2.h>
#include <linux/vm_sockets.h>
#include <mqueue.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <netinet/udp.h>
#include <netpacket/packet.h>
#include <poll.h>
#include <sched.h>
#include <scsi/scsi_ioctl.h>
#include <scsi/sg.h>
#include <signal.h>
#include <spawn.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/fanotify.h>
#include <sys/file.h>
#include <sys/fsuid.h>
#include <sys/inotify.h>
#include <sys/ioctl.h>
#include <sys/ipc.h>
#include <sys/klog.h>
#include <sys/mman.h>
#include <sys/mount.h>
#include <sys/msg.h>
#include <sys/personality.h>
#include <sys/prctl.h>
#include <sys/ptrace.h>
#include <sys/quota.h>
#include <sys/random.h>
#include <sys/reboot.h>
#include <sys/resource.h>
#include <sys/sem.h>
#include <sys/shm.h>
#include <sys/signalfd.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/swap.h>
#include <sys/time.h>
#include <sys/timerfd.h>
#include <sys/timex.h>
#include <sys/types.h>
#include <sys/uio.h>
#include <sys/wait.h>
#include <sys/xattr.h>
#include <termios.h>
#include <time.h>
#include <unistd.h>

// TCGETS2 names it and no header of the library has it: include/uapi/asm-generic/termbits.h.
struct termios2 {
  unsigned flags[4];
  unsigned char line_and_characters[20];
  unsigned speeds[2];
};

constexpr polc::HeaderConstant Made(const char* name, Absent) { return {name, false, 0}; }
template <class Number>
constexpr polc::HeaderConstant Made(const char* name, Number value) {
  return {name, true, (unsigned long long)(value)};
}

// # takes the name itself, not what a macro makes of it.
#define POLC_CONSTANT(name) Made(#name, name),
static const polc::HeaderConstant kConstants[] = {
#include "tests/syscalls/constant_names.inc"
};

}  // namespace library_headers

namespace polc {

HeaderConstants LibraryHeaderConstants() {
  return {library_headers::kConstants,
          sizeof library_headers::kConstants / sizeof library_headers::kConstants[0]};
}

}  // namespace polc
