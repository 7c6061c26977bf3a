#!/bin/bash
# Tests `polc lint --changed`: it lints the profiles that a change touches, directly or through an include. Usage: lint_changed_test.sh POLC
set -eu
polc=$(realpath "$1")
. "$(dirname "$(realpath "$0")")/scratch.sh"
mkdir -p profiles/lib apparmor.d/abstractions
profile() { echo "{\"defaultAction\": \"SCMP_ACT_ERRNO\", \"architectures\": [\"SCMP_ARCH_X86_64\"], \"syscalls\": [{\"names\": [\"read\", \"$1\"], \"action\": \"SCMP_ACT_ALLOW\"}]}"; }
profile write >profiles/a.json
profile write >profiles/b.json
profile write >profiles/gone.json
echo '{"name": "no profile"}' >package.json
echo 'deny chmod' >profiles/lib/modes.polc
printf 'policy web extends default {\n  include "lib/modes.polc"\n}\n' >profiles/web.polc
printf 'policy other extends default {\n  deny mount\n}\n' >profiles/other.polc
printf '/lib/** mr,\n' >apparmor.d/abstractions/libs
printf 'profile server /usr/sbin/server {\n  include <abstractions/libs>\n}\n' >apparmor.d/server
printf 'profile client /usr/bin/client {\n  /etc/client r,\n}\n' >apparmor.d/client
git add . && git commit -qm one

linted() { "$polc" lint --changed "$@" -f json -I apparmor.d | jq -r '.inputs[]' | tr '\n' ' ' || true; }
same() {  # NAME EXPECTED ACTUAL
  [ "$2" = "$3" ] || { printf 'FAILED: %s: `%s`, expected `%s`\n' "$1" "$3" "$2"; failures=$((failures + 1)); }
}
check "nothing changed" 0 "" "$polc" lint --changed

profile bpf >profiles/a.json
echo '{"name": "another"}' >package.json
git rm -q profiles/gone.json
same "a profile" "profiles/a.json " "$(linted)"
contains "its findings count" 1 "profiles/a.json" "$polc" lint --changed
git commit -qam two
same "since a revision" "profiles/a.json " "$(linted --since HEAD~1)"
check "since the last commit" 0 "" "$polc" lint --changed

echo 'deny fchmod' >>profiles/lib/modes.polc
same "a policy that includes a change" "profiles/lib/modes.polc profiles/web.polc " "$(linted)"
git checkout -q profiles

printf '/lib/** mrw,\n' >apparmor.d/abstractions/libs
same "a profile that includes a change" "apparmor.d/server " "$(linted)"
git checkout -q apparmor.d

profile bpf >profiles/b.json
sed -i 's/client r/client rw/' apparmor.d/client
same "only what was asked for" "profiles/b.json " "$(linted profiles)"
cd profiles
same "from a folder below" "../profiles/b.json " "$(linted .)"
cd ..
contains "no such revision" 2 'no commit is called `nowhere` here' "$polc" lint --changed --since nowhere
contains "since without changed" 2 "--changed" "$polc" lint --since HEAD profiles
contains "nothing to lint" 2 "--changed" "$polc" lint
cp apparmor.d/client plain && git add plain
same "a file with a plain name" "plain " "$(linted plain)"
echo '{}' >profiles/a.json
same "what was a profile" "profiles/a.json " "$(linted profiles/a.json)"
contains "and is none any more" 2 "\`defaultAction\` is missing" "$polc" lint --changed profiles/a.json
cd /
contains "outside of every repository" 2 "not a git repository" env GIT_CEILING_DIRECTORIES=/ "$polc" lint --changed
[ "$failures" = 0 ]
