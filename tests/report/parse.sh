#!/bin/bash
# Programs that are not ours read what polc prints: Microsoft's SARIF validator, from npm, and Python's parsers.
# Exit 77: a program is missing, and POLC_REQUIRE_ORACLES does not demand it; or the npm registry cannot be reached, which depends on the
# network and not on the machine, so that nothing demands it. What is asked of SARIF before that is what GitHub refuses a file for.
set -eu
cd "$(dirname "$0")/expected"
missing() {
  echo "skipped: $1"
  [ "${POLC_REQUIRE_ORACLES:-}" = 1 ] && exit 1
  exit 77
}
command -v python3 >/dev/null || missing "no python3"
python3 - <<'PYTHON'
import json, xml.dom.minidom
for name in ("json", "sarif", "gitlab"):
    json.load(open(name, encoding="utf-8"))
for name, root, findings in (("junit", "testsuites", "failure"), ("checkstyle", "checkstyle", "error")):
    document = xml.dom.minidom.parse(name)
    assert document.documentElement.tagName == root, name
    assert len(document.getElementsByTagName(findings)) == 4, name
for name in ("github", "markdown"):
    open(name, encoding="utf-8").read()
required = {"description", "check_name", "fingerprint", "severity", "location"}
for row in json.load(open("gitlab", encoding="utf-8")):  # GitLab's documentation, Code Quality
    assert required <= row.keys() and row["severity"] in {"info", "minor", "major", "critical", "blocker"}
    assert {"path", "lines"} <= row["location"].keys()
log = json.load(open("sarif", encoding="utf-8"))  # SARIF 2.1.0, sections 3.13, 3.14, 3.27 and 3.29
assert log["version"] == "2.1.0" and len(log["runs"]) == 1 and "sarif-2.1.0" in log["$schema"]
run = log["runs"][0]
rules = run["tool"]["driver"]["rules"]
assert len({rule["id"] for rule in rules}) == len(rules)
assert len(run["results"]) == 4
for result in run["results"]:
    assert rules[result["ruleIndex"]]["id"] == result["ruleId"]
    assert result["message"]["text"] and result["level"] in {"note", "warning", "error"}
    assert result["partialFingerprints"]
    for location in result.get("locations", []):  # a finding about a whole file that cannot be read has none
        place = location["physicalLocation"]
        assert not place["artifactLocation"]["uri"].startswith("/") and place["region"]["startLine"] >= 1
        assert place["region"]["startColumn"] >= 1
PYTHON
command -v curl >/dev/null || missing "no curl"
# The package that npm would unpack; npm itself would bring some hundred others.
version=5.7.0
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
curl -fsS --max-time 120 -o "$work/package.tgz" "https://registry.npmjs.org/@microsoft/sarif-multitool-linux/-/sarif-multitool-linux-$version.tgz" || {
  echo "skipped: the npm registry cannot be reached"
  exit 77
}
tar -xzf "$work/package.tgz" -C "$work"
cp sarif "$work/polc.sarif"
tool=$(find "$work/package" -type f -iname 'sarif.multitool' -print -quit)
[ -n "$tool" ] || { echo "no validator in the package"; exit 1; }
chmod +x "$tool"
export DOTNET_SYSTEM_GLOBALIZATION_INVARIANT=1 DOTNET_BUNDLE_EXTRACT_BASE_DIR="$work/dotnet"
"$tool" validate "$work/polc.sarif" --output "$work/report.sarif" --log ForceOverwrite | tee "$work/log"
grep -q "Analysis completed successfully" "$work/log"
! grep -E ": error " "$work/log"
