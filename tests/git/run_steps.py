"""Prints the shell script of a CI file, as its service would run it.

run_steps.py action FILE NAME=VALUE…   the steps of a composite GitHub action; each NAME is an input or an expression such as
                                       github.action_path, what is not given has its default
run_steps.py gitlab FILE JOB           the script of a GitLab job
"""

import re
import shlex
import sys

import yaml


def expression(text, values):
    """The value of `a || b || 'c'`: the first that is not empty, all that composite actions of ours use."""
    for part in text.split("||"):
        part = part.strip()
        value = part[1:-1] if part.startswith("'") else values.get(part, "")
        if value:
            return value
    return ""


def action(path, arguments):
    document = yaml.safe_load(open(path))
    values = {f"inputs.{name}": given["default"] for name, given in document["inputs"].items()}
    for argument in arguments:
        name, value = argument.split("=", 1)
        values[name if "." in name else f"inputs.{name}"] = value
    print("set -e")
    for step in document["runs"]["steps"]:
        assert step["shell"] == "bash"
        print(f"# {step['name']}")
        exports = [f"export {name}={shlex.quote(re.sub(r'[$][{][{](.*?)[}][}]', lambda m: expression(m[1], values), value))}"
                   for name, value in step["env"].items()]
        # What a step writes to $GITHUB_ENV is the environment of the next.
        print("(" + "\n".join(exports) + "\nset -eo pipefail\n" + step["run"] + ")")
        print('while IFS= read -r line; do export "${line?}"; done <"$GITHUB_ENV"')


def gitlab(path, job):
    document = yaml.safe_load(open(path))[job]
    for name, value in document["variables"].items():
        print(f"export {name}={shlex.quote(str(value))}")
    print("set -e\n" + "\n".join(document["script"]))


if sys.argv[1] == "action":
    action(sys.argv[2], sys.argv[3:])
else:
    gitlab(*sys.argv[2:])
