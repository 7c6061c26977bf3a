#!/bin/bash
# No command ends by an uncaught exception where memory runs out: a real process under smaller and smaller limits answers, or says that
# it cannot, with exit status 2 and no output. memory_test.sh POLC
set -eu
polc=$(realpath "$1")
# A sanitised polc reserves more addresses than any limit leaves.
(ulimit -v 2000000 && exec "$polc" --version) >/dev/null 2>&1 || { echo "polc does not start under a limit: is it sanitised?"; exit 2; }
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
head -c 8M /dev/zero | tr '\0' ' ' >blanks
profile='{"defaultAction": "SCMP_ACT_ERRNO", "architectures": ["SCMP_ARCH_X86_64"], "syscalls": [{"names": ["read"], "action": "SCMP_ACT_ALLOW"}]}'
{ cat blanks; echo "$profile"; } >long.json
{ cat blanks; echo 'policy web extends default { deny mount }'; } >long.polc
{ cat blanks; echo 'profile web /usr/bin/web { /srv/**  r, }'; } >long.aa
failures=0 stopped=0
for limit in 100000 60000 45000 36000 30000 25000; do
  for command in "check long.polc" "check ." "compile long.json -o out" "fmt --diff long.aa" \
    "lint . -f json:out" "diff long.json long.polc" \
    "import long.json -o out"; do
    code=0
    # shellcheck disable=SC2086
    (ulimit -v $limit && exec "$polc" $command) >stdout 2>stderr || code=$?
    [ "$code" -le 2 ] || grep -q 'error while loading shared libraries' stderr || {
      printf 'FAILED: polc %s under %s KiB: exit %s: %s\n' "$command" $limit "$code" "$(tail -c 300 stderr)"
      failures=$((failures + 1))
    }
    if grep -q 'analysis-too-large' stderr; then
      stopped=$((stopped + 1))
      if [ "$code" != 2 ] || [ -e out ] || [ -s stdout ]; then
        echo "FAILED: polc $command under $limit KiB stopped with exit $code, or wrote"
        failures=$((failures + 1))
      fi
    fi
    rm -f out
  done
done
[ "$stopped" -gt 5 ] || { echo "FAILED: memory ran out only $stopped times"; exit 1; }
[ "$failures" = 0 ]
