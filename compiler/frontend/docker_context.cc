#include "compiler/frontend/docker_context.h"

#include <string_view>

#include "compiler/base/check.h"
#include "syscalls/capability.h"

namespace polc {

uint64_t DockerDefaultCapabilities() {
  static constexpr std::string_view kNames[] = {
      "CAP_AUDIT_WRITE", "CAP_CHOWN",   "CAP_DAC_OVERRIDE", "CAP_FOWNER", "CAP_FSETID", "CAP_KILL",   "CAP_MKNOD",
      "CAP_NET_BIND_SERVICE", "CAP_NET_RAW", "CAP_SETFCAP", "CAP_SETGID", "CAP_SETPCAP", "CAP_SETUID", "CAP_SYS_CHROOT"};
  uint64_t caps = 0;
  for (const std::string_view name : kNames) {
    const auto number = CapabilityNumber(name);
    POLC_CHECK(number.has_value());
    caps |= uint64_t{1} << *number;
  }
  return caps;
}

}  // namespace polc
