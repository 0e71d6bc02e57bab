#!/bin/sh
# peakpress beside its peers on one synthetic corpus: the same documents, templates equal in features.
#   benches/run.sh N [RUNS]
# PEAKPRESS= names the program (default: the release build of this repository). The other variables are those of
# benches/peers/run.sh; see benches/peers/README.md.
set -eu
N=${1:?usage: run.sh N [RUNS]}
HERE=$(cd "$(dirname "$0")" && pwd)
PEAKPRESS=${PEAKPRESS:-$HERE/../target/release/peakpress}
BENCH_WORK=${BENCH_WORK:-${TMPDIR:-/tmp}/ssg-bench}
[ -x "$PEAKPRESS" ] || { echo "no program at $PEAKPRESS: cargo build --release" >&2; exit 1; }
# The corpus stays between calls; the site (declarations, theme) is laid over it anew, outside of what is timed.
if [ ! -d "$BENCH_WORK/$N/neutral" ]; then
  mkdir -p "$BENCH_WORK/$N"
  "${PYTHON:-python3}" "$HERE/peers/gen_corpus.py" -n "$N" --flavour neutral --out "$BENCH_WORK/$N/neutral.tmp"
  mv "$BENCH_WORK/$N/neutral.tmp" "$BENCH_WORK/$N/neutral"
fi
rm -rf "$BENCH_WORK/$N/neutral/themes" "$BENCH_WORK/$N/neutral/site.yaml"
cp -r "$HERE/site/." "$BENCH_WORK/$N/neutral/"
CAND="'$PEAKPRESS' --quiet --root {src} build --out {out}"
export BENCH_WORK CAND
exec "$HERE/peers/run.sh" "$@"
