#include "compiler/docker/engine.h"

#include <algorithm>
#include <array>

#include "compiler/base/check.h"
#include "syscalls/capability.h"

namespace polc {
namespace {

// moby/profiles seccomp/seccomp_linux.go, nativeToSeccomp.
constexpr Arch kMobyNatives[] = {Arch::X86,         Arch::X86_64,  Arch::Arm,       Arch::Aarch64,
                                 Arch::Loongarch64, Arch::Mips64,  Arch::Mips64n32, Arch::Mipsel64,
                                 Arch::Mipsel64n32, Arch::Mipsel,  Arch::Ppc,       Arch::Ppc64,
                                 Arch::Ppc64le,     Arch::Riscv64, Arch::S390,      Arch::S390x};
// containers/common pkg/seccomp/seccomp_linux.go, nativeToSeccomp: not riscv64, ppc64le,
// loongarch64 and the 32-bit machines.
constexpr Arch kCommonNatives[] = {Arch::X86_64,   Arch::Aarch64,     Arch::Mips64, Arch::Mips64n32,
                                   Arch::Mipsel64, Arch::Mipsel64n32, Arch::S390x};

// moby daemon/pkg/oci/caps/defaults.go, DefaultCapabilities; containerd's are the same
// (pkg/oci/spec.go, defaultUnixCaps).
constexpr std::string_view kMobyCapabilities[] = {
    "CAP_AUDIT_WRITE", "CAP_CHOWN",   "CAP_DAC_OVERRIDE",     "CAP_FOWNER",    "CAP_FSETID",
    "CAP_KILL",        "CAP_MKNOD",   "CAP_NET_BIND_SERVICE", "CAP_NET_RAW",   "CAP_SETFCAP",
    "CAP_SETGID",      "CAP_SETPCAP", "CAP_SETUID",           "CAP_SYS_CHROOT"};
// containers/common pkg/config/default.go, DefaultCapabilities; containers.conf(5),
// default_capabilities.
constexpr std::string_view kPodmanCapabilities[] = {
    "CAP_CHOWN",   "CAP_DAC_OVERRIDE",     "CAP_FOWNER",    "CAP_FSETID",
    "CAP_KILL",    "CAP_NET_BIND_SERVICE", "CAP_SETFCAP",   "CAP_SETGID",
    "CAP_SETPCAP", "CAP_SETUID",           "CAP_SYS_CHROOT"};
// cri-o internal/config/capabilities/capabilities_linux.go, Default; crio.conf(5),
// default_capabilities.
constexpr std::string_view kCrioCapabilities[] = {
    "CAP_CHOWN",  "CAP_DAC_OVERRIDE", "CAP_FOWNER",
    "CAP_FSETID", "CAP_KILL",         "CAP_NET_BIND_SERVICE",
    "CAP_SETGID", "CAP_SETPCAP",      "CAP_SETUID"};

constexpr std::array<EngineTraits, 5> kEngines = {{
    // moby/profiles seccomp/seccomp_linux.go, setupSeccomp: resolves everything; has no errno names
    // (seccomp.go, Seccomp and Syscall).
    {Engine::Docker, "docker", "Docker", GatesRead::All, ErrnoNamesRead::No, LegacyNameRead::Yes,
     kMobyNatives, kMobyCapabilities, Runtime::Runc},
    // containers/common pkg/seccomp/seccomp_linux.go, setupSeccomp: a Filter has no minKernel
    // (types.go); getErrno prefers the name.
    {Engine::Podman, "podman", "Podman", GatesRead::AllButKernel, ErrnoNamesRead::Yes,
     LegacyNameRead::Yes, kCommonNatives, kPodmanCapabilities, Runtime::Crun},
    // cri-o internal/config/seccomp/seccomp.go loads profiles through the same package.
    {Engine::Crio, "crio", "CRI-O", GatesRead::AllButKernel, ErrnoNamesRead::Yes,
     LegacyNameRead::Yes, kCommonNatives, kCrioCapabilities, Runtime::Crun},
    // containerd contrib/seccomp/seccomp.go, WithProfile, which internal/cri calls for a Localhost
    // profile: the text is read straight into the runtime specification's LinuxSeccomp, which has
    // none of these keys.
    {Engine::Containerd,
     "containerd",
     "containerd",
     GatesRead::None,
     ErrnoNamesRead::No,
     LegacyNameRead::No,
     {},
     kMobyCapabilities,
     Runtime::Runc},
    // The same text as `linux.seccomp` of a config.json (runtime-spec specs-go/config.go,
    // LinuxSeccomp and LinuxSyscall). config.json gives the container's capabilities, but since no
    // conditions are read they decide nothing here.
    {Engine::Oci,
     "oci",
     "an OCI runtime",
     GatesRead::None,
     ErrnoNamesRead::No,
     LegacyNameRead::No,
     {},
     kMobyCapabilities,
     Runtime::Runc},
}};

}  // namespace

const EngineTraits& TraitsOf(Engine engine) { return kEngines[static_cast<size_t>(engine)]; }

std::span<const EngineTraits> AllEngines() { return kEngines; }

std::optional<Engine> ParseEngine(std::string_view name) {
  const auto found = std::find_if(kEngines.begin(), kEngines.end(),
                                  [&](const EngineTraits& traits) { return traits.name == name; });
  return found == kEngines.end() ? std::nullopt : std::optional(found->engine);
}

std::optional<Runtime> ParseRuntime(std::string_view name) {
  if (name == "runc") return Runtime::Runc;
  if (name == "crun") return Runtime::Crun;
  return std::nullopt;
}

uint64_t DefaultCapabilities(Engine engine) {
  uint64_t caps = 0;
  for (const std::string_view name : TraitsOf(engine).capabilities) {
    const auto number = CapabilityNumber(name);
    POLC_CHECK(number.has_value());
    caps |= uint64_t{1} << *number;
  }
  return caps;
}

}  // namespace polc
