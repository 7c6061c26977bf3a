// Settings that limit what containers may do, and settings of logs.

#include "compiler/base/str_format.h"
#include "compiler/base/strings.h"
#include "compiler/lint/daemon.h"

namespace polc::lint {
namespace {

using docker::JsonKind;
using docker::JsonValue;

bool IsRotating(std::string_view driver) { return driver != "json-file" && !driver.empty(); }

}  // namespace

void DaemonNewPrivileges(const DaemonSubject& subject, Findings& findings) {
  if (subject.Is("no-new-privileges", true)) return;
  findings.Add(
      subject.PlaceOf("no-new-privileges"),
      "programs in containers gain privileges through set-user-ID files; set `no-new-privileges` to `true`, and to `false` for the few that need them",
      {"CIS Docker Benchmark 2.14 and 5.26"});
}

void DaemonUsernsRemap(const DaemonSubject& subject, Findings& findings) {
  const auto remap = subject.Text("userns-remap");
  if ((remap && !remap->empty()) || subject.Is("rootless", true)) return;
  findings.Add(
      subject.PlaceOf("userns-remap"),
      "root in a container is root on the host; set `userns-remap` to `default`, or run the daemon rootless",
      {"CIS Docker Benchmark 2.9; images and containers made before are not seen any more, and containerd's image store cannot be used"});
}

void DaemonUsernsSnapshotter(const DaemonSubject& subject, Findings& findings) {
  const auto remap = subject.Text("userns-remap");
  const auto snapshotter = subject.Inner("features", "containerd-snapshotter");
  if (!remap || remap->empty() || !snapshotter || snapshotter->kind() != JsonKind::True) return;
  findings.Add(
      snapshotter->span(),
      "containerd's image store does not work with `userns-remap`, and dockerd refuses both; remove one of the two",
      {}, {{subject.PlaceOf("userns-remap"), "the other"}});
}

void DaemonLiveRestore(const DaemonSubject& subject, Findings& findings) {
  if (subject.Is("live-restore", true)) return;
  for (const std::string_view key :
       {"swarm-default-advertise-addr", "swarm-raft-election-tick", "swarm-raft-heartbeat-tick"}) {
    if (const auto text = subject.Text(key); subject.Get(key) && text != "") return;
  }
  findings.Add(
      subject.PlaceOf("live-restore"),
      "all containers stop when the daemon is updated or crashes; set `live-restore` to `true`, except on nodes of a swarm",
      {"CIS Docker Benchmark 2.15"});
}

void DaemonLiveRestoreSwarm(const DaemonSubject& subject, Findings& findings) {
  if (!subject.Is("live-restore", true)) return;
  for (const std::string_view key : {"swarm-default-advertise-addr", "swarm-raft-election-tick",
                                     "swarm-raft-heartbeat-tick", "node-generic-resources"}) {
    const auto value = subject.Member(key);
    const bool set = value && value->value.token() != "\"\"" && value->value.token() != "0" &&
                     !(value->value.kind() == JsonKind::Array && value->value.elements().empty());
    if (!set) continue;
    findings.Add(
        value->key.span(),
        StrFormat(
            "a daemon with `live-restore` cannot be a node of a swarm, which `{}` is for; remove one of the two",
            key),
        {}, {{subject.PlaceOf("live-restore"), "set here"}});
    return;
  }
}

void DaemonSeccompUnconfined(const DaemonSubject& subject, Findings& findings) {
  if (subject.Text("seccomp-profile") != "unconfined") return;
  findings.Add(
      subject.PlaceOf("seccomp-profile"),
      "no container has a seccomp profile unless it brings one; remove this, and give a profile to the few containers that need more calls",
      {"CIS Docker Benchmark 2.17 and 5.22"});
}

void DaemonSeccompMissing(const DaemonSubject& subject, Findings& findings) {
  const auto path = subject.Text("seccomp-profile");
  if (!path || path->empty() || *path == "builtin" || *path == "unconfined") return;
  if (!path->starts_with('/')) {
    findings.Add(
        subject.PlaceOf("seccomp-profile"),
        StrFormat(
            "`{}` is looked for in the daemon's working directory, usually `/`; write the whole path",
            *path));
  } else if (!SeccompProfileOf(subject)) {
    findings.Add(
        subject.PlaceOf("seccomp-profile"),
        StrFormat(
            "`{}` is neither here nor beside this file, so it was not checked; without it on the host no container starts",
            *path),
        {"`dockerd --validate` does not look for it"});
  }
}

void DaemonExperimental(const DaemonSubject& subject, Findings& findings) {
  if (!subject.Is("experimental", true)) return;
  findings.Add(
      subject.PlaceOf("experimental"),
      "experimental features are untested and change without notice; set `experimental` to `false`",
      {"CIS Docker Benchmark 2.18"});
}

void DaemonDebugLog(const DaemonSubject& subject, Findings& findings) {
  if (subject.Is("debug", true)) {
    findings.Add(
        subject.PlaceOf("debug"),
        "the debug log holds what requests carry, and the daemon serves its internals; remove `debug`",
        {"CIS Docker Benchmark 2.3"});
  }
  const std::string level = ToLower(subject.Text("log-level").value_or("info"));
  if (level == "debug" || level == "trace") {
    findings.Add(subject.PlaceOf("log-level"),
                 "the debug log holds what requests carry; set `log-level` to `info`",
                 {"CIS Docker Benchmark 2.3"});
  } else if (level == "warn" || level == "error" || level == "fatal" || level == "panic") {
    findings.Add(subject.PlaceOf("log-level"),
                 "what the daemon did is not in its log at this level; set `log-level` to `info`",
                 {"CIS Docker Benchmark 2.3"});
  }
}

void DaemonUnboundedLog(const DaemonSubject& subject, Findings& findings) {
  const auto driver = subject.Text("log-driver");
  if (driver && IsRotating(*driver)) return;
  if (subject.Inner("log-opts", "max-size")) return;
  findings.Add(
      subject.PlaceOf("log-driver"),
      "the logs of a container grow until the disk is full; set `max-size` and `max-file` in `log-opts`, or use the driver `local`");
}

void DaemonCgroupParent(const DaemonSubject& subject, Findings& findings) {
  const auto parent = subject.Text("cgroup-parent");
  if (!parent || parent->empty() || parent->ends_with(".slice")) return;
  for (const JsonValue option : subject.Texts("exec-opts")) {
    if (option.text() == "native.cgroupdriver=cgroupfs") return;
  }
  findings.Add(
      subject.PlaceOf("cgroup-parent"),
      StrFormat(
          "the systemd driver, which is the default with cgroups v2, takes a slice only and starts no container under `{}`; write a name that ends in `.slice`, or choose `native.cgroupdriver=cgroupfs` in `exec-opts`",
          *parent),
      {"CIS Docker Benchmark 2.10"});
}

void DaemonSharedNamespace(const DaemonSubject& subject, Findings& findings) {
  if (subject.Text("default-ipc-mode") == "shareable") {
    findings.Add(
        subject.PlaceOf("default-ipc-mode"),
        "any container may join the shared memory of any other; remove it, and use `--ipc shareable` for those that need it",
        {"CIS Docker Benchmark 5.17"});
  }
  if (subject.Text("default-cgroupns-mode") == "host") {
    findings.Add(
        subject.PlaceOf("default-cgroupns-mode"),
        "containers see the host's cgroups and the names of all others; set it to `private`");
  }
}

}  // namespace polc::lint
