# Sourced by the tests that start containers: when they may be skipped, the busybox file system, and what has to hold.
# The caller has set -eu and the variable `polc` to the program under test.

failures=0

# Starts the caller again where every machine looks alike: in a mount namespace whose root is a mount, because pivot_root(2)
# refuses a plain chroot, and in which cgroup v2 is the only version, because crun refuses a mix.
#   own_mounts "$0" "$@"
own_mounts() {
  [ -z "${POLC_OWN_MOUNTS:-}" ] || return 0
  need_root
  need unshare mount chroot
  export POLC_OWN_MOUNTS=1
  # /sys is a mount everywhere: made private, nothing that is mounted on it is seen from outside.
  # shellcheck disable=SC2016  # expanded by the inner shells
  exec unshare --mount --propagation unchanged sh -c '
    set -e
    mount --make-private /sys
    mount -t tmpfs none /sys
    mkdir /sys/root
    mount --rbind / /sys/root
    mount --make-rprivate /sys/root
    mount -t sysfs none /sys/root/sys
    mount -t cgroup2 none /sys/root/sys/fs/cgroup
    exec chroot /sys/root sh -c "cd \"\$1\" && shift && exec \"\$@\"" sh "$PWD" sh "$@"' sh "$@"
}

# On a machine that has to have everything (POLC_REQUIRE_ORACLES=1) a skipped test is a failed one.
skip() {
  echo "skipped: $1"
  if [ "${POLC_REQUIRE_ORACLES:-0}" = 1 ]; then exit 1; fi
  exit 77
}

need() {
  for program in "$@"; do
    command -v "$program" >/dev/null || skip "$program is not installed"
  done
}

need_root() {
  [ "$(id -u)" = 0 ] || skip "containers are started by root only"
}

# make_rootfs DIR: busybox alone, which must be static because there is no libc with it.
make_rootfs() {
  mkdir -p "$1/bin" "$1/proc" "$1/dev" "$1/sys"
  cp "$(command -v busybox)" "$1/bin/busybox"
  chroot "$1" /bin/busybox true || skip "busybox is not static (Debian: busybox-static)"
  for applet in sh touch chmod echo stat; do ln -s busybox "$1/bin/$applet"; done
}

# What is run in the container: two calls of which one profile denies the second.
script='touch /f && echo touched && chmod 600 /f && echo changed'

# expect NAME OUTPUT WORD…: every WORD is in the OUTPUT, and one with a `!` before it is not.
expect() {
  name=$1 output=$2
  shift 2
  for word in "$@"; do
    wanted=${word#!}
    found=no
    case $output in *"$wanted"*) found=yes ;; esac
    case $word in '!'*) right=no ;; *) right=yes ;; esac
    if [ "$found" != "$right" ]; then
      echo "FAILED: $name: '$wanted' in the output: $found, should be: $right. Output:"
      echo "$output"
      failures=$((failures + 1))
    fi
  done
}

# check_profiles RUN: RUN PROFILE prints what the container says under a built-in profile, standard error included.
check_profiles() {
  output=$("$1" default || true)
  expect "$1 default" "$output" touched changed '!not permitted'
  output=$("$1" default-no-chmod || true)
  expect "$1 default-no-chmod" "$output" touched 'Operation not permitted' '!changed'
}

finish() {
  if [ "$failures" != 0 ]; then exit 1; fi
  echo "all held"
}
