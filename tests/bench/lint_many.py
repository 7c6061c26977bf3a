#!/usr/bin/env python3
"""Time and memory of `polc lint` over many profiles: tests/bench/lint_many.py POLC [CORPUS]

The corpus's seccomp profiles, daemon.json files and AppArmor profiles are repeated, each time with some names left out, so that
no two are alike. docs/performance.md has the output.
"""

import glob
import json
import os
import random
import subprocess
import sys
import tempfile
import time


def varied(path, text):
    try:
        document = json.loads(text)
    except ValueError:
        return text + f"\n# {random.random()}\n" if "daemon" not in path else text
    for rule in random.sample(document.get("syscalls") or [], min(3, len(document.get("syscalls") or []))):
        if len(rule.get("names", [])) > 1:
            rule["names"].remove(random.choice(rule["names"]))
    return json.dumps(document, indent=2)


def run(polc, directory):
    started = time.monotonic()
    child = subprocess.Popen([polc, "lint", directory], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, status, usage = os.wait4(child.pid, 0)
    assert os.waitstatus_to_exitcode(status) in (0, 1, 2)
    return time.monotonic() - started, usage.ru_utime + usage.ru_stime, usage.ru_maxrss


polc = sys.argv[1]
corpus = sys.argv[2] if len(sys.argv) > 2 else "../shared/corpus"
files = sorted(path for kind in ("seccomp/*", "daemon/*", "apparmor/docker-*") for path in glob.glob(f"{corpus}/{kind}") if os.path.isfile(path))
assert files, f"no profiles under {corpus}"
random.seed(1)
print(f"{len(files)} files of the corpus, on {os.cpu_count()} cores\n\n| profiles | s | CPU s | MiB |\n|---|---|---|---|")
for count in (10, 250, 1000, 4000):
    with tempfile.TemporaryDirectory() as directory:
        for i in range(count):
            path = files[i % len(files)]
            stem, ending = os.path.splitext(os.path.basename(path))
            with open(f"{directory}/{stem}-{i}{ending}", "w") as out:
                out.write(varied(path, open(path).read()))
        elapsed, cpu, memory = min(run(polc, directory) for _ in range(3))
        print(f"| {count} | {elapsed:.2f} | {cpu:.2f} | {memory / 1024:.1f} |")
