#!/usr/bin/env python3
"""How time and memory grow with the input: tests/bench/growth.py [POLC] [--before POLC] [--only WORDS] [--rounds N]

Each case is one command on a generated input of some size and of ten times that size. The table in docs/performance.md is what this
prints. Exit status 1: the time or the memory of some case grew more than twelvefold, or polc crashed.
"""

import argparse
import os
import random
import resource
import subprocess
import sys
import tempfile
import time

MOST_GROWTH = 12
LEAST_SECONDS = 0.01  # shorter runs count as this long: the start of a process is most of them
LEAST_MIB = 40        # smaller ones count as this large
MOST_SECONDS = 120
MOST_MEMORY = 6 << 30

CASES = []  # (name, n, function of n and the rest that gives ({path: text}, [arguments]))


def case(name, n, *rest):
    def add(make):
        CASES.append((name, n, lambda size: make(size, *rest)))
        return make

    return add


# -- JSON profiles

CALLS = ("read write close fstat lseek mmap mprotect munmap brk ioctl pread64 pwrite64 readv writev access pipe select mremap msync "
         "mincore madvise dup dup2 pause nanosleep getpid socket connect accept sendto recvfrom sendmsg recvmsg shutdown bind listen "
         "clone fork vfork execve exit wait4 kill uname fcntl flock fsync truncate getdents getcwd chdir mkdir rmdir creat link").split()


def profile(rules):
    return ('{\n  "defaultAction": "SCMP_ACT_ERRNO",\n  "defaultErrnoRet": 1,\n  "syscalls": [\n' + ",\n".join(rules) + "\n  ]\n}\n")


def allow(names, *more):
    names = ", ".join(f'"{name}"' for name in names)
    return '    {"names": [' + names + '], "action": "SCMP_ACT_ALLOW"' + "".join(", " + one for one in more) + "}"


def one_name_each(n):
    return [allow([CALLS[i % len(CALLS)]]) for i in range(n)]


def with_arguments(n):
    return [allow([CALLS[i % len(CALLS)]], f'"args": [{{"index": 1, "value": {i}, "op": "SCMP_CMP_EQ"}}]') for i in range(n)]


def with_comments(n):
    return [allow([CALLS[i % len(CALLS)]], f'"comment": "polc: ignore[duplicate-rule] reason {i}"') for i in range(n)]


def unknown_names(n):
    return [allow([f"call_{i}" for i in range(n)])]


def with_conditions(n):
    return [allow([CALLS[i % len(CALLS)]], f'"includes": {{"caps": ["CAP_SYS_ADMIN"], "minKernel": "{4 + i % 2}.{i % 9}"}}')
            for i in range(n)]


PROFILES = {"rules of one name": (one_name_each, 4000), "rules with arguments": (with_arguments, 400),
            "rules with suppressions": (with_comments, 2000), "unknown names": (unknown_names, 10000),
            "rules with conditions": (with_conditions, 1000)}
ON_A_PROFILE = {"check": ["check"], "lint": ["lint"], "lint --fix --diff": ["lint", "--fix", "--diff"],
                "lint sarif": ["lint", "-f", "sarif"], "explain": ["explain"], "explain --origin": ["explain", "--origin"],
                "compile": ["compile", "-o", "out.bpf"], "compile --emit docker": ["compile", "--emit", "docker"],
                "compile --emit oci": ["compile", "--emit", "oci"], "import": ["import"]}


def on_a_profile(n, rules, words):
    return {"p.json": profile(rules(n))}, words + ["p.json", "--arch", "x86_64"] if words != ["import"] else words + ["p.json"]


for kind, (rules, n) in PROFILES.items():
    for command, words in ON_A_PROFILE.items():
        case(f"{command}: JSON, {kind}", n, rules, words)(on_a_profile)
    case(f"query: JSON, {kind}", n, rules, ["query"])(
        lambda n, rules, words: ({"p.json": profile(rules(n))}, ["query", "p.json", "read", "--why"]))
    case(f"diff: JSON, {kind}", n, rules)(
        lambda n, rules: ({"p.json": profile(rules(n)), "q.json": profile(rules(n)[1:])}, ["diff", "p.json", "q.json"]))


@case("check: JSON, 1,000 findings at the end", 140_000)
def findings_at_the_end(n):
    good = allow(["read", "write", "close", "fstat"])
    bad = [allow([f"reed{i}"]) for i in range(1000)]
    return {"p.json": profile([good] * (n // 7) + bad)}, ["check", "p.json"]


@case("check: JSON, 1,000 errors at the end", 140_000)
def errors_at_the_end(n):
    good = allow(["read", "write", "close", "fstat"])
    bad = [allow(["read"]).replace("ALLOW", "ALOW")] * 1000
    return {"p.json": profile([good] * (n // 7) + bad)}, ["check", "p.json"]


@case("check: JSON, one line", 100_000)
def one_line(n):
    return {"p.json": profile([allow(["reed"])] * (n // 10)).replace("\n", " ")}, ["check", "p.json"]


@case("lint: JSON, one line", 40_000)
def lint_one_line(n):
    return {"p.json": profile([allow([CALLS[i % 50]]) for i in range(n // 10)]).replace("\n", " ")}, ["lint", "p.json"]


@case("lint --fix --diff: JSON, one line", 40_000)
def fix_one_line(n):
    return {"p.json": profile([allow([CALLS[i % 50]]) for i in range(n // 10)]).replace("\n", " ")}, ["lint", "--fix", "--diff", "p.json"]


@case("check: JSON, deep nesting", 100_000)
def nesting(n):
    return {"p.json": '{"defaultAction": ' + "[" * n + "]" * n + "}"}, ["check", "p.json"]


@case("check: JSON, repeated keys", 20_000)
def repeated_keys(n):
    return {"p.json": '{"defaultAction": "SCMP_ACT_ERRNO"' + "".join(f', "key{i}": {i}' for i in range(n)) + "}"}, ["check", "p.json"]


@case("git-diff: JSON", 4000)
def git_diff_json(n):
    return ({"p.json": profile(one_name_each(n)), "q.json": profile(one_name_each(n)[5:])},
            ["git-diff", "p.json", "p.json", ".", ".", "q.json", ".", "."])


# -- text differences

def git_diff(old, new):
    return {"old": old, "new": new}, ["git-diff", "text", "old", ".", ".", "new", ".", "."]


@case("git-diff: text, every 40th line changed", 20_000)
def some_lines_changed(n):
    return git_diff("".join(f"line {i}\n" for i in range(n)), "".join(f"line {i}{'' if i % 40 else ' x'}\n" for i in range(n)))


@case("git-diff: text, all lines different", 20_000)
def all_lines_changed(n):
    return git_diff("".join(f"a {i}\n" for i in range(n)), "".join(f"b {i}\n" for i in range(n)))


@case("git-diff: text, few different lines at random", 10_000)
def random_lines(n):
    generator = random.Random(1)
    return git_diff(*("".join(generator.choice("abcdefgh") + "\n" for _ in range(n)) for _ in range(2)))


@case("git-diff: text, lines in the opposite order", 10_000)
def opposite_order(n):
    lines = [f"line {i}\n" for i in range(n)]
    return git_diff("".join(lines), "".join(reversed(lines)))


@case("git-diff: text, one long line", 1_200_000)
def long_line(n):
    return git_diff("a" * n, "a" * (n - 1) + "b")


@case("git-diff: text, one line becomes many", 200_000)
def one_becomes_many(n):
    return git_diff("a " * n, "a\n" * n)


# -- policies

def policy(body, name="p", base=" extends default"):
    return f"policy {name}{base} {{\n" + "".join(f"  {line}\n" for line in body) + "}\n"


def different_rules(n):
    return policy([f"deny {CALLS[i % len(CALLS)]} if arg1 as u64 == {i}" for i in range(n)])


def number_rules(n):
    return policy([f"deny syscall({1000 + i})" for i in range(n)])


def suppressed_rules(n):
    return policy([line for i in range(n) for line in ("# polc: ignore[no-such-rule] reason", f"deny syscall({1000 + i})")])


def badly_laid_out(n):
    return "policy p extends default {\n" + "".join(f"deny   syscall({1000 + i})\n" for i in range(n)) + "}\n"


def many_policies(n):
    return "".join(policy([f"deny syscall({1000 + i})"], f"p{i}") for i in range(n))


def chained_policies(n):
    return policy(["default deny"], "p0", "") + "".join(policy([f"deny syscall({1000 + i})"], f"p{i}", f" extends p{i - 1 if i % 20 else 0}")
                                                        for i in range(1, n))


def included_policies(n):
    return ("".join(policy([f"deny syscall({1000 + i})"], f"part{i}", "") for i in range(n)) +
            policy([f"include part{i}" for i in range(n)]))


def many_lets(n):
    return "".join(f"let C{i} = {i}\n" for i in range(n)) + policy([f"deny kill if sig in {{{', '.join(f'C{i}' for i in range(n))}}}"])


def chained_lets(n):
    return "let C0 = 1\n" + "".join(f"let C{i} = C{i - 1} + 1\n" for i in range(1, n)) + policy([f"deny kill if sig == C{n - 1}"])


def many_sets(n):
    return "".join(f"set @s{i} = {{read, write}}\n" for i in range(n)) + policy(["deny " + ", ".join(f"@s{i}" for i in range(n))])


def many_tests(n):
    return policy(["deny chmod"]) + "".join(f'test "t{i}" for p {{\n  deny chmod\n  allow read\n}}\n' for i in range(n))


def failing_tests(n):
    return policy(["deny chmod"]) + "".join(f'test "t{i}" for p {{\n  allow chmod\n}}\n' for i in range(n))


def one_long_test(n):
    return policy(["deny chmod"]) + 'test "t" for p {\n' + "".join(f"  allow openat(flags = {i})\n" for i in range(n)) + "}\n"


def many_alternatives(n):
    return policy([f"deny ioctl if cmd in {{{', '.join(str(i * 3) for i in range(n))}}}"])


def many_ors(n):
    return policy(["deny ioctl if " + " or ".join(f"cmd == {i * 3}" for i in range(n))])


def long_list(n):
    return policy(["deny " + ", ".join(f"syscall({1000 + i})" for i in range(n))])


def many_names_wrong(n):
    return policy([f"deny nosuch{i}" for i in range(n)])


def many_markers(n):
    return "# polc: ignore[x] y\n" * n + policy(["deny chmod"])


def deep_parentheses(n):
    return policy(["deny kill if " + "(" * n + "sig == 1" + ")" * n])


def environments(n):
    return policy([f"allow {CALLS[i % len(CALLS)]} when kernel >= {4 + i % 2}.{i % 9}" for i in range(n)])


def comments_only(n):
    return "# a comment\n" * n + policy(["deny chmod"])


POLICIES = {"rules with arguments": (different_rules, 300), "rules for numbers": (number_rules, 2000),
            "suppressed rules": (suppressed_rules, 2000), "badly laid out": (badly_laid_out, 5000),
            "policies": (many_policies, 500), "policies that extend each other": (chained_policies, 300),
            "policies that are included": (included_policies, 500), "constants": (many_lets, 1000),
            "constants of constants": (chained_lets, 5000), "sets": (many_sets, 2000), "tests": (many_tests, 1000),
            "failing tests": (failing_tests, 1000), "one long test": (one_long_test, 2000), "alternatives": (many_alternatives, 2000),
            "or": (many_ors, 1000), "one long list": (long_list, 2000), "wrong names": (many_names_wrong, 5000),
            "suppressions": (many_markers, 10000), "parentheses": (deep_parentheses, 10000), "environments": (environments, 1000),
            "comments": (comments_only, 20000)}
ON_A_POLICY = {"check": ["check"], "lint": ["lint"], "fmt --diff": ["fmt", "--diff"], "test": ["test", "--coverage"]}
ON_ONE_POLICY = {"compile": ["compile", "-o", "out.bpf"], "compile --emit docker": ["compile", "--emit", "docker"],
                 "explain": ["explain"], "explain --origin": ["explain", "--origin"]}
ONE_POLICY = ("rules with arguments", "rules for numbers", "policies that are included", "constants", "alternatives", "or", "one long list",
              "environments")

for kind, (text, n) in POLICIES.items():
    for command, words in ON_A_POLICY.items():
        if command != "test" or "test" in kind:
            case(f"{command}: .polc, {kind}", n, text, words)(lambda n, text, words: ({"p.polc": text(n)}, words + ["p.polc"]))
    for command, words in ON_ONE_POLICY.items():
        if kind in ONE_POLICY:
            case(f"{command}: .polc, {kind}", n, text, words)(
                lambda n, text, words: ({"p.polc": text(n)}, words + ["p.polc#p", "--arch", "x86_64"]))


@case("check: .polc, included files", 300)
def included_files(n):
    files = {f"d/{i}.polc": f"deny syscall({1000 + i})\n" for i in range(n)}
    return files | {"p.polc": policy([f'include "d/{i}.polc"' for i in range(n)])}, ["check", "p.polc"]


@case("check: .polc, a chain of files", 300)
def chain_of_files(n):
    files = {f"{i}.polc": f'include "{i + 1}.polc"\nlet C{i} = 1\n' for i in range(n)}
    return files | {f"{n}.polc": "let C = 1\n"}, ["check", "0.polc"]


@case("diff: .polc, rules with arguments", 300)
def diff_policies(n):
    return {"p.polc": different_rules(n), "q.polc": different_rules(n // 2)}, ["diff", "p.polc", "q.polc", "--arch", "x86_64"]


# -- AppArmor

def apparmor(rules, before=""):
    return before + "profile p /usr/bin/p {\n" + "".join(f"  {rule}\n" for rule in rules) + "}\n"


def file_rules(n):
    return apparmor([f"/srv/data/{i}/** rw," for i in range(n)])


def repeated_rules(n):
    return apparmor([f"/srv/data/{i % 10}/** rw," for i in range(n)])


def laid_out_badly(n):
    return apparmor([f"  /srv/data/{i}/**    rw  ," for i in range(n)])


def alternatives(n):
    return apparmor([f"@{{A}}/{i} r," for i in range(50)], f"@{{A}} = {' '.join(f'/srv/{i}' for i in range(n))}\n")


def alternatives_in_braces(n):
    return apparmor([f"/srv/@{{A}}/{i} mrwix," for i in range(50)], f"@{{A}} = {{{','.join(f'a{i}' for i in range(n))}}}\n")


def pairs_with_braces(n):
    return apparmor([f"/srv/{{a,b}}{{c,d}}{{e,f}}{{g,h}}/{i}/{{x,y,**}} mrwix," for i in range(n)])


def alternatives_of_alternatives(n):
    return apparmor([f"@{{B}}/{i} r," for i in range(5)],
                    f"@{{A}} = {' '.join(f'/srv/{i}' for i in range(n))}\n@{{B}} = " + " ".join(f"@{{A}}/{i}" for i in range(4)) + "\n")


def variables(n):
    return apparmor([f"@{{V{i}}}/x r," for i in range(n)], "".join(f"@{{V{i}}} = /srv/{i}\n" for i in range(n)))


def added_values(n):
    return apparmor(["@{A}/x r,"], "@{A} = /srv/0\n" + "".join(f"@{{A}} += /srv/{i}\n" for i in range(n)))


def undefined_variables(n):
    return apparmor([f"@{{V{i}}}/x r," for i in range(n)])


def profiles(n):
    return "".join(f"profile p{i} /usr/bin/p{i} {{\n  /srv/{i} r,\n}}\n" for i in range(n))


def children(n):
    return apparmor([f"profile c{i} {{\n    /srv/{i} r,\n  }}" for i in range(n)])


def exec_rules(n):
    return apparmor([f"/usr/bin/x{i} {'px' if i % 2 else 'ix'}," for i in range(n)])


def transitions(n):
    return apparmor([f"/usr/bin/x{i} px -> q{i}," for i in range(n)])


def braces(n):
    return apparmor([f"/srv/{{{','.join(f'a{i}' for i in range(n))}}}/x r,"])


def many_braces(n):
    return apparmor([f"/srv/{i}/{{a,b,c,d}}/{{e,f}} rw," for i in range(n)])


def capabilities(n):
    return apparmor(["capability net_admin,"] * n)


def other_rules(n):
    return apparmor([f"{rule}" for i in range(n // 5) for rule in (f"signal (send) peer=p{i},", f"dbus send bus=session path=/p/{i},",
                    f"mount /dev/{i} -> /mnt/{i},", "network inet stream,", f"ptrace (read) peer=p{i},")])


def long_path(n):
    return apparmor(["/" + "a" * n + " r,"])


def suppressed(n):
    return apparmor([f"/srv/data/{i}/** rw, # polc: ignore[no-such-rule] reason" for i in range(n)])


def conditionals(n):
    return apparmor([f"if $yes {{\n    /srv/{i} r,\n  }}" for i in range(n)], "$yes = true\n")


def nested_blocks(n):
    return apparmor(["owner {" * n + " /x r, " + "}" * n])


def missing_commas(n):
    return apparmor(["/srv/x r"] * n)


APPARMOR = {"file rules": (file_rules, 2000), "repeated rules": (repeated_rules, 2000), "badly laid out": (laid_out_badly, 5000),
            "alternatives of a variable": (alternatives, 200), "alternatives in braces": (alternatives_in_braces, 200),
            "pairs of rules with braces": (pairs_with_braces, 1900), "alternatives of alternatives": (alternatives_of_alternatives, 200),
            "variables": (variables, 2000), "values added": (added_values, 900), "undefined variables": (undefined_variables, 2000),
            "profiles": (profiles, 1000), "child profiles": (children, 1000), "exec rules": (exec_rules, 2000),
            "transitions": (transitions, 2000), "braces": (braces, 2000), "rules with braces": (many_braces, 1000),
            "capabilities": (capabilities, 5000), "other rules": (other_rules, 2000), "a long path": (long_path, 100_000),
            "suppressions": (suppressed, 4000), "conditionals": (conditionals, 1000), "nested blocks": (nested_blocks, 1000),
            "missing commas": (missing_commas, 2000)}
ON_APPARMOR = {"check": ["check"], "lint": ["lint"], "lint --fix --diff": ["lint", "--fix", "--diff"], "fmt --diff": ["fmt", "--diff"],
               "fmt --sort --diff": ["fmt", "--sort", "--diff"], "explain": ["explain"],
               "compile": ["compile", "--emit", "apparmor"]}

for kind, (text, n) in APPARMOR.items():
    for command, words in ON_APPARMOR.items():
        case(f"{command}: AppArmor, {kind}", n, text, words)(lambda n, text, words: ({"p": text(n)}, words + ["./p", "--base", "."]
                                                             if words[0] != "fmt" else words + ["./p"]))


@case("check: AppArmor, included files", 300)
def apparmor_includes(n):
    files = {f"d/{i}": f"  /srv/{i} r,\n" for i in range(n)}
    return files | {"p": apparmor([f"include <d/{i}>" for i in range(n)])}, ["check", "./p", "--base", "."]


@case("lint: AppArmor, included files", 300)
def lint_apparmor_includes(n):
    return apparmor_includes(n)[0], ["lint", "./p", "--base", "."]


@case("lint: AppArmor, many files that include one", 300)
def one_include(n):
    files = {f"t/{i}": apparmor(["include <abs>"]) for i in range(n)}
    return files | {"abs": "  /srv/x r,\n" * 100}, ["lint", "t", "--base", "."]


# -- what is beside the profiles

@case("lint: daemon.json, registries", 5000)
def daemon_registries(n):
    return {"daemon.json": '{"insecure-registries": [' + ", ".join(f'"r{i}.example:5000"' for i in range(n)) + "]}"}, ["lint", "daemon.json"]


@case("lint: daemon.json, unknown keys", 5000)
def daemon_keys(n):
    return {"daemon.json": "{" + ", ".join(f'"keyy{i}": {i}' for i in range(n)) + "}"}, ["lint", "daemon.json"]


@case("lint: daemon.json, one key again and again", 5000)
def daemon_repeated(n):
    return {"daemon.json": '{"debug": true' + ', "debug": true' * n + "}"}, ["lint", "daemon.json"]


@case("lint: daemon.json, hosts", 5000)
def daemon_hosts(n):
    return {"daemon.json": '{"hosts": [' + ", ".join(f'"tcp://10.0.{i // 250}.{i % 250}:2375"' for i in range(n)) + "]}"}, ["lint", "daemon.json"]


@case("lint: daemon.json, address pools", 2000)
def daemon_pools(n):
    pools = ", ".join(f'{{"base": "10.{i // 250 % 250}.{i % 250}.0/24", "size": 28}}' for i in range(n))
    return {"daemon.json": f'{{"default-address-pools": [{pools}]}}'}, ["lint", "daemon.json"]


@case("lint: polc.toml, per-file-ignores", 2000)
def config(n):
    return ({"p.json": profile(one_name_each(5)), "polc.toml": "[lint.per-file-ignores]\n" +
             "".join(f'"d{i}/*.json" = ["clock-settable"]\n' for i in range(n))}, ["lint", "p.json"])


@case("lint: polc.toml, ignored rules", 5000)
def config_ignores(n):
    return ({"p.json": profile(one_name_each(5)), "polc.toml": '[lint]\nignore = [' + '"clock-settable", ' * n + "]\n"}, ["lint", "p.json"])


@case("lint: polc.toml, wrong keys", 5000)
def config_wrong(n):
    return {"p.json": profile(one_name_each(5)), "polc.toml": "[lint]\n" + "".join(f"key{i} = 1\n" for i in range(n))}, ["lint", "p.json"]


@case("lint --baseline", 5000)
def baseline(n):
    finding = '    {"rule": "duplicate-rule", "file": "x%d.json", "key": "%016x", "count": 1}'
    return ({"p.json": profile(one_name_each(500)), "b.json": '{"version": 1, "findings": [\n' +
             ",\n".join(finding % (i, i) for i in range(n)) + "\n]}\n"}, ["lint", "--baseline", "b.json", "p.json"])


@case("lint --write-baseline: files", 100)
def write_baseline(n):
    files = {f"d/{i}.json": profile(one_name_each(20)) for i in range(n)}
    return files, ["lint", "--write-baseline", "b.json", "d"]


@case("diff --accept", 1000)
def accept(n):
    text = '[[accept]]\nprofiles = ["p%d*"]\nsyscalls = ["@chmod"]\nreason = "r"\nuntil = 9999-12-31\n'
    return ({"p.polc": policy(["deny chmod"]), "q.polc": policy(["deny read"]), "a.toml": "".join(text % i for i in range(n))},
            ["diff", "p.polc", "q.polc", "--fail-on", "loosened", "--accept", "a.toml"])


for words in (["lint"], ["lint", "-f", "sarif"], ["lint", "-f", "junit"], ["lint", "-f", "markdown"]):
    case(" ".join(words) + ": files in a directory", 200, words)(
        lambda n, words: ({f"d/{i}.json": profile(one_name_each(20)) for i in range(n)}, words + ["d"]))


@case("check: files", 100)
def check_files(n):
    return {f"d/{i}.json": profile(one_name_each(20)) for i in range(n)}, ["check"] + [f"d/{i}.json" for i in range(n)]


@case("test: files", 100)
def test_files(n):
    return {f"d/{i}.polc": many_tests(2) for i in range(n)}, ["test"] + [f"d/{i}.polc" for i in range(n)]


@case("lint: folders in folders", 100)
def folders(n):
    return {"/".join(["d"] * (i % 50 + 1)) + f"/{i}.json": profile(one_name_each(3)) for i in range(n)}, ["lint", "d"]


@case("check: a text that is no profile", 1_000_000)
def no_profile(n):
    return {"p.txt": "word " * (n // 5)}, ["check", "p.txt"]


@case("check: zeros", 1_000_000)
def zeros(n):
    return {"p.bin": "\0" * n}, ["check", "p.bin"]


# -- runs

def run(polc, files, words, rounds, most_seconds):
    """The least CPU time of the rounds, the most memory, and the exit status."""
    with tempfile.TemporaryDirectory() as directory:
        for path, text in files.items():
            path = os.path.join(directory, path)
            os.makedirs(os.path.dirname(path), exist_ok=True)
            with open(path, "w", newline="") as out:
                out.write(text)
        seconds, memory = None, 0
        for _ in range(rounds):
            child = subprocess.Popen([polc] + words, cwd=directory, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
                                     stderr=subprocess.DEVNULL, preexec_fn=lambda: limit(most_seconds))
            _, status, usage = os.wait4(child.pid, 0)
            child.returncode = os.waitstatus_to_exitcode(status)
            used = usage.ru_utime + usage.ru_stime
            seconds = used if seconds is None else min(seconds, used)
            memory = max(memory, usage.ru_maxrss / 1024)
            if used > 2 or child.returncode not in (0, 1, 2):
                break
        return seconds, memory, child.returncode


def limit(most_seconds):
    resource.setrlimit(resource.RLIMIT_CPU, (most_seconds, most_seconds))
    resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def shown(result):
    seconds, memory, status = result
    return f"{seconds:.2f} s, {memory:.0f} MiB" + ("" if status in (0, 1, 2) else f", killed by {-status}" if status < 0 else f", {status}")


def grown(small, large):
    return (max(large[0], LEAST_SECONDS) / max(small[0], LEAST_SECONDS), max(large[1], LEAST_MIB) / max(small[1], LEAST_MIB))


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("polc", nargs="?", default="build/release/polc")
    parser.add_argument("--before", help="another binary, for a column of its own")
    parser.add_argument("--only", default="", help="only the cases whose names have these words")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--seconds", type=int, default=MOST_SECONDS, help="CPU time after which a run is killed")
    options = parser.parse_args()
    print("| command, input | n |" + (" before, 10 n |" if options.before else "") + " n | 10 n | time | memory |")
    print("|---|---|" + ("---|" if options.before else "") + "---|---|---|---|")
    failed = []
    for name, n, make in CASES:
        if options.only not in name:
            continue
        small_files, words = make(n)
        large_files, large_words = make(10 * n)
        small = run(os.path.abspath(options.polc), small_files, words, options.rounds, options.seconds)
        large = run(os.path.abspath(options.polc), large_files, large_words, options.rounds, options.seconds)
        before = run(os.path.abspath(options.before), large_files, large_words, 1, options.seconds) if options.before else None
        time_growth, memory_growth = grown(small, large)
        bad = time_growth > MOST_GROWTH or memory_growth > MOST_GROWTH or {small[2], large[2]} - {0, 1, 2}
        if bad:
            failed.append(name)
        print(f"| {name} | {n:,} |" + (f" {shown(before)} |" if before else "") + f" {shown(small)} | {shown(large)} |"
              f" ×{time_growth:.1f} | ×{memory_growth:.1f} |" + (" **too much**" if bad else ""), flush=True)
    for name in failed:
        print(f"{name}: grows too fast", file=sys.stderr)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
