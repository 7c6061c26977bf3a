#!/bin/bash
# Tests `polc diff --against` and `REVISION:PATH` in a scratch repository: files that changed, that include a changed file, that are new,
# removed or renamed, and that are no profile. Usage: against_test.sh POLC
set -eu
polc=$(realpath "$1")
. "$(dirname "$(realpath "$0")")/scratch.sh"
mkdir -p profiles/lib tools
cat >profiles/lib/modes.polc <<'POLC'
deny chmod
POLC
cat >profiles/web.polc <<'POLC'
policy web extends default {
  include "lib/modes.polc"
}
POLC
cat >profiles/two.polc <<'POLC'
policy a extends default {
  deny mount
}

policy b extends default {
  deny ptrace
}
POLC
cat >seccomp.json <<'JSON'
{"defaultAction": "SCMP_ACT_ERRNO", "architectures": ["SCMP_ARCH_X86_64"],
 "syscalls": [{"names": ["read", "write"], "action": "SCMP_ACT_ALLOW"}]}
JSON
cp seccomp.json gone.json
sed -i s/read/readv/ gone.json
echo '{"name": "no profile"}' >tools/package.json
echo 'test -n "$1"' >tools/run.sh
printf 'profile web /usr/bin/web {\n  /srv/** r,\n}\n' >usr.bin.web
git add . && git commit -qm one

check "nothing changed" 0 "no seccomp profile differs from HEAD" "$polc" diff --against HEAD

sed -i 's/ r,/ rw,/' usr.bin.web
contains "what diff cannot compare" 0 "warning: \`usr.bin.web\` is an AppArmor profile that differs" "$polc" diff --against HEAD --fail-on loosened
git checkout -q usr.bin.web

echo 'deny fchmod' >>profiles/lib/modes.polc
sed -i 's/deny ptrace/deny ptrace, chown/' profiles/two.polc
sed -i 's/"write"/"write", "chmod"/' seccomp.json
git mv gone.json moved.json
echo '{"name": "another"}' >tools/package.json
echo 'set -e' >>tools/run.sh
cat >profiles/new.polc <<'POLC'
policy new extends default {
  deny bpf
}
POLC
git add profiles/new.polc

summary=$("$polc" diff --against HEAD --summary)
for name in profiles/two.polc#b profiles/web.polc seccomp.json moved.json; do
  [[ "$summary" == *"$name"* ]] || { echo "FAILED: $name is not in the summary"; failures=$((failures + 1)); }
done
for name in package.json run.sh modes.polc; do
  [[ "$summary" != *"$name"* ]] || { echo "FAILED: $name is in the summary"; failures=$((failures + 1)); }
done
contains "a new profile" 0 "added: profiles/new.polc" "$polc" diff --against HEAD --summary
contains "an include that changed" 0 "fchmod   ALLOW → ERRNO(EPERM)" "$polc" diff --against HEAD --full
contains "the gate" 1 "seccomp.json" "$polc" diff --against HEAD --summary --fail-on loosened
contains "the gate holds" 0 "two.polc" "$polc" diff --against HEAD --summary --fail-on loosened -- profiles
contains "only what was asked for" 0 "seccomp.json" "$polc" diff --against HEAD seccomp.json
cd profiles
contains "from a folder below" 0 "fchmod   ALLOW → ERRNO(EPERM)" "$polc" diff --against HEAD web.polc lib
contains "git's own spelling, from here" 0 "fchmod   ALLOW → ERRNO(EPERM)" "$polc" diff HEAD:./web.polc web.polc
contains "git's own spelling, from the top" 0 "fchmod   ALLOW → ERRNO(EPERM)" "$polc" diff HEAD:profiles/web.polc web.polc
cd ..
contains "json" 0 '"schema": "polc.changes/1"' "$polc" diff --against HEAD -f json
contains "markdown" 0 '* added: `profiles/new.polc`' "$polc" diff --against HEAD -f markdown
contains "no such revision" 2 'no commit is called `nowhere` here' "$polc" diff --against nowhere
contains "an option in disguise" 2 'no commit is called `--output=x` here' "$polc" diff --against=--output=x
contains "no such file in it" 2 "HEAD:./absent.polc" "$polc" diff HEAD:./absent.polc default
contains "a profile under another name" 0 "HEAD:gone.json → moved.json: equal" "$polc" diff --against HEAD --summary
cp seccomp.json kept.json
echo '{}' >seccomp.json
contains "a file that is no profile any more" 2 "\`defaultAction\` is missing" "$polc" diff --against HEAD --fail-on loosened
mv kept.json seccomp.json
echo 'policy broken {' >profiles/web.polc
contains "a profile that is broken now" 2 "profiles/web.polc:2:1" "$polc" diff --against HEAD
git rm -q --cached seccomp.json && rm seccomp.json && git checkout -q profiles/web.polc
contains "a profile that is gone" 0 "removed: seccomp.json" "$polc" diff --against HEAD
contains "gone, for --exit-code" 1 "removed: seccomp.json" "$polc" diff --against HEAD --exit-code
# What stands in the working tree under the name of a revision's file is not that file, and what polc finds itself is a file,
# whatever it is called.
git add -A . && git commit -qm three
git checkout -q HEAD~1 -- seccomp.json && git commit -qm four
base=$(git rev-parse HEAD)
sed -i 's/ERRNO/ALLOW/' seccomp.json
mkdir "$base:." HEAD: && cp seccomp.json "$base:./seccomp.json" && cp seccomp.json HEAD:/seccomp.json
contains "a folder called like the revision" 1 "seccomp.json: NEW is strictly looser" "$polc" diff --against "$base" --summary --fail-on loosened
contains "and its name on the command line" 1 "NEW is strictly looser" "$polc" diff "$base:./seccomp.json" seccomp.json --summary --fail-on loosened
mkdir -p other: && cp seccomp.json other:/seccomp.json
contains "a file that is called so" 2 "for the file of that name write \`./other:/seccomp.json\`" "$polc" check other:/seccomp.json
contains "is read after ./" 0 "equal" "$polc" diff --summary ./other:/seccomp.json seccomp.json
rm -r "$base:." HEAD: other:
git checkout -q seccomp.json && cp seccomp.json default && cp seccomp.json 'c#.json' && cp seccomp.json c
git add . && git commit -qm five
sed -i 's/ERRNO/ALLOW/' default 'c#.json'
contains "a file called like a built-in" 1 "HEAD:default → default: NEW is strictly looser" "$polc" diff --against HEAD --summary --fail-on loosened
contains "a file with # in its name" 1 "HEAD:c#.json → c#.json: NEW is strictly looser" "$polc" diff --against HEAD --summary --fail-on loosened
[ ! -e x ] || { echo "FAILED: --output=x wrote a file"; failures=$((failures + 1)); }
cd /
contains "outside of every repository" 2 "not a git repository" env GIT_CEILING_DIRECTORIES=/ "$polc" diff --against HEAD
[ "$failures" = 0 ]
