#!/bin/sh
# oci_test.sh RUNTIME POLC: a container of runc or crun under the OCI object that polc makes does what the profile says.
set -eu
runtime=$1 polc=$2
. "$(dirname "$0")/runtime.sh"
own_mounts "$0" "$@"
scratch=$(mktemp -d /tmp/polc-runtime.XXXXXX)
cleanup() { rm -rf --one-file-system "$scratch"; }
trap cleanup EXIT

need "$runtime" busybox jq timeout
make_rootfs "$scratch/rootfs"

# Namespaces without `network` and `cgroup`: they need more of the machine and have no part in the test.
make_bundle() {
  mkdir -p "$1"
  (cd "$1" && "$runtime" spec)
  jq --slurpfile seccomp "$2" --arg script "$script" --arg rootfs "$scratch/rootfs" '
    .process.terminal = false | .process.args = ["sh", "-c", $script]
    | .root = {path: $rootfs, readonly: false}
    | .mounts = [{destination: "/proc", type: "proc", source: "proc"}]
    | .linux.namespaces = [{type: "pid"}, {type: "mount"}, {type: "ipc"}, {type: "uts"}]
    | .linux.seccomp = $seccomp[0]' "$1/config.json" > "$1/edited.json"
  mv "$1/edited.json" "$1/config.json"
}

# A container that a filter kills in its set-up leaves the runtime waiting, hence the timeout.
start_runc() { timeout 20 runc --root "$scratch/state" run -b "$1" "$2"; }
start_crun() { timeout 20 crun --root "$scratch/state" --cgroup-manager=disabled run -b "$1" "$2"; }

run_profile() {
  rm -f "$scratch/rootfs/f"
  "$polc" compile "$1" --emit oci -o "$scratch/$1.json"
  make_bundle "$scratch/$1" "$scratch/$1.json"
  "start_$runtime" "$scratch/$1" "polc-$1-$$" 2>&1 </dev/null
}

# Whether this machine can run a container at all is asked without any filter.
can_run() {
  echo null > "$scratch/none.json"
  make_bundle "$scratch/none" "$scratch/none.json"
  output=$("start_$runtime" "$scratch/none" "polc-none-$$" 2>&1 </dev/null) || true
  case $output in *changed*) ;; *) skip "$runtime cannot start a container here: $output" ;; esac
}

can_run
check_profiles run_profile
finish
