#!/bin/sh
# crun_ready_test.sh POLC: a container that crun starts with the filter of `--emit crun`, and without one in its
# configuration, does what the profile says.
set -eu
polc=$1
. "$(dirname "$0")/runtime.sh"
own_mounts "$0" "$@"
scratch=$(mktemp -d /tmp/polc-runtime.XXXXXX)
cleanup() { rm -rf --one-file-system "$scratch"; }
trap cleanup EXIT

need crun busybox jq timeout
make_rootfs "$scratch/rootfs"
ln -s busybox "$scratch/rootfs/bin/grep"

# run ANNOTATION: one that is empty is left out.
run() {
  rm -rf "$scratch/bundle" "$scratch/rootfs/f"
  mkdir "$scratch/bundle"
  (cd "$scratch/bundle" && crun spec)
  jq --arg ready "$1" --arg script "$script; grep Seccomp /proc/self/status" --arg rootfs "$scratch/rootfs" '
    .process.terminal = false | .process.args = ["sh", "-c", $script]
    | .root = {path: $rootfs, readonly: false}
    | .mounts = [{destination: "/proc", type: "proc", source: "proc"}]
    | .linux.namespaces = [{type: "pid"}, {type: "mount"}, {type: "ipc"}, {type: "uts"}]
    | del(.linux.seccomp)
    | if $ready == "" then . else .annotations = {($ready | split("=")[0]): ($ready | sub("^[^=]*="; ""))} end
    ' "$scratch/bundle/config.json" > "$scratch/bundle/edited.json"
  mv "$scratch/bundle/edited.json" "$scratch/bundle/config.json"
  timeout 20 crun --root "$scratch/state" --cgroup-manager=disabled run -b "$scratch/bundle" "polc-ready-$$" 2>&1 </dev/null
}

output=$(run "") || true
case $output in *changed*) ;; *) skip "crun cannot start a container here: $output" ;; esac
expect "no filter" "$output" changed '!Seccomp_filters:	1'

output=$(run "$("$polc" compile default --emit crun)") || true
expect "default" "$output" touched changed 'Seccomp:	2' 'Seccomp_filters:	1'
output=$(run "$("$polc" compile default-no-chmod --emit crun)") || true
expect "default-no-chmod" "$output" touched 'Operation not permitted' '!changed' 'Seccomp:	2' 'Seccomp_filters:	1'
finish
