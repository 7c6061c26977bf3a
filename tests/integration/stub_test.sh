#!/bin/sh
# stub_test.sh POLC: what runc puts before a filter is what polc says, call by call: a container makes each denied call by its
# number, through all three ways into an x86 kernel, and its errno is the one of `polc query --runtime runc`.
set -eu
polc=$1
. "$(dirname "$0")/runtime.sh"
own_mounts "$0" "$@"
scratch=$(mktemp -d /tmp/polc-stub.XXXXXX)
cleanup() { rm -rf --one-file-system "$scratch"; }
trap cleanup EXIT

need runc jq timeout cc
[ "$(uname -m)" = x86_64 ] || skip "the probe is for x86_64"

# No libc: it would make calls of its own. Each line of the list: 0 for syscall, 1 for int $0x80, and the number.
cat > "$scratch/probe.c" <<'C'
#include "calls.h"
static long plain(long nr, long a, long b, long c) {
  long result;
  __asm__ volatile("syscall" : "=a"(result) : "a"(nr), "D"(a), "S"(b), "d"(c) : "rcx", "r11", "memory");
  return result;
}
static int emulated(int nr) {
  int result;
  __asm__ volatile("int $0x80" : "=a"(result) : "a"(nr), "b"(0), "c"(0), "d"(0), "S"(0), "D"(0) : "r8", "r9", "r10", "r11", "memory");
  return result;
}
static void number(long value) {
  char text[24];
  int at = 24;
  do text[--at] = (char)('0' + value % 10);
  while ((value /= 10) != 0);
  plain(1, 1, (long)(text + at), 24 - at);
}
void _start(void) {
  for (unsigned i = 0; i < sizeof calls / sizeof *calls; ++i) {
    long result = calls[i][0] == 1 ? emulated((int)calls[i][1]) : plain(calls[i][1], 0, 0, 0);
    number(result < 0 ? -result : 0);
    plain(1, 1, (long)"\n", 1);
  }
  plain(231, 0, 0, 0);
  for (;;) {
  }
}
C

# Numbers around every limit, and far above; none that every profile here allows, since what they did would be done.
numbers="101 155 165 246 300 318 323 326 327 332 333 334 359 372 383 384 385 395 402 403 424 434 435 436 437 438 439 440 441 449 450 451 452 460 470 512 545 546 547 548 600 1000 4000"

# compare NAME FILE: FILE is an OCI object.
compare() {
  : > "$scratch/expected"
  : > "$scratch/calls"
  for nr in $numbers; do
    "$polc" query "$2" "$nr" --arch x86_64,x86,x32 --runtime runc > "$scratch/answers"
    for way in x86_64:0 x86:1 x32:0; do
      abi=${way%:*} entry=${way#*:}
      errno=$(sed -n "s/^ERRNO(\\(E[A-Z]*\\)) *$abi nr.*/\\1/p" "$scratch/answers")
      [ -n "$errno" ] || continue
      offset=0
      [ "$abi" = x32 ] && offset=1073741824
      echo "$abi $nr $errno" >> "$scratch/expected"
      echo "{$entry, $((nr + offset))}," >> "$scratch/calls"
    done
  done
  { echo 'static const long calls[][2] = {'; cat "$scratch/calls"; echo '};'; } > "$scratch/calls.h"
  mkdir -p "$scratch/$1/rootfs/proc" "$scratch/$1/rootfs/dev" "$scratch/$1/rootfs/sys"
  cc -static -nostdlib -O1 -fno-stack-protector -I "$scratch" -o "$scratch/$1/rootfs/probe" "$scratch/probe.c"
  (cd "$scratch/$1" && runc spec)
  jq --slurpfile seccomp "$2" --arg rootfs "$scratch/$1/rootfs" '
    .process.terminal = false | .process.args = ["/probe"]
    | .root = {path: $rootfs, readonly: false}
    | .mounts = [{destination: "/proc", type: "proc", source: "proc"}]
    | .linux.namespaces = [{type: "pid"}, {type: "mount"}, {type: "ipc"}, {type: "uts"}]
    | .linux.seccomp = $seccomp[0]' "$scratch/$1/config.json" > "$scratch/$1/edited.json"
  mv "$scratch/$1/edited.json" "$scratch/$1/config.json"
  timeout 20 runc --root "$scratch/state" run -b "$scratch/$1" "polc-stub-$1-$$" > "$scratch/said" 2> "$scratch/error" </dev/null ||
    skip "runc cannot start a container here: $(cat "$scratch/error")"
  sed -e 's/^1$/EPERM/' -e 's/^38$/ENOSYS/' "$scratch/said" > "$scratch/names"
  cut -d' ' -f3 "$scratch/expected" > "$scratch/wanted"
  if ! cmp -s "$scratch/wanted" "$scratch/names"; then
    echo "FAILED: $1: abi, number, what polc says, what runc did:"
    paste -d' ' "$scratch/expected" "$scratch/names" | awk '$3 != $4'
    failures=$((failures + 1))
  fi
  for errno in EPERM ENOSYS; do
    grep -q "$errno" "$scratch/names" || { echo "FAILED: $1: no call got $errno"; failures=$((failures + 1)); }
  done
  echo "$1: $(wc -l < "$scratch/names") calls"
}

for profile in labs-default podman-default; do
  "$polc" compile "$profile" --arch x86_64,x86,x32 --emit oci -o "$scratch/$profile.json"
  compare "$profile" "$scratch/$profile.json"
done
# One further call moves the limit.
jq '.syscalls[0].names += ["landlock_add_rule"]' "$scratch/labs-default.json" > "$scratch/moved.json"
compare labs-moved "$scratch/moved.json"
finish
