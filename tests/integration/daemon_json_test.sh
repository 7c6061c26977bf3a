#!/bin/sh
# daemon_json_test.sh POLC: what `polc lint` calls an error in a daemon.json is what dockerd refuses, and it calls nothing else one.
# dockerd reads the file before it does anything, and then ends, because it can have no data root in /proc.
set -eu
polc=$1
. "$(dirname "$0")/runtime.sh"
need dockerd timeout
scratch=$(mktemp -d /tmp/polc-daemon.XXXXXX)
trap 'rm -rf "$scratch"' EXIT
file=$scratch/daemon.json

dockerd_takes() {
  timeout 20 dockerd --config-file "$file" --data-root /proc/none --exec-root /proc/none --pidfile /proc/none >"$scratch/log" 2>&1 || true
  # Without this line it did not come to reading the file.
  grep -qE "unable to configure|Starting up|/proc/none" "$scratch/log" || { cat "$scratch/log"; exit 1; }
  ! grep -q "unable to configure" "$scratch/log"
}
failed=0
expect() {
  printf '%s\n' "$2" >"$file"
  dockerd=refused
  if dockerd_takes; then dockerd=taken; fi
  lint=taken
  if "$polc" lint --isolated --select docker -f concise "$file" 2>&1 | grep -q "error:"; then lint=refused; fi
  [ "$dockerd $lint" = "$1 $1" ] && return
  echo "expected $1, dockerd: $dockerd, polc: $lint: $2"
  failed=1
}
while read -r line; do expect refused "$line"; done <<'END'
{"icc": "true"}
{"mtu": "1400"}
{"mtu": 1.5}
{"dns": "1.1.1.1"}
{"dns": [1]}
{"dns": ["dns.example.org"]}
{"dns": ["10.0.0.0/8"]}
{"dns-search": ["10.0.0.1"]}
{"dns-search": ["a b"]}
{"dns-search": ["-a.org"]}
{"ip": "10.0.0.0/8"}
{"ip": " 10.0.0.1"}
{"default-gateway": "gateway"}
{"default-gateway-v6": "fe80::1::2"}
{"default-shm-size": 67108864}
{"default-shm-size": ""}
{"default-shm-size": "64 megabytes"}
{"default-shm-size": "-64M"}
{"default-shm-size": "1.2.3"}
{"max-download-attempts": 0}
{"max-download-attempts": -1}
{"max-concurrent-uploads": -1}
{"node-generic-resources": ["gpu"]}
{"labels": ["north"]}
{"log-opts": {"max-file": 3}}
{"features": {"buildkit": "true"}}
{"storage-opts": {"size": "10G"}}
{"default-address-pools": {"base": "10.1.0.0/16", "size": 24}}
{"live-restored": true}
{"log-driver": {"type": "json-file"}}
{"default-ulimits": []}
END
while read -r line; do expect taken "$line"; done <<'END'
{"icc": false}
{"mtu": 1400}
{"dns": []}
{"dns": ["1.1.1.1", " 2606:4700:4700::1111 "]}
{"dns-search": ["example.org", ".", "Example.org.", "x1", "a-b.c"]}
{"ip": "127.0.0.1"}
{"ip": "::"}
{"ip": ""}
{"default-gateway": "10.1.0.254"}
{"default-gateway-v6": "fe80::1"}
{"default-shm-size": "64M"}
{"default-shm-size": "1.5GiB"}
{"default-shm-size": "64 mb"}
{"default-shm-size": "512"}
{"default-shm-size": "512b"}
{"max-download-attempts": 1}
{"max-concurrent-uploads": 0}
{"node-generic-resources": ["gpu=UUID1", "gpu=UUID2"]}
{"labels": ["site=north", "empty="]}
{"log-opts": {"max-file": "3"}}
{"features": {"buildkit": true}}
{"storage-opts": ["overlay2.size=10G"]}
{"default-address-pools": [{"base": "10.1.0.0/16", "size": 24}]}
{"live-restore": null}
{"log-level": "WARN"}
{}
END
exit "$failed"
