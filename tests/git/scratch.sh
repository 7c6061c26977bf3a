# The tests that need a repository source this file. It makes a scratch repository, goes into it, and defines functions that check the
# status and the output of a command.
failures=0
check() {  # NAME EXPECTED-STATUS EXPECTED-OUTPUT COMMAND…
  local name=$1 status=$2 expected=$3 actual code=0
  shift 3
  actual=$("$@" 2>&1) || code=$?
  if [ "$code" != "$status" ] || [ "$actual" != "$expected" ]; then
    printf 'FAILED: %s: exit %s, expected %s\n' "$name" "$code" "$status"
    diff <(echo "$expected") <(echo "$actual") || true
    failures=$((failures + 1))
  fi
}
contains() {  # NAME EXPECTED-STATUS PIECE COMMAND…
  local name=$1 status=$2 piece=$3 actual code=0
  shift 3
  actual=$("$@" 2>&1) || code=$?
  if [ "$code" != "$status" ] || [[ "$actual" != *"$piece"* ]]; then
    printf 'FAILED: %s: exit %s, expected %s and `%s` in:\n%s\n' "$name" "$code" "$status" "$piece" "$actual"
    failures=$((failures + 1))
  fi
}
repository=$(mktemp -d)
trap 'rm -rf "$repository"' EXIT
cd "$repository"
export GIT_CONFIG_GLOBAL=/dev/null GIT_CONFIG_SYSTEM=/dev/null GIT_AUTHOR_NAME=a GIT_AUTHOR_EMAIL=a@b GIT_COMMITTER_NAME=a GIT_COMMITTER_EMAIL=a@b
git init -q -b main
