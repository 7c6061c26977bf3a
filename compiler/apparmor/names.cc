#include "compiler/apparmor/names.h"

#include <algorithm>
#include <string>
#include <vector>

#include "compiler/base/strings.h"
#include "syscalls/capability.h"

namespace polc::aa {
namespace {

// include/linux/socket.h, AF_* in lower case; the ones that only name a protocol family are left
// out as apparmor_parser does.
constexpr std::string_view kFamilies[] = {
    "unspec",  "unix",    "inet",   "ax25",       "ipx",     "appletalk", "netrom",    "bridge",
    "atmpvc",  "x25",     "inet6",  "rose",       "netbeui", "security",  "key",       "netlink",
    "packet",  "ash",     "econet", "atmsvc",     "rds",     "sna",       "irda",      "pppox",
    "wanpipe", "llc",     "ib",     "mpls",       "can",     "tipc",      "bluetooth", "iucv",
    "rxrpc",   "isdn",    "phonet", "ieee802154", "caif",    "alg",       "nfc",       "vsock",
    "kcm",     "qipcrtr", "smc",    "xdp",        "mctp"};
constexpr std::string_view kTypes[] = {"stream", "dgram",  "seqpacket", "rdm",
                                       "raw",    "packet", "dccp"};
constexpr std::string_view kProtocols[] = {"tcp", "udp", "icmp"};
constexpr std::string_view kSignals[] = {
    "hup",   "int",  "quit", "ill",  "trap", "abrt", "bus",    "fpe",    "kill",
    "usr1",  "segv", "usr2", "pipe", "alrm", "term", "stkflt", "chld",   "cont",
    "stop",  "stp",  "ttin", "ttou", "urg",  "xcpu", "xfsz",   "vtalrm", "prof",
    "winch", "io",   "pwr",  "sys",  "emt",  "lost", "exists"};
constexpr std::string_view kRlimits[] = {
    "cpu",   "fsize",   "data",  "stack",      "core",     "rss",  "nofile", "ofile", "as",
    "nproc", "memlock", "locks", "sigpending", "msgqueue", "nice", "rtprio", "rttime"};

// include/uapi/linux/mount.h, MS_*.
constexpr MountFlag kMountFlags[] = {{"ro", 1, 0},
                                     {"r", 1, 0},
                                     {"read-only", 1, 0},
                                     {"rw", 0, 1},
                                     {"w", 0, 1},
                                     {"nosuid", 2, 0},
                                     {"suid", 0, 2},
                                     {"nodev", 4, 0},
                                     {"dev", 0, 4},
                                     {"noexec", 8, 0},
                                     {"exec", 0, 8},
                                     {"sync", 16, 0},
                                     {"async", 0, 16},
                                     {"remount", 32, 0},
                                     {"mand", 64, 0},
                                     {"nomand", 0, 64},
                                     {"dirsync", 128, 0},
                                     {"symfollow", 0, 256},
                                     {"nosymfollow", 256, 0},
                                     {"noatime", 1024, 0},
                                     {"atime", 0, 1024},
                                     {"nodiratime", 2048, 0},
                                     {"diratime", 0, 2048},
                                     {"bind", 4096, 0},
                                     {"B", 4096, 0},
                                     {"move", 8192, 0},
                                     {"M", 8192, 0},
                                     {"rbind", 4096 | 16384, 0},
                                     {"R", 4096 | 16384, 0},
                                     {"verbose", 32768, 0},
                                     {"silent", 32768, 0},
                                     {"loud", 0, 32768},
                                     {"acl", 1u << 16, 0},
                                     {"noacl", 0, 1u << 16},
                                     {"unbindable", 1u << 17, 0},
                                     {"make-unbindable", 1u << 17, 0},
                                     {"runbindable", (1u << 17) | 16384, 0},
                                     {"make-runbindable", (1u << 17) | 16384, 0},
                                     {"private", 1u << 18, 0},
                                     {"make-private", 1u << 18, 0},
                                     {"rprivate", (1u << 18) | 16384, 0},
                                     {"make-rprivate", (1u << 18) | 16384, 0},
                                     {"slave", 1u << 19, 0},
                                     {"make-slave", 1u << 19, 0},
                                     {"rslave", (1u << 19) | 16384, 0},
                                     {"make-rslave", (1u << 19) | 16384, 0},
                                     {"shared", 1u << 20, 0},
                                     {"make-shared", 1u << 20, 0},
                                     {"rshared", (1u << 20) | 16384, 0},
                                     {"make-rshared", (1u << 20) | 16384, 0},
                                     {"relatime", 1u << 21, 0},
                                     {"norelatime", 0, 1u << 21},
                                     {"iversion", 1u << 23, 0},
                                     {"noiversion", 0, 1u << 23},
                                     {"strictatime", 1u << 24, 0},
                                     {"nostrictatime", 0, 1u << 24},
                                     {"lazytime", 1u << 25, 0},
                                     {"nolazytime", 0, 1u << 25},
                                     {"user", 0, 1u << 31},
                                     {"nouser", 1u << 31, 0}};

}  // namespace

bool Contains(Names names, std::string_view name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

Names CapabilityNames() {
  static const std::vector<std::string> text = [] {
    std::vector<std::string> all;
    for (const std::string_view name : AllCapabilityNames()) all.push_back(ToLower(name.substr(4)));
    return all;
  }();
  static const std::vector<std::string_view> views(text.begin(), text.end());
  return views;
}

Names AddressFamilies() { return kFamilies; }
Names SocketTypes() { return kTypes; }
Names Protocols() { return kProtocols; }
Names SignalNames() { return kSignals; }
Names RlimitNames() { return kRlimits; }

// Real-time signals are named by their distance from the first one, whose number depends on the C
// library.
bool IsSignal(std::string_view name) {
  if (Contains(kSignals, name)) return true;
  if (!name.starts_with("rtmin+")) return false;
  const std::string_view digits = name.substr(6);
  if (digits.empty() || digits.size() > 9 ||
      digits.find_first_not_of("0123456789") != std::string_view::npos)
    return false;
  return ParseUnsigned(digits).value_or(99) <= 32;
}

std::optional<MountFlag> FindMountFlag(std::string_view name) {
  for (const MountFlag& flag : kMountFlags) {
    if (flag.name == name) return flag;
  }
  return std::nullopt;
}

Names MountFlagNames() {
  static const std::vector<std::string_view> names = [] {
    std::vector<std::string_view> all;
    for (const MountFlag& flag : kMountFlags) all.push_back(flag.name);
    return all;
  }();
  return names;
}

}  // namespace polc::aa
