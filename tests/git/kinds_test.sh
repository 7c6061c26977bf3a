#!/bin/bash
# What every file of a directory is taken for, and that directories, `diff --against` and `lint --changed` agree on it: each kind of
# input and the near misses of each, in a real directory and a real repository. kinds_test.sh POLC
set -eu
polc=$(realpath "$1")
. "$(dirname "$(realpath "$0")")/scratch.sh"

# put PATH KIND: writes standard input to the file and expects the kind of it.
declare -A expected
put() { mkdir -p -- "$(dirname -- "./$1")"; cat >"$1"; expected["$1"]=$2; }
profile='"architectures": ["SCMP_ARCH_X86_64"], "syscalls": [{"names": ["read"], "action": "SCMP_ACT_ALLOW"}]'

put profile.json seccomp-json <<<"{\"defaultAction\": \"SCMP_ACT_ERRNO\", $profile}"
put without-ending seccomp-json <<<"{\"defaultAction\": \"SCMP_ACT_ERRNO\", $profile}"
put other-case.json seccomp-json <<<"{\"DefaultAction\": \"SCMP_ACT_ERRNO\", $profile}"
put escaped.json seccomp-json <<<"{\"default\\u0041ction\": \"SCMP_ACT_ERRNO\"}"
put long-s.json seccomp-json <<<"{\"default\\u0041ction\": \"SCMP_ACT_ERRNO\", \"ſyscalls\": []}"
put .hidden/profile.json seccomp-json <<<"{\"defaultAction\": \"SCMP_ACT_ERRNO\", $profile}"
put 'c#.json' seccomp-json <<<"{\"defaultAction\": \"SCMP_ACT_ERRNO\", $profile}"
put 'HEAD:.' seccomp-json <<<"{\"defaultAction\": \"SCMP_ACT_ERRNO\", $profile}"
put 'a:b/profile.json' seccomp-json <<<"{\"defaultAction\": \"SCMP_ACT_ERRNO\", $profile}"
put default seccomp-json <<<"{\"defaultAction\": \"SCMP_ACT_ERRNO\", $profile}"
put -dash.json seccomp-json <<<"{\"defaultAction\": \"SCMP_ACT_ERRNO\", $profile}"
put config.json oci-config <<<"{\"ociVersion\": \"1.0.2\", \"linux\": {\"seccomp\": {\"defaultAction\": \"SCMP_ACT_ERRNO\"}}}"
put bundle/config.json 'oci-config?' <<<'{"ociVersion": "1.0.2", "linux": {}}'
put misspelt.json 'seccomp-json?' <<<'{"defaultActoin": "SCMP_ACT_ERRNO"}'
put half.json 'seccomp-json?' <<<'{"name":'
put docker/daemon.json daemon-json <<<'{"icc": false}'
put package.json other-json <<<'{"name": "x", "scripts": {"defaultAction": "x"}}'
put mentions.json other-json <<<'{"x": "\"defaultAction\""}'
put web.polc policy <<<'policy web extends default { deny mount }'
put policy-without-ending policy <<<'policy web extends default { deny mount }'
put broken.polc policy <<<'polcy web extends default {'
put lib/modes.polc policy-fragment <<<'deny chmod'
put run.sh 'policy?' <<<'test -n "$1"'
put apparmor.d/web apparmor <<<'profile web /usr/bin/web { /srv/** r, }'
put apparmor.d/abstractions/web apparmor-fragment <<<'/srv/**   r,'
put apparmor.d/abstractions/helper apparmor-fragment <<<'profile helper { /srv/** r, }'
put apparmor.d/tunables/web apparmor-fragment <<<'@{WEB}   =   /srv'
put README.md 'apparmor?' <<<'# A title'
put polc.toml polc-toml <<<'[lint]'
put accept.toml accept-file <<<$'[[accept]]\nreason = "x"'
put baseline.json baseline <<<'{"schema": "polc.baseline/1", "findings": []}'
put pod.yaml kubernetes <<<$'apiVersion: v1\nkind: Pod'
put spo.yaml spo-profile <<<$'apiVersion: security-profiles-operator.x-k8s.io/v1beta1\nkind: SeccompProfile'
put values.yaml yaml <<<'replicas: 3'
put web.service systemd-unit <<<$'[Service]\nSystemCallFilter=@system-service'
put containers.conf containers-conf <<<$'[containers]\nseccomp_profile = "x"'
put Cargo.toml toml <<<$'[package]\nname = "x"'
put audit.log log <<<'type=SECCOMP msg=audit(1700000000.123:45): auid=1000'
put empty empty </dev/null
put notes text <<<'nothing that polc knows'
put filter.bpf bpf < <(printf '\6\0\0\0\0\0\377\177')
put piece.bpf 'binary?' < <(printf '\6\0\0\0\0\0\377')
put program elf < <(printf '\177ELF\2\1\1\0')
put picture.gif binary < <(printf 'GIF89a\1\2')
git init -q submodule && echo "{\"defaultAction\": \"SCMP_ACT_ERRNO\"}" >submodule/inner.json
git -C submodule add inner.json && git -C submodule commit -qm one
expected[submodule]=repository
ln -s profile.json link.json; expected[link.json]=seccomp-json
ln -s nowhere dangling.json
ln -s apparmor.d linked-directory
mkfifo pipe

listed=$("$polc" check --kinds .)
for path in "${!expected[@]}"; do
  line=$(printf '%-18s./%s' "${expected[$path]}" "$path")
  grep -qxF -- "$line" <<<"$listed" || { echo "FAILED: no line \`$line\` but: $(grep -F -- "./$path" <<<"$listed")"; failures=$((failures + 1)); }
done
[ "$(wc -l <<<"$listed")" = "${#expected[@]}" ] || { echo "FAILED: $(wc -l <<<"$listed") files of ${#expected[@]}"; failures=$((failures + 1)); }

# What a command takes of the directory is what the table says of these kinds.
of_kinds() {  # KINDS: the files of these kinds
  for path in "${!expected[@]}"; do
    [[ " $1 " == *" ${expected[$path]} "* ]] && echo "./$path"
  done | LC_ALL=C sort
}
same() {  # NAME EXPECTED ACTUAL
  [ "$2" = "$3" ] || { echo "FAILED: $1"; diff <(echo "$2") <(echo "$3") || true; failures=$((failures + 1)); }
}
lint_kinds="seccomp-json oci-config daemon-json policy policy-fragment apparmor"
same "lint of a directory" "$(of_kinds "$lint_kinds")" "$("$polc" lint . -f json 2>/dev/null | jq -r '"./" + .inputs[]' | LC_ALL=C sort)"
contains "check of a directory" 2 "./broken.polc:1:1" "$polc" check .
same "check passes over what it does not take" "" "$("$polc" check . 2>&1 | grep -E 'yaml|log|conf|README|run.sh|half|dangling|pipe|submodule' || true)"
contains "test of a directory" 2 "./broken.polc:1:1" "$polc" test .
contains "fmt of a directory" 2 "./broken.polc:1:1" "$polc" fmt --check .
rm broken.polc && unset 'expected[broken.polc]'
same "fmt of a directory, which is what fmt of the files is" "$(of_kinds "policy apparmor apparmor-fragment")" \
  "$("$polc" fmt --check . | LC_ALL=C sort)"

# The same files, as a change: all of them differ from an older version of each.
git add -A . 2>/dev/null && git commit -qm two
unset 'expected[link.json]'  # git sees a link, which does not change with its file
for path in "${!expected[@]}"; do
  case ${expected[$path]} in
    seccomp-json | oci-config) sed -i 's/SCMP_ACT_ERRNO/SCMP_ACT_LOG/' "./$path" ;;
    policy | policy-fragment) sed -i 's/deny \(mount\|chmod\)/deny chown, \1/' "./$path" ;;
    apparmor | apparmor-fragment) sed -i 's/ r,/ rw,/; s/srv$/opt/' "./$path" ;;
    bpf) printf '\6\0\0\0\0\0\0\0' >"./$path" ;;
    daemon-json) sed -i 's/false/true/' "./$path" ;;
    repository) git -C "$path" commit -q --allow-empty -m two ;;
    *) printf '  ' >>"./$path" ;;
  esac
done
ln -sf nothing dangling.json
same "lint of a change" "$(of_kinds "$lint_kinds")" "$("$polc" lint --changed -f json | jq -r '"./" + .inputs[]' | LC_ALL=C sort)"
same "diff of a change" "$(of_kinds "seccomp-json oci-config policy bpf")" \
  "$("$polc" diff --against HEAD --summary 2>/dev/null | sed 's/^.* → \(.*\): \(NEW\|equal\|\.\.\.\).*/.\/\1/' | LC_ALL=C sort)"
[ "$failures" = 0 ]
