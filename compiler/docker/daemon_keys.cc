#include "compiler/docker/daemon_keys.h"

#include <algorithm>
#include <array>
#include <iterator>

namespace polc {
namespace {

using enum DaemonType;

constexpr DaemonKey kKeys[] = {
    {"allow-direct-routing", Boolean},
    {"authorization-plugins", Texts},
    {"bip", Text},
    {"bip6", Text},
    {"bridge", Text},
    {"bridge-accept-fwmark", Text},
    {"builder", Object},
    {"cdi-spec-dirs", Texts},
    {"cgroup-parent", Text},
    {"containerd", Text},
    {"containerd-namespace", Text},
    {"cpu-rt-period", Whole},
    {"cpu-rt-runtime", Whole},
    {"cri-containerd", Boolean},
    {"data-root", Text},
    {"debug", Boolean},
    {"default-address-pools", Objects},
    {"default-cgroupns-mode", Text},
    {"default-gateway", Text},
    {"default-gateway-v6", Text},
    {"default-ipc-mode", Text},
    {"default-network-opts", Object},
    {"default-runtime", Text},
    {"default-shm-size", Size},
    {"default-ulimits", Object},
    {"dns", Texts},
    {"dns-opts", Texts},
    {"dns-search", Texts},
    {"exec-opts", Texts},
    {"exec-root", Text},
    {"experimental", Boolean},
    {"features", BooleanMap},
    {"firewall-backend", Text},
    {"fixed-cidr", Text},
    {"fixed-cidr-v6", Text},
    {"group", Text},
    {"host-gateway-ips", Texts},
    {"hosts", Texts},
    {"icc", Boolean},
    {"init", Boolean},
    {"init-path", Text},
    {"insecure-registries", Texts},
    {"ip", Text},
    {"ip-forward", Boolean},
    {"ip-forward-no-drop", Boolean},
    {"ip-masq", Boolean},
    {"ip6tables", Boolean},
    {"iptables", Boolean},
    {"ipv6", Boolean},
    {"labels", Texts},
    {"live-restore", Boolean},
    {"log-driver", Text},
    {"log-format", Text},
    {"log-level", Text},
    {"log-opts", TextMap},
    {"max-concurrent-downloads", Whole},
    {"max-concurrent-uploads", Whole},
    {"max-download-attempts", Whole},
    {"metrics-addr", Text},
    {"min-api-version", Text},
    {"mtu", Whole},
    {"network-control-plane-mtu", Whole},
    {"network-diagnostic-port", Whole},
    {"no-new-privileges", Boolean},
    {"node-generic-resources", Texts},
    {"nri-opts", Object},
    {"pidfile", Text},
    {"proxies", Object},
    {"raw-logs", Boolean},
    {"registry-mirrors", Texts},
    {"rootless", Boolean},
    {"runtimes", Object},
    {"seccomp-profile", Text},
    {"selinux-enabled", Boolean},
    {"shutdown-timeout", Whole},
    {"storage-driver", Text},
    {"storage-opts", Texts},
    {"swarm-default-advertise-addr", Text},
    {"swarm-raft-election-tick", Whole},
    {"swarm-raft-heartbeat-tick", Whole},
    {"tls", Boolean},
    {"tlscacert", Text},
    {"tlscert", Text},
    {"tlskey", Text},
    {"tlsverify", Boolean},
    {"userland-proxy", Boolean},
    {"userland-proxy-path", Text},
    {"userns-remap", Text},
};

constexpr FormerKey kRemoved[] = {
    {"api-cors-header", "28.0", "put a reverse proxy in front of the API if it needs CORS headers"},
    {"api-enable-cors", "17.05",
     "put a reverse proxy in front of the API if it needs CORS headers"},
    {"cluster-advertise", "23.0", "remove it; swarm mode needs no external store"},
    {"cluster-store", "23.0", "remove it; swarm mode needs no external store"},
    {"cluster-store-opts", "23.0", "remove it; swarm mode needs no external store"},
    {"disable-legacy-registry", "19.03", "remove it"},
    {"graph", "23.0", "write `data-root`"},
    {"oom-score-adjust", "25.0", "set `OOMScoreAdjust=` in the daemon's systemd unit"},
};

constexpr FormerKey kDeprecated[] = {
    {"allow-nondistributable-artifacts", "28.0", "remove it"},
    {"deprecated-key-path", "23.0", "remove it"},
    {"host-gateway-ip", "28.0", "write `host-gateway-ips`, a list"},
};

struct FlagKey {
  std::string_view flag;
  std::string_view key;
};
constexpr FlagKey kFlags[] = {
    {"add-runtime", "runtimes"},
    {"authorization-plugin", "authorization-plugins"},
    {"cdi-spec-dir", "cdi-spec-dirs"},
    {"default-address-pool", "default-address-pools"},
    {"default-network-opt", "default-network-opts"},
    {"default-ulimit", "default-ulimits"},
    {"dns-opt", "dns-opts"},
    {"exec-opt", "exec-opts"},
    {"feature", "features"},
    {"host", "hosts"},
    {"insecure-registry", "insecure-registries"},
    {"label", "labels"},
    {"log-opt", "log-opts"},
    {"node-generic-resource", "node-generic-resources"},
    {"registry-mirror", "registry-mirrors"},
    {"storage-opt", "storage-opts"},
};

// Words that are keys in many a JSON file.
constexpr std::string_view kCommonWords[] = {
    "bridge",   "builder", "containerd", "debug",   "dns",      "experimental",
    "features", "group",   "hosts",      "init",    "ip",       "ipv6",
    "labels",   "mtu",     "pidfile",    "proxies", "rootless", "tls"};

template <class Row, size_t n>
const Row* Find(const Row (&rows)[n], std::string_view name) {
  const auto found = std::find_if(std::begin(rows), std::end(rows),
                                  [&](const Row& row) { return row.name == name; });
  return found == std::end(rows) ? nullptr : found;
}

}  // namespace

std::span<const DaemonKey> DaemonKeys() { return kKeys; }

const DaemonKey* FindDaemonKey(std::string_view name) { return Find(kKeys, name); }

std::span<const std::string_view> DaemonKeyNames() {
  static const auto names = [] {
    std::array<std::string_view, std::size(kKeys)> all;
    std::transform(std::begin(kKeys), std::end(kKeys), all.begin(),
                   [](const DaemonKey& key) { return key.name; });
    return all;
  }();
  return names;
}

bool IsDistinctive(std::string_view key) {
  const bool known = FindDaemonKey(key) != nullptr || FindRemovedKey(key) != nullptr ||
                     FindDeprecatedKey(key) != nullptr;
  return known &&
         std::find(std::begin(kCommonWords), std::end(kCommonWords), key) == std::end(kCommonWords);
}

const FormerKey* FindRemovedKey(std::string_view name) { return Find(kRemoved, name); }
const FormerKey* FindDeprecatedKey(std::string_view name) { return Find(kDeprecated, name); }

std::string_view KeyOfFlag(std::string_view flag) {
  for (const FlagKey& row : kFlags) {
    if (row.flag == flag) return row.key;
  }
  return {};
}

bool IsObjectKey(std::string_view name) {
  if (name == "cluster-store-opts" || name == "proxies") return true;
  const DaemonKey* key = FindDaemonKey(name);
  return key != nullptr && (key->type == Object || key->type == TextMap || key->type == BooleanMap);
}

}  // namespace polc
