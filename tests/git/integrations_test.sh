#!/bin/bash
# Runs everything that docs/ci.md describes, in a scratch repository: the driver of git diff, the hooks of pre-commit, the GitHub action and
# the GitLab job. Usage: integrations_test.sh POLC PROJECT
set -eu
polc=$(realpath "$1")
project=$(realpath "$2")
if ! command -v pre-commit >/dev/null || ! python3 -c 'import yaml' 2>/dev/null; then
  echo "skipped: pre-commit or python3-yaml is missing"
  if [ -n "${POLC_REQUIRE_ORACLES:-}" ]; then exit 1; else exit 77; fi
fi
. "$project/tests/git/scratch.sh"
state=$(mktemp -d)
trap 'rm -rf "$repository" "$state"' EXIT
mkdir "$state/bin" && ln -s "$polc" "$state/bin/polc"
export PATH=$state/bin:$PATH PRE_COMMIT_HOME=$state/pre-commit

profile() { printf '{\n  "defaultAction": "SCMP_ACT_ERRNO",\n  "architectures": ["SCMP_ARCH_X86_64"],\n  "syscalls": [\n    {"names": ["execve", "exit_group", "%s"], "action": "SCMP_ACT_ALLOW"}\n  ]\n}\n' "$1"; }
mkdir -p profiles
profile write >profiles/a.json
printf 'policy web extends default {\n  deny @chmod\n}\n' >profiles/web.polc
printf 'profile client /usr/bin/client {\n  /etc/client r,\n}\n' >profiles/client
git add . && git commit -qm one
base=$(git rev-parse HEAD)

# --- git diff, set up as docs/ci.md says ---
awk '/^## git diff/ {on = 1} on && /^```/ {fence++; next} fence == 1' "$project/docs/ci.md" >"$state/driver.sh"
grep -q 'polc git-diff' "$state/driver.sh"
. "$state/driver.sh"
echo 'profiles/client diff=polc' >>.gitattributes
contains "nothing changed" 0 "" git diff --exit-code -- profiles
profile bpf >profiles/a.json
echo '# a comment' >>profiles/web.polc
sed -i 's/client r/client rw/' profiles/client
shown=$(git diff)
for piece in '+++ b/profiles/a.json' '+ bpf   ERRNO(EPERM) → ALLOW' '- write   ALLOW → ERRNO(EPERM)' 'verdict: equal' '+  /etc/client rw,'; do
  [[ "$shown" == *"$piece"* ]] || { printf 'FAILED: git diff does not show `%s`:\n%s\n' "$piece" "$shown"; failures=$((failures + 1)); }
done
echo '{' >profiles/a.json
contains "a profile that is broken" 0 '-  "defaultAction": "SCMP_ACT_ERRNO",' git diff -- profiles/a.json
git checkout -q .
git rm -q profiles/a.json
contains "a profile that is gone" 0 '-    {"names": ["execve", "exit_group", "write"], "action": "SCMP_ACT_ALLOW"}' git diff HEAD -- profiles/a.json
git reset -q --hard
git mv profiles/a.json profiles/renamed.json && profile pread64 >profiles/renamed.json
contains "a profile with another name" 0 "pread64" git diff HEAD
git reset -q --hard
rm -f .gitattributes

# --- pre-commit ---
mkdir "$state/hooks" && cp "$project/.pre-commit-hooks.yaml" "$state/hooks"
git -C "$state/hooks" init -q -b main && git -C "$state/hooks" add . && git -C "$state/hooks" commit -qm hooks
cat >.pre-commit-config.yaml <<YAML
repos:
  - repo: $state/hooks
    rev: $(git -C "$state/hooks" rev-parse HEAD)
    hooks: [{id: polc-lint}, {id: polc-loosened}, {id: polc-fmt}, {id: polc-test}]
YAML
git add . && git commit -qm "hooks" && pre-commit install >/dev/null
hooks() { pre-commit run --color never "$@"; }
printf 'policy web extends default {\n  deny @chmod, mount\n}\n' >profiles/web.polc && git add .
contains "a tightened policy passes" 0 "Passed" hooks polc-fmt
contains "and is no loosening" 0 "Passed" hooks polc-loosened
printf 'policy web extends default {\ndeny @chmod,   mount\n}\n' >profiles/web.polc && git add .
contains "a policy in no layout" 1 "files were modified by this hook" hooks polc-fmt
git add .
profile bpf >profiles/a.json && git add .
contains "a loosened profile fails" 1 "+ bpf" hooks polc-loosened
contains "and its finding" 1 "bpf-allowed" hooks polc-lint
contains "the commit is refused" 1 "bpf-allowed" git commit -qm two
printf 'policy web extends default {\n  deny @chmod, mount\n}\n\ntest "mount" for web {\n  allow mount\n}\n' >profiles/web.polc && git add .
contains "a test that fails" 1 "mount" hooks polc-test
git reset -q --hard
profile bpf >profiles/a.json && git add . && git commit -qnm two
contains "between revisions" 1 "bpf-allowed" hooks polc-lint --from-ref HEAD~1 --to-ref HEAD
contains "nothing is staged" 0 "no files to check" hooks polc-lint

# --- GitHub ---
act() {  # INPUTS…
  : >"$state/env" && : >"$state/summary"
  python3 "$project/tests/git/run_steps.py" action "$project/action.yml" "github.action_path=$project" "polc=$polc" "$@" >"$state/action.sh"
  GITHUB_ENV=$state/env GITHUB_STEP_SUMMARY=$state/summary bash "$state/action.sh"
}
contains "the action fails on what was loosened" 1 "::warning file=profiles/a.json" act "since=$base" "sarif=$state/out.sarif"
grep -q 'bpf' "$state/summary" || { echo "FAILED: the summary does not say what was loosened"; failures=$((failures + 1)); }
jq -e '.runs[0].results | map(.ruleId) | index("bpf-allowed")' "$state/out.sarif" >/dev/null || { echo "FAILED: no finding in SARIF"; failures=$((failures + 1)); }
contains "the base of a pull request" 1 "bpf-allowed" act "github.event.pull_request.base.sha=$base"
contains "other paths" 0 "no seccomp profile differs" act "since=$base" "paths=docs profiles/web.polc"
contains "no gate" 0 "bpf" act "since=$base" "fail-on=none" "lint-fail-on=error"
printf '[[accept]]\nsyscalls = ["bpf"]\nreason = "tracing"\nuntil = 9999-12-31\n' >"$state/accept.toml"
contains "what is accepted" 0 "accepted until 9999-12-31" act "since=$base" "accept=$state/accept.toml" "lint-fail-on=error"
contains "an input is no shell" 1 'no commit is called' act 'since=$(touch pwned)'
[ ! -e pwned ] || { echo "FAILED: an input of the action was run"; failures=$((failures + 1)); }

# --- GitLab ---
python3 "$project/tests/git/run_steps.py" gitlab "$project/docs/ci/polc.gitlab-ci.yml" polc >"$state/job.sh"
contains "the job fails on what was loosened" 1 "+ bpf" env CI_MERGE_REQUEST_DIFF_BASE_SHA="$base" bash "$state/job.sh"
jq -e 'map(.check_name) | index("bpf-allowed")' polc-lint.json >/dev/null || { echo "FAILED: no finding in code quality"; failures=$((failures + 1)); }
grep -q bpf polc-diff.md || { echo "FAILED: the artifact does not say what was loosened"; failures=$((failures + 1)); }
contains "and passes without a change" 0 "no seccomp profile differs" env CI_MERGE_REQUEST_DIFF_BASE_SHA="$(git rev-parse HEAD)" bash "$state/job.sh"
[ "$failures" = 0 ]
