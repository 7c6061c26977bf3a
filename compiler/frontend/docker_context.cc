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

bool DockerContext::CanHold(const Environment& when) const {
  if (caps && ((*caps & when.caps_all) != when.caps_all || (*caps & when.caps_none) != 0)) return false;
  if (kernel && (*kernel < when.kernel_min || *kernel >= when.kernel_below)) return false;
  return (when.caps_all & when.caps_none) == 0 && when.kernel_min < when.kernel_below;
}

}  // namespace polc
