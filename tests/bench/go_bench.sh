#!/bin/bash
# CPU per request of /go against /healthz of the same server, which is an empty endpoint, in one run.
# usage: tests/bench/go_bench.sh PID_OF_SERVE http://127.0.0.1:PORT WORK ORGANISATION [seconds]
# Needs wrk. Goal: /go at most 1.3 times the empty endpoint plus 200 µs.
set -euo pipefail
command -v wrk > /dev/null || { echo "wrk is not installed" >&2; exit 2; }
server=$1 base=$2 work=$3 organisation=$4 seconds=${5:-4}

ticks() { awk '{print $14 + $15}' "/proc/$server/stat"; }
measure() {  # URL → CPU µs a request
  local before after requests
  wrk -t1 -c16 -d1s "$1" > /dev/null
  before=$(ticks)
  requests=$(wrk -t1 -c16 -d"${seconds}s" "$1" | awk '/requests in/{print $1}')
  after=$(ticks)
  awk -v t=$((after - before)) -v hz="$(getconf CLK_TCK)" -v n="$requests" 'BEGIN{printf "%.1f", t / hz * 1e6 / n}'
}
for round in 1 2 3; do
  empty=$(measure "$base/healthz")
  go=$(measure "$base/go/$work?org=$organisation")
  awk -v r="$round" -v e="$empty" -v g="$go" \
    'BEGIN{printf "round %d: empty %s us, /go %s us, allowed %.1f us\n", r, e, g, 1.3 * e + 200}'
done
