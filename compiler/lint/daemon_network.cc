// Who reaches the daemon and the containers, and how.

#include "compiler/base/str_format.h"
#include "compiler/base/strings.h"
#include "compiler/lint/daemon.h"

namespace polc::lint {
namespace {

using docker::JsonKind;
using docker::JsonMember;
using docker::JsonValue;

bool IsLoopback(std::string_view address) {
  for (const std::string_view local : {"127.", "localhost", "[::1]", "::1"}) {
    if (address.starts_with(local)) return true;
  }
  return false;
}

std::vector<JsonValue> TcpHosts(const DaemonSubject& subject) {
  std::vector<JsonValue> hosts = subject.Texts("hosts");
  std::erase_if(hosts, [](JsonValue host) { return !host.text().starts_with("tcp://"); });
  return hosts;
}

// `tls` alone makes today's dockerd verify; `"tlsverify": false` takes that back.
bool Verifies(const DaemonSubject& subject) {
  return !subject.Is("tlsverify", false) &&
         (subject.Is("tlsverify", true) || subject.Is("tls", true));
}
bool HasTls(const DaemonSubject& subject) {
  return subject.Is("tlsverify", true) || subject.Is("tls", true);
}

}  // namespace

void DaemonTcpWithoutTls(const DaemonSubject& subject, Findings& findings) {
  if (HasTls(subject)) return;
  for (const JsonValue host : TcpHosts(subject)) {
    const bool local = IsLoopback(host.text().substr(6));
    findings.Add(
        host.span(),
        StrFormat(
            "{} can start a privileged container and is root on the host; set `tlsverify` with certificates, or use `unix://` or SSH",
            local ? "every user and every web page on this host" : "anyone who reaches this port"),
        {"CIS Docker Benchmark 2.7"});
  }
}

void DaemonTlsWithoutVerify(const DaemonSubject& subject, Findings& findings) {
  if (!HasTls(subject) && !subject.Is("tlsverify", false)) return;
  if (subject.Is("tlsverify", true)) return;
  if (subject.Is("tlsverify", false)) {
    if (TcpHosts(subject).empty() && !subject.Is("tls", true)) return;
    findings.Add(
        subject.PlaceOf("tlsverify"),
        "clients need no certificate, so that everyone who reaches the port is root on the host; set `tlsverify` to `true`",
        {"CIS Docker Benchmark 2.7"});
  } else {
    findings.Add(
        subject.PlaceOf("tls"),
        "daemons before Docker 23.0 ask clients for no certificate with `tls` alone; set `tlsverify` to `true` as well",
        {"CIS Docker Benchmark 2.7"});
  }
}

void DaemonTlsWithoutPort(const DaemonSubject& subject, Findings& findings) {
  if (!HasTls(subject) || !TcpHosts(subject).empty()) return;
  const std::string_view key = subject.Is("tlsverify", true) ? "tlsverify" : "tls";
  findings.Add(
      subject.PlaceOf(key),
      StrFormat(
          "`{}` without a `tcp://` address in `hosts`: a daemon started with `-H fd://`, as packages do, has no use for it, and one started without `-H` listens on tcp://localhost:2376 instead of its socket; add `hosts`, or remove the TLS settings",
          key),
      {"CIS Docker Benchmark 2.7"});
}

void DaemonTlsFiles(const DaemonSubject& subject, Findings& findings) {
  if (!HasTls(subject)) return;
  for (const std::string_view key : {"tlscacert", "tlscert", "tlskey"}) {
    if (key == "tlscacert" && !Verifies(subject)) continue;
    const auto path = subject.Text(key);
    if (!path || path->empty()) {
      findings.Add(
          subject.Member(key)
              ? subject.PlaceOf(key)
              : subject.PlaceOf(subject.Is("tlsverify", true) ? "tlsverify" : "tls"),
          StrFormat(
              "TLS is on, but `{}` is not given, so that a file in the daemon's home directory is used; name it",
              key));
    } else if (!path->starts_with('/')) {
      findings.Add(
          subject.PlaceOf(key),
          StrFormat("`{}` is looked for in the daemon's working directory; write the whole path",
                    *path));
    }
  }
}

void DaemonBadHost(const DaemonSubject& subject, Findings& findings) {
  for (const JsonValue host : subject.Texts("hosts")) {
    const std::string_view text = host.text();
    const size_t scheme = text.find("://");
    if (scheme == std::string_view::npos) {
      const std::string guess =
          text.starts_with('/') ? StrFormat("unix://{}", text) : StrFormat("tcp://{}", text);
      findings.Add(host.span(),
                   StrFormat("`{}` does not say how to listen; write `{}`", text, guess), {}, {},
                   {{host.span(), StrFormat("\"{}\"", guess)}});
      continue;
    }
    const std::string_view name = text.substr(0, scheme);
    if (name != "tcp" && name != "unix" && name != "fd" && name != "npipe") {
      findings.Add(
          host.span(),
          StrFormat("dockerd cannot listen on `{}`; it takes `unix://`, `tcp://` and `fd://`",
                    StrFormat("{}://", name)));
    } else if (name == "tcp" && text.find(':', scheme + 3) == std::string_view::npos &&
               text.size() > scheme + 3) {
      findings.Add(
          host.span(),
          StrFormat("no port in `{}`, so that it depends on TLS which is taken; write `:2376`",
                    text));
    }
  }
}

void DaemonHostsInUnit(const DaemonSubject& subject, Findings& findings) {
  const auto hosts = subject.Member("hosts");
  if (!hosts || subject.Texts("hosts").empty()) return;
  findings.Add(
      hosts->key.span(),
      "the systemd units of Docker's packages start `dockerd -H fd://`, and with `hosts` in the file too it refuses to start; "
      "override the unit's `ExecStart=`, or keep the addresses there");
}

void DaemonIcc(const DaemonSubject& subject, Findings& findings) {
  if (subject.Is("icc", false)) return;
  findings.Add(
      subject.PlaceOf("icc"),
      "containers on the default bridge reach every port of each other; set `icc` to `false`, or put them into networks of their own",
      {"CIS Docker Benchmark 2.2"});
}

void DaemonIccWithoutIptables(const DaemonSubject& subject, Findings& findings) {
  if (!subject.Is("icc", false)) return;
  if (subject.Is("iptables", false)) {
    findings.Add(
        subject.PlaceOf("iptables"),
        "`icc` is enforced by firewall rules that dockerd may not make, so that it does not start; set `iptables` to `true`");
  } else if (subject.Is("ipv6", true) && subject.Is("ip6tables", false)) {
    findings.Add(subject.PlaceOf("ip6tables"),
                 "`icc` is off, but nothing enforces it for IPv6; set `ip6tables` to `true`");
  }
}

void DaemonIptables(const DaemonSubject& subject, Findings& findings) {
  if (!subject.Is("iptables", false)) return;
  findings.Add(
      subject.PlaceOf("iptables"),
      "dockerd makes no firewall rules, so that nothing keeps containers and networks apart unless other rules do; set `iptables` to `true`",
      {"CIS Docker Benchmark 2.4"});
}

void DaemonDirectRouting(const DaemonSubject& subject, Findings& findings) {
  if (subject.Is("allow-direct-routing", true)) {
    findings.Add(
        subject.PlaceOf("allow-direct-routing"),
        "hosts on the same network reach published ports at the containers' own addresses, past what they are published on; remove it");
  }
  if (subject.Is("ip-forward-no-drop", true)) {
    findings.Add(
        subject.PlaceOf("ip-forward-no-drop"),
        "this host forwards packets for anyone, into the containers' networks too; remove it, or set the policy of `FORWARD` yourself");
  }
}

void DaemonExposedMetrics(const DaemonSubject& subject, Findings& findings) {
  if (const auto address = subject.Text("metrics-addr");
      address && !address->empty() && !IsLoopback(*address)) {
    findings.Add(
        subject.PlaceOf("metrics-addr"),
        StrFormat("the metrics are served without a password at `{}`; use 127.0.0.1", *address));
  }
  if (const auto port = subject.Get("network-diagnostic-port");
      port && port->kind() == JsonKind::Number && port->token() != "0") {
    findings.Add(
        port->span(),
        "the network diagnostic server has no password and lets callers join and change the networks' database; remove it when the diagnosis is done");
  }
}

void DaemonInsecureRegistry(const DaemonSubject& subject, Findings& findings) {
  for (const JsonValue registry : subject.Texts("insecure-registries")) {
    if (IsLoopback(registry.text())) continue;
    const bool everywhere = registry.text() == "0.0.0.0/0" || registry.text() == "::/0";
    findings.Add(
        registry.span(),
        everywhere
            ? "no registry at all needs a valid certificate; name the ones that have none, or remove this"
            : StrFormat(
                  "anyone on the way to `{}` can replace the images; give it a certificate, and its CA in /etc/docker/certs.d",
                  registry.text()),
        {"CIS Docker Benchmark 2.5"});
  }
  for (const JsonValue mirror : subject.Texts("registry-mirrors")) {
    if (!mirror.text().starts_with("http://") || IsLoopback(mirror.text().substr(7))) continue;
    findings.Add(mirror.span(),
                 StrFormat("this mirror is asked without TLS; write `{}`",
                           StrFormat("https://{}", mirror.text().substr(7))),
                 {"CIS Docker Benchmark 2.5"});
  }
}

void DaemonProxyPassword(const DaemonSubject& subject, Findings& findings) {
  for (const std::string_view key : {"http-proxy", "https-proxy"}) {
    const auto proxy = subject.Inner("proxies", key);
    if (!proxy || proxy->kind() != JsonKind::String) continue;
    const std::string_view text = proxy->text();
    const size_t at = text.rfind('@'), scheme = text.find("://");
    const size_t begin = scheme == std::string_view::npos ? 0 : scheme + 3;
    if (at == std::string_view::npos || at < begin ||
        text.substr(begin, at - begin).find(':') == std::string_view::npos)
      continue;
    findings.Add(
        proxy->span(),
        StrFormat(
            "`{}` has a password in it, which every reader of the file and of `docker info` can see; let the proxy recognise the host in another way",
            key));
  }
}

void DaemonBridgeConflict(const DaemonSubject& subject, Findings& findings) {
  const auto bridge = subject.Text("bridge");
  if (!bridge || bridge->empty()) return;
  for (const std::string_view key : {"bip", "bip6"}) {
    const auto address = subject.Text(key);
    if (!address || address->empty()) continue;
    findings.Add(
        subject.PlaceOf(key),
        StrFormat(
            "`{}` is the address of Docker's own bridge, which `bridge` replaces, so that dockerd does not start; remove one of the two",
            key),
        {}, {{subject.PlaceOf("bridge"), "the other bridge"}});
  }
}

void DaemonUserlandProxy(const DaemonSubject& subject, Findings& findings) {
  if (subject.Is("userland-proxy", false)) return;
  findings.Add(
      subject.PlaceOf("userland-proxy"),
      "each published port has a process of root's, which hides the clients' addresses from the container; set `userland-proxy` to `false` where the kernel has hairpin NAT",
      {"CIS Docker Benchmark 2.16"});
}

}  // namespace polc::lint
