#!/bin/sh
# Runs syscalls/update_tables on the installed kernel headers, and a copy of it on a small kernel tree made here.
set -eu
LC_ALL=C
export LC_ALL
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
failed=0

fail() {
  echo "FAILED: $1" >&2
  failed=1
}

# expect STATUS TEXT COMMAND...: runs the command, whose output must hold the text.
expect() {
  status=$1 text=$2
  shift 2
  got=0
  "$@" >"$work/output" 2>&1 || got=$?
  if [ "$got" != "$status" ] || ! grep -qF -- "$text" "$work/output"; then
    cat "$work/output"
    fail "$*: expected status $status and \`$text\`, got status $got"
  fi
}

if [ -f /usr/include/asm-generic/unistd.h ] && ls /usr/include/*/asm/unistd_x32.h >/dev/null 2>&1; then
  expect 0 "numbers.tbl has every call of /usr/include" syscalls/update_tables --check /usr/include
else
  echo "no x86 kernel headers in /usr/include: the table is not checked against them"
fi

# A tree in the form of Linux 6.11 and later; every architecture has `read`, with the number that it really has.
tree=$work/tree
write() {
  mkdir -p "$tree/$(dirname "$1")"
  printf "$2" >"$tree/$1"
}
make_tree() {
  rm -rf "$tree"
  write arch/x86/entry/syscalls/syscall_64.tbl '0\tcommon\tread\tsys_read\n13\t64\trt_sigaction\tsys_rt_sigaction\n512\tx32\trt_sigaction\n'
  write arch/x86/entry/syscalls/syscall_32.tbl '3\ti386\tread\tsys_read\n'
  write scripts/syscall.tbl '63\tcommon\tread\n38\trenameat renameat\n25\t32\tfcntl64\n25\t64\tfcntl\n258\triscv\triscv_hwprobe\n'
  write arch/arm64/kernel/Makefile.syscalls 'syscall_abis_32 +=\nsyscall_abis_64 += renameat rlimit\n'
  write arch/riscv/kernel/Makefile.syscalls 'syscall_abis_64 += riscv\n'
  write arch/loongarch/kernel/Makefile.syscalls 'syscall_abis_64 +=\n'
  write arch/arm/tools/syscall.tbl '# 13 oabi time\n3\tcommon\tread\n13\toabi\tnot_for_eabi\n'
  write arch/powerpc/kernel/syscalls/syscall.tbl '3\tcommon\tread\n1\tnospu\texit\n18\tspu\tnot_for_cpus\n'
  write arch/s390/kernel/syscalls/syscall.tbl '3\tcommon\tread\n'
  write arch/mips/kernel/syscalls/syscall_n64.tbl '0\tn64\tread\n'
  write arch/mips/kernel/syscalls/syscall_n32.tbl '0\tn32\tread\n'
  write arch/mips/kernel/syscalls/syscall_o32.tbl '3\to32\tread\n17\to32\tunused17\n'
  write arch/parisc/kernel/syscalls/syscall.tbl '3\tcommon\tread\n'
  write arch/m68k/kernel/syscalls/syscall.tbl '3\tcommon\tread\n'
  write arch/sh/kernel/syscalls/syscall.tbl '3\tcommon\tread\n'
}

# The copy writes its own table.
mkdir -p "$work/syscalls/tables"
cp syscalls/update_tables "$work/syscalls"
table=$work/syscalls/tables/numbers.tbl
reset() {
  make_tree
  cp syscalls/tables/numbers.tbl "$table"
}
update=$work/syscalls/update_tables
column() { awk -v name="$1" -v wanted="$2" '/^#/ { next } !c { for (c = NF; $c != wanted; --c); next } $1 == name { print $c }' "$table"; }

reset
expect 0 "has every call of" "$update" --check "$tree"

# A new call, on the ABIs whose tables list it only.
printf '999\tcommon\taaa_new_call\n' >>"$tree/scripts/syscall.tbl"
printf '999\tx32\taaa_new_call\n' >>"$tree/arch/x86/entry/syscalls/syscall_64.tbl"
expect 1 "aarch64 aaa_new_call 999" "$update" --check "$tree"
cmp -s syscalls/tables/numbers.tbl "$table" || fail "--check changed the table"
expect 0 "x32 aaa_new_call 999" "$update" "$tree"
for abi in aarch64 riscv64 loongarch64 x32; do
  [ "$(column aaa_new_call $abi)" = 999 ] || fail "aaa_new_call was not added to $abi"
done
[ "$(column aaa_new_call x86_64)" = - ] || fail "aaa_new_call was added to x86_64"
expect 0 "has every call of" "$update" --check "$tree"
# Everything else is as it was, comments and order too.
grep -v '^aaa_new_call ' "$table" | cmp -s - syscalls/tables/numbers.tbl || fail "the update changed other lines"
grep -v '^#' "$table" | tail -n +2 | sort -c || fail "the updated table is not sorted"

# A call that the table lacks on one ABI.
reset
printf '997\tcommon\topen\n' >>"$tree/scripts/syscall.tbl"
expect 0 "aarch64 open 997" "$update" "$tree"
[ "$(column open aarch64)" = 997 ] || fail "open was not added to aarch64"
[ "$(column open x86_64)" = 2 ] || fail "open lost its number on x86_64"

# Numbers never change, and are never given to another call: nothing is written.
reset
printf '400\tcommon\twrite\n' >>"$tree/arch/sh/kernel/syscalls/syscall.tbl"
expect 1 'sh: `write` is 400 there and 4 in the table' "$update" "$tree"
cmp -s syscalls/tables/numbers.tbl "$table" || fail "a conflict changed the table"
reset
printf '4\tcommon\taaa_other_name\n' >>"$tree/arch/m68k/kernel/syscalls/syscall.tbl"
expect 1 'm68k: 4 is `aaa_other_name` there and `write` in the table' "$update" "$tree"
cmp -s syscalls/tables/numbers.tbl "$table" || fail "a conflict changed the table"

# Headers, in the form that `make headers_install` gives them, and their arithmetic.
include=$work/include
mkdir -p "$include/asm"
printf '#define __NR_read 0\n' >"$include/asm/unistd_64.h"
printf '#define __NR_read 3 /* old */\n' >"$include/asm/unistd_32.h"
printf '#define __NR_read (__X32_SYSCALL_BIT + 0)\n#define __NR_aaa_new_call (__X32_SYSCALL_BIT + 999)\n' >"$include/asm/unistd_x32.h"
reset
expect 1 "x32 aaa_new_call 999" "$update" --check "$include"

expect 2 "usage: update_tables" "$update"
expect 2 "neither a kernel tree nor" "$update" "$work/nothing"
rm "$tree/arch/sh/kernel/syscalls/syscall.tbl"
expect 2 "cannot read $tree/arch/sh/kernel/syscalls/syscall.tbl" "$update" "$tree"
exit $failed
