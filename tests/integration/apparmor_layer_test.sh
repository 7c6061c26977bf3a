#!/bin/bash
# apparmor_parser takes the profile that is made of a policy's AppArmor layer, includes resolved and kept. apparmor_layer_test.sh POLC
set -eu
polc=$1
cd "$(dirname "$0")/../.."
. tests/integration/runtime.sh
need apparmor_parser
[ -e /etc/apparmor.d/abstractions/base ] || skip "AppArmor's abstractions are not installed"
out=$(mktemp -d)
trap 'rm -rf "$out"' EXIT
"$polc" compile profiles/web-both-layers.polc --emit oci,apparmor -o "$out/web"
"$polc" compile profiles/web-both-layers.polc --emit apparmor --keep-includes -o "$out/kept"
for profile in "$out/web.apparmor" "$out/kept"; do
  # -S prints the compiled policy: both must be the same.
  apparmor_parser -Q -K -S "$profile" >"$profile.compiled" 2>"$profile.log" || { cat "$profile.log"; exit 1; }
done
cmp "$out/web.apparmor.compiled" "$out/kept.compiled"
[ -s "$out/kept.compiled" ] && grep -q '"SCMP_ACT_ALLOW"' "$out/web.json"
