#!/bin/sh
# crun_start.sh POLC [ROUNDS]: the CPU time of a container's start and end under crun, without a filter, with Docker's default
# as an OCI configuration, which crun gives to libseccomp, and with the same filter ready. They take turns.
set -eu
polc=$1
rounds=${2:-60}
. "$(dirname "$0")/../integration/runtime.sh"
own_mounts "$0" "$@"
need crun busybox jq bash seq
scratch=$(mktemp -d /tmp/polc-start.XXXXXX)
trap 'rm -rf --one-file-system "$scratch"' EXIT
make_rootfs "$scratch/rootfs"

# bundle NAME FILTER: FILTER edits the configuration.
bundle() {
  mkdir "$scratch/$1"
  (cd "$scratch/$1" && crun spec)
  jq --arg rootfs "$scratch/rootfs" --arg ready "$("$polc" compile default --emit crun)" --argjson oci "$("$polc" compile default --emit oci)" '
    .process.terminal = false | .process.args = ["busybox", "true"]
    | .root = {path: $rootfs, readonly: false}
    | .mounts = [{destination: "/proc", type: "proc", source: "proc"}]
    | .linux.namespaces = [{type: "pid"}, {type: "mount"}, {type: "ipc"}, {type: "uts"}]
    | del(.linux.seccomp) | '"$2" "$scratch/$1/config.json" > "$scratch/edited.json"
  mv "$scratch/edited.json" "$scratch/$1/config.json"
}
bundle none .
bundle libseccomp '.linux.seccomp = $oci'
bundle ready '.annotations = {($ready | split("=")[0]): ($ready | sub("^[^=]*="; ""))}'

start() { crun --root "$scratch/state" --cgroup-manager=disabled run -b "$scratch/$1" "polc-start-$$" </dev/null; }
for name in none libseccomp ready; do start $name || skip "crun cannot start a container here"; done
# bash counts in milliseconds, sh in clock ticks.
export scratch
for _ in $(seq "$rounds"); do
  for name in none libseccomp ready; do
    bash -c 'TIMEFORMAT="%3U %3S"; { time crun --root "$scratch/state" --cgroup-manager=disabled run -b "$scratch/$0" polc-start-$$ </dev/null; } 2>> "$scratch/$0.times"' $name
  done
done
# The middle half's mean, because single numbers are whole milliseconds.
for name in none libseccomp ready; do
  awk '{ print ($1 + $2) * 1000 }' "$scratch/$name.times" | sort -n | awk -v name=$name '
    { ms[NR] = $1 }
    END {
      from = int(NR / 4) + 1; to = NR - from + 1
      for (i = from; i <= to; ++i) sum += ms[i]
      printf "%-10s %5.2f ms (least %.0f)\n", name, sum / (to - from + 1), ms[1]
    }'
done
