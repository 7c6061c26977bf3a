#!/bin/sh
# apparmor_test.sh POLC KERNEL: a kernel that is booted here obeys the profile that POLC emitted, which its apparmor_parser loads.
# KERNEL is what .ci/kernel unpacks; Debian's kernels have AppArmor built in.
set -eu
polc=$1
kernel=${POLC_KERNEL:-$2}
here=$(dirname "$0")
. "$here/../integration/runtime.sh"
scratch=$(mktemp -d /tmp/polc-kernel.XXXXXX)
cleanup() { rm -rf "$scratch"; }
trap cleanup EXIT

need qemu-system-x86_64 apparmor_parser busybox timeout ldd gzip
[ -r "$kernel" ] || skip "there is no kernel $kernel (.ci/kernel gets it)"
[ -r /etc/apparmor.d/abi/3.0 ] || skip "there is no /etc/apparmor.d/abi/3.0 (Debian: apparmor)"

root=$scratch/root
busybox=$(command -v busybox)
parser=$(command -v apparmor_parser)
mkdir -p "$root/bin" "$root/probe" "$root/proc" "$root/sys" "$root/dev" "$root/data" "$root/etc/apparmor.d/abi"
cp "$busybox" "$root/bin/busybox"
# AppArmor sees the path of the file that is executed, so what is confined are copies; busybox does what it is called.
for program in sh cat head chown hostname; do cp "$busybox" "$root/probe/$program"; done
cp "$parser" "$root/bin/apparmor_parser"
ldd "$parser" | grep -o '/[^ ]*' | while read -r library; do
  mkdir -p "$root$(dirname "$library")"
  cp -L "$library" "$root$library"
done
cp /etc/apparmor.d/abi/3.0 "$root/etc/apparmor.d/abi/3.0"
"$polc" compile "$here/confined.profile" --emit apparmor -o "$root/profile"
if grep -E 'include|@\{(DATA|PROC)\}' "$root/profile"; then
  echo "FAILED: the emitted profile still has includes or variables"
  exit 1
fi
echo first >"$root/data/allowed"
echo second >"$root/data/secret"
echo third >"$root/data/owned"

# Everything once without a profile, and once with it: what is denied then was possible before.
cat >"$root/probe.sh" <<'END'
say() { echo "$1: $2"; }
read -r label </proc/self/attr/current
say label "$label"
if read -r line </data/allowed; then say allowed "$line"; else say allowed denied; fi
if read -r line </data/secret; then say secret "$line"; else say secret denied; fi
say reader "$(/probe/cat /proc/self/attr/current)"
say reader-secret "$(/probe/cat /data/secret || echo denied)"
say child "$(/probe/head -n 1 /proc/self/attr/current)"
say child-allowed "$(/probe/head -n 1 /data/allowed || echo denied)"
if /probe/chown 7 /data/owned; then say chown done; else say chown denied; fi
if /probe/hostname renamed; then say hostname done; else say hostname denied; fi
END
cat >"$root/init" <<'END'
#!/bin/busybox sh
/bin/busybox mount -t proc none /proc
/bin/busybox mount -t sysfs none /sys
/bin/busybox mount -t devtmpfs none /dev
/bin/busybox mount -t securityfs none /sys/kernel/security
echo "without-enabled: $(/bin/busybox cat /sys/module/apparmor/parameters/enabled)"
/probe/sh /probe.sh 2>&1 | /bin/busybox sed 's/^/without-/'
/bin/apparmor_parser --replace --skip-cache /profile 2>&1 && echo "without-load: done"
/probe/sh 2>&1 </probe.sh | /bin/busybox sed 's/^/with-/'
/bin/busybox poweroff -f
END
chmod +x "$root/init"
(cd "$root" && find . | busybox cpio -o -H newc 2>/dev/null | gzip -1) >"$scratch/initramfs"

output=$(timeout 150 qemu-system-x86_64 -accel tcg -m 512 -nographic -no-reboot -nodefaults -serial stdio -kernel "$kernel" \
  -initrd "$scratch/initramfs" -append 'console=ttyS0 quiet panic=-1 lsm=apparmor apparmor=1 security=apparmor' </dev/null 2>&1 |
  tr -d '\r') || true

expect "without the profile" "$output" 'without-enabled: Y' 'without-label: unconfined' 'without-allowed: first' 'without-secret: second' \
  'without-reader: unconfined' 'without-reader-secret: second' 'without-child: unconfined' 'without-child-allowed: first' \
  'without-chown: done' 'without-hostname: done' 'without-load: done'
expect "with the profile" "$output" 'with-label: probe (enforce)' 'with-allowed: first' 'with-secret: denied' 'with-reader: reader (enforce)' \
  'with-reader-secret: denied' 'with-child: probe//child (enforce)' 'with-child-allowed: denied' 'with-chown: done' \
  'with-hostname: denied' '!with-secret: second' '!with-hostname: done'
finish
