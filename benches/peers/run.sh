#!/bin/sh
# Side-by-side build benchmark of static site generators on one synthetic corpus.
#   benches/peers/run.sh N [RUNS]
# Peers are taken from PATH or from HUGO=, ZOLA=, PAGEFIND=; Eleventy runs if its modules are installed in
# benches/peers/eleventy (npm install there) or in ELEVENTY_MODULES=. A peer that is absent is skipped.
# CAND= names a candidate: a command run by sh, with {src} (neutral corpus root) and {out} replaced.
# BENCH_WORK= is the scratch folder (default: a folder named ssg-bench in the system's temporary folder).
set -eu
N=${1:?usage: run.sh N [RUNS]}
RUNS=${2:-3}
HERE=$(cd "$(dirname "$0")" && pwd)
WORK=${BENCH_WORK:-${TMPDIR:-/tmp}/ssg-bench}/$N
HUGO=${HUGO:-hugo}
ZOLA=${ZOLA:-zola}
PAGEFIND=${PAGEFIND:-pagefind}
MODULES=${ELEVENTY_MODULES:-$HERE/eleventy/node_modules}
CAP=${CAP:-480}                                   # seconds allowed to one run
PY=${PYTHON:-python3}
mkdir -p "$WORK"
if [ -d "$WORK/out" ]; then                       # left by an earlier call; the pause lets ext4 forget the removal
  rm -rf "$WORK/out"
  sleep 8
fi
have() { command -v "$1" >/dev/null 2>&1; }
measure() { "$PY" "$HERE/measure.py" --out "$WORK/out" --timeout "$CAP" --runs "$RUNS" "$@" || true; }
site() {                                          # site NAME SKELETON FLAVOUR: skeleton plus corpus
  [ -d "$WORK/$1" ] && return 0
  cp -r "$HERE/$2" "$WORK/$1.tmp"
  rm -rf "$WORK/$1.tmp/node_modules"
  "$PY" "$HERE/gen_corpus.py" -n "$N" --flavour "$3" --out "$WORK/$1.tmp"
  mv "$WORK/$1.tmp" "$WORK/$1"
}

printf 'N=%s runs=%s  %s\n' "$N" "$RUNS" "$(date -u +%Y-%m-%dT%H:%MZ)"
printf 'label\twall_s\trange_s\tcpu_s\tpeak_MiB\tfiles\tMB\n'
REF=
if have "$HUGO"; then
  site hugo hugo hugo
  measure --label hugo --keep -- "$HUGO" --quiet -s "$WORK/hugo" -d '{out}'
  REF=$WORK/out/hugo
  # a corpus of the same shape, the same bytes: the physical limit of writing them
  measure --label cp-r -- cp -r "$REF" '{out}'
fi
if have "$ZOLA"; then
  site zola zola zola
  measure --label zola --keep -- "$ZOLA" --root "$WORK/zola" build -o '{out}'
  [ -n "$REF" ] || { REF=$WORK/out/zola; measure --label cp-r -- cp -r "$REF" '{out}'; }
  sed -i.bak 's/^related = true/related = false/' "$WORK/zola/config.toml"
  measure --label zola-norelated -- "$ZOLA" --root "$WORK/zola" build -o '{out}'
  # the part of Zola's work that is linear in N: no related list and no taxonomy pages
  sed -i 's/paginate_by = 20 }/paginate_by = 20, render = false }/' "$WORK/zola/config.toml"
  measure --label zola-linear -- "$ZOLA" --root "$WORK/zola" build -o '{out}'
  mv "$WORK/zola/config.toml.bak" "$WORK/zola/config.toml"
  sed -i.bak 's/^build_search_index = false/build_search_index = true/' "$WORK/zola/config.toml"
  measure --label zola-search -- "$ZOLA" --root "$WORK/zola" build -o '{out}'
  mv "$WORK/zola/config.toml.bak" "$WORK/zola/config.toml"
fi
if have node && [ -d "$MODULES/@11ty/eleventy" ]; then
  site eleventy eleventy eleventy
  ln -sfn "$MODULES" "$WORK/eleventy/node_modules"
  NODE_OPTIONS=${NODE_OPTIONS:---max-old-space-size=12288} measure --label eleventy --cwd "$WORK/eleventy" -- \
    node node_modules/@11ty/eleventy/cmd.cjs --quiet '--output={out}'
fi
if [ -n "$REF" ] && have "$PAGEFIND"; then
  measure --label pagefind -- "$PAGEFIND" --site "$REF" --output-path '{out}'
fi
if [ -n "${CAND:-}" ]; then
  if [ ! -d "$WORK/neutral" ]; then
    "$PY" "$HERE/gen_corpus.py" -n "$N" --flavour neutral --out "$WORK/neutral.tmp"
    mv "$WORK/neutral.tmp" "$WORK/neutral"
  fi
  measure --label candidate --keep -- sh -c "$(printf %s "$CAND" | sed "s|{src}|$WORK/neutral|g")"
fi
rm -rf "$WORK/out/trash"
