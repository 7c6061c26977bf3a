#include "syscalls/capability.h"

#include "tests/support/catch.h"

#include <linux/capability.h>

namespace polc {
namespace {

TEST_CASE("capabilities have the numbers of <linux/capability.h>") {
  struct Case {
    std::string_view name;
    int number;
  };
#define CAPABILITY(name) \
  { #name, name }
  constexpr Case kCases[] = {
      CAPABILITY(CAP_CHOWN),
      CAPABILITY(CAP_DAC_OVERRIDE),
      CAPABILITY(CAP_DAC_READ_SEARCH),
      CAPABILITY(CAP_FOWNER),
      CAPABILITY(CAP_FSETID),
      CAPABILITY(CAP_KILL),
      CAPABILITY(CAP_SETGID),
      CAPABILITY(CAP_SETUID),
      CAPABILITY(CAP_SETPCAP),
      CAPABILITY(CAP_LINUX_IMMUTABLE),
      CAPABILITY(CAP_NET_BIND_SERVICE),
      CAPABILITY(CAP_NET_BROADCAST),
      CAPABILITY(CAP_NET_ADMIN),
      CAPABILITY(CAP_NET_RAW),
      CAPABILITY(CAP_IPC_LOCK),
      CAPABILITY(CAP_IPC_OWNER),
      CAPABILITY(CAP_SYS_MODULE),
      CAPABILITY(CAP_SYS_RAWIO),
      CAPABILITY(CAP_SYS_CHROOT),
      CAPABILITY(CAP_SYS_PTRACE),
      CAPABILITY(CAP_SYS_PACCT),
      CAPABILITY(CAP_SYS_ADMIN),
      CAPABILITY(CAP_SYS_BOOT),
      CAPABILITY(CAP_SYS_NICE),
      CAPABILITY(CAP_SYS_RESOURCE),
      CAPABILITY(CAP_SYS_TIME),
      CAPABILITY(CAP_SYS_TTY_CONFIG),
      CAPABILITY(CAP_MKNOD),
      CAPABILITY(CAP_LEASE),
      CAPABILITY(CAP_AUDIT_WRITE),
      CAPABILITY(CAP_AUDIT_CONTROL),
      CAPABILITY(CAP_SETFCAP),
      CAPABILITY(CAP_MAC_OVERRIDE),
      CAPABILITY(CAP_MAC_ADMIN),
      CAPABILITY(CAP_SYSLOG),
      CAPABILITY(CAP_WAKE_ALARM),
      CAPABILITY(CAP_BLOCK_SUSPEND),
      CAPABILITY(CAP_AUDIT_READ),
      CAPABILITY(CAP_PERFMON),
      CAPABILITY(CAP_BPF),
      CAPABILITY(CAP_CHECKPOINT_RESTORE),
  };
#undef CAPABILITY
  CHECK(AllCapabilityNames().size() == std::size(kCases));
  for (const auto& [name, number] : kCases) {
    INFO(name);
    CHECK(CapabilityNumber(name) == static_cast<uint8_t>(number));
    CHECK(CapabilityName(static_cast<uint8_t>(number)) == name);
  }
}

TEST_CASE("capability names in the order of their numbers, without a gap") {
  REQUIRE(AllCapabilityNames().size() > CAP_LAST_CAP);
  for (size_t i = 0; i < AllCapabilityNames().size(); ++i)
    CHECK(CapabilityNumber(AllCapabilityNames()[i]) == i);
}

TEST_CASE("capability names are exact") {
  for (const std::string_view unknown :
       {"", "cap_chown", "CHOWN", "CAP_", "CAP_CHOWN ", "CAP_LAST_CAP"}) {
    INFO("`" << unknown << "`");
    CHECK_FALSE(CapabilityNumber(unknown).has_value());
  }
  for (size_t number = AllCapabilityNames().size(); number < 256; ++number)
    CHECK(CapabilityName(static_cast<uint8_t>(number)).empty());
}

}  // namespace
}  // namespace polc
