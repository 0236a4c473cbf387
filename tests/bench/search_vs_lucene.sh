#!/usr/bin/env bash
# CPU of a ranked top ten with exact total and eight facets: Evidence, bare Xapian and Lucene 8
# (Debian's liblucene8-java) over the same records and queries, in one run, taken in turn.
#   search_vs_lucene.sh INDEX CORPUS.jsonl QUERIES.tsv [COUNT [EVERY [ROUNDS]]]
# INDEX is Evidence's index of CORPUS.jsonl (<data>/index/current). Lucene's is made once, in
# ${TMPDIR:-/tmp}/evidence-lucene. Needs facets_bench (cmake -DEVIDENCE_BENCH=ON) and a JDK.
set -euo pipefail
if [ $# -lt 3 ]; then sed -n '2,6p' "$0"; exit 2; fi
index=$1 corpus=$2 queries=$3 count=${4:-300} every=${5:-1} rounds=${6:-5}
here=$(cd "$(dirname "$0")" && pwd)
bench=${FACETS_BENCH:-$here/../../build/release/tests/facets_bench}
work=${TMPDIR:-/tmp}/evidence-lucene
jars=/usr/share/java
path=$work/classes
for jar in core facet analyzers-common; do
  found=$(ls "$jars"/lucene-"$jar"-8.*.jar 2>/dev/null | head -n 1 || true)
  if [ -z "$found" ]; then echo "lucene-$jar is missing: install liblucene8-java" >&2; exit 2; fi
  path=$path:$found
done
mkdir -p "$work/classes"
javac -cp "$path" -d "$work/classes" "$here/lucene/LuceneFacets.java"
lucene() { java -Xmx2g -XX:+UseSerialGC -XX:-BackgroundCompilation -cp "$path" LuceneFacets "$@"; }
if [ ! -d "$work/index" ]; then lucene index "$corpus" "$work/index"; fi

evidence() { "$bench" "$index" "$queries" --count "$count" --every "$every" "$@"; }
# The list of searches first; then each engine twice, in turn, the better of both counting.
evidence --rounds 1 --write "$work/queries.txt" > /dev/null
for turn in 1 2; do
  evidence --rounds "$rounds" --results "$work/evidence-$turn.tsv" > "$work/evidence-$turn.txt"
  # Its compiler needs more rounds to get as fast as it can.
  lucene run "$work/index" "$work/queries.txt" $((rounds + 10)) > "$work/lucene-$turn.tsv"
done
cat "$work/evidence-2.txt"
paste "$work/queries.txt" "$work/evidence-1.tsv" "$work/evidence-2.tsv" \
      "$work/lucene-1.tsv" "$work/lucene-2.tsv" | awk -F'\t' '
  function least(a, b) { return a < b ? a : b }
  { bare = least($3, $7); whole = least($4, $8); request = least($5, $9)
    lucene = least($11, $14); top = least($12, $15)
    for (i = 1; i <= 2; ++i) {
      kind = i == 1 ? "all" : $2
      n[kind]++; b[kind] += bare; w[kind] += whole; l[kind] += lucene; t[kind] += top
      q[kind] += request; faster[kind] += whole < lucene; hits[kind] += $6; lhits[kind] += $13
    } }
  END { for (i = 1; i <= 3; ++i) {
      kind = i == 1 ? "all" : i == 2 ? "AND" : "OR"
      if (!n[kind]) continue
      printf "%s: %d queries\n", kind, n[kind]
      printf "  top ten alone: Xapian %.0f us, Lucene %.0f us\n", b[kind]/n[kind], t[kind]/n[kind]
      printf "  top ten, exact total, eight facets: Evidence %.0f us, Lucene %.0f us\n",
             w[kind]/n[kind], l[kind]/n[kind]
      printf "  Evidence / bare Xapian %.3f, Evidence / Lucene %.3f, faster than Lucene in %.0f %%\n",
             w[kind]/b[kind], w[kind]/l[kind], 100*faster[kind]/n[kind]
      printf "  whole request, works read with snippets: %.0f us; hits in the mean %.0f, Lucene %.0f\n",
             q[kind]/n[kind], hits[kind]/n[kind], lhits[kind]/n[kind]
    } }'
