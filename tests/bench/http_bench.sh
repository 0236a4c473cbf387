#!/bin/bash
# CPU per request of an empty endpoint (4 KB) against nginx serving a 4 KB file, same load, one run.
# usage: tests/bench/http_bench.sh PATH/TO/http_endpoint [seconds] [connections]
# Needs wrk and nginx; both servers log each request to a file. Prints CPU microseconds a request and
# the ratio; goal: at most 1.5 for /inline.
set -euo pipefail
endpoint=$1 seconds=${2:-5} connections=${3:-64}
folder=$(mktemp -d); chmod 755 "$folder"
server= nginx=
stop() { [ -z "$server" ] || kill "$server" || true; [ -z "$nginx" ] || kill "$nginx" || true; rm -rf "$folder"; }
trap stop EXIT

head -c 4096 /dev/zero | tr '\0' x > "$folder/file"
cat > "$folder/nginx.conf" <<CONF
worker_processes 1; daemon off; master_process off; pid $folder/pid; error_log $folder/error;
events { worker_connections 1024; }
http { access_log $folder/access; keepalive_requests 1000; sendfile on; default_type application/octet-stream;
  server { listen 127.0.0.1:18099; root $folder;
    add_header X-Content-Type-Options nosniff; add_header Referrer-Policy no-referrer; } }
CONF
nginx -c "$folder/nginx.conf" 2> "$folder/nginx.log" & nginx=$!
"$endpoint" > "$folder/port" 2> "$folder/log" & server=$!
for _ in $(seq 50); do [ -s "$folder/port" ] && break; sleep 0.1; done
port=$(cat "$folder/port")

ticks() { awk '{print $14 + $15}' "/proc/$1/stat"; }
measure() {  # process, URL → CPU µs a request
  local before after requests
  wrk -t1 -c"$connections" -d1s "$2" > /dev/null
  before=$(ticks "$1")
  requests=$(wrk -t1 -c"$connections" -d"${seconds}s" "$2" | tee -a "$folder/wrk" | awk '/requests in/{print $1}')
  after=$(ticks "$1")
  awk -v t=$((after - before)) -v hz="$(getconf CLK_TCK)" -v n="$requests" 'BEGIN{printf "%.2f", t / hz * 1e6 / n}'
}
for round in 1 2 3; do
  reference=$(measure "$nginx" http://127.0.0.1:18099/file)
  inline=$(measure "$server" "http://127.0.0.1:$port/inline")
  lane=$(measure "$server" "http://127.0.0.1:$port/lane")
  awk -v r="$round" -v n="$reference" -v i="$inline" -v l="$lane" \
    'BEGIN{printf "round %d: nginx %s us, inline %s us (%.2f x), lane %s us (%.2f x)\n", r, n, i, i/n, l, l/n}'
done
if grep -q 'Non-2xx\|Socket errors' "$folder/wrk"; then echo "some requests failed:"; grep 'Non-2xx\|Socket errors' "$folder/wrk"; fi
