#!/bin/sh
# docker_test.sh POLC: dockerd, with a data root of its own, takes what polc makes as --security-opt seccomp=FILE and
# the container does what the profile says.
set -eu
polc=$1
. "$(dirname "$0")/runtime.sh"
own_mounts "$0" "$@"
scratch=$(mktemp -d /tmp/polc-runtime.XXXXXX)
daemon=
cleanup() {
  if [ -n "$daemon" ]; then
    kill "$daemon" 2>/dev/null || true
    wait "$daemon" 2>/dev/null || true
  fi
  # What the daemon left mounted must not be deleted through.
  awk -v at="$scratch/" 'index($2, at) == 1 { print $2 }' /proc/mounts | sort -r | while read -r mount; do umount -l "$mount"; done
  rm -rf --one-file-system "$scratch"
}
trap cleanup EXIT

need dockerd containerd docker busybox tar timeout
make_rootfs "$scratch/rootfs"

mkdir "$scratch/docker"
dockerd --iptables=false --ip6tables=false --bridge=none --storage-driver=vfs --host "unix://$scratch/docker.sock" \
  --data-root "$scratch/docker/data" --exec-root "$scratch/docker/exec" --pidfile "$scratch/docker/pid" \
  > "$scratch/dockerd.log" 2>&1 &
daemon=$!
client() { timeout 30 docker --host "unix://$scratch/docker.sock" "$@"; }
tries=0
until client version >/dev/null 2>&1; do
  tries=$((tries + 1))
  if ! kill -0 "$daemon" 2>/dev/null || [ "$tries" = 40 ]; then
    skip "dockerd does not start: $(grep -iE 'fail|error' "$scratch/dockerd.log" | tail -n 1)"
  fi
  sleep 0.5
done
tar -C "$scratch/rootfs" -c . | client import - polc-busybox >/dev/null

run_with() { client run --rm --network none --security-opt "seccomp=$1" polc-busybox /bin/sh -c "$script" 2>&1 </dev/null; }

output=$(run_with unconfined) || true
case $output in *changed*) ;; *) skip "dockerd cannot start a container here: $output" ;; esac

run_profile() {
  "$polc" compile "$1" --emit oci -o "$scratch/$1.json"
  run_with "$scratch/$1.json"
}
check_profiles run_profile

finish
