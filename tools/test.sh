#!/usr/bin/env bash
# Runs every test there is and installs what the browser tests need (on Debian, as root or with sudo). All steps run even if
# an earlier one failed; the script fails if any did. Its last line is "N passed, N failed": single tests where a step has
# them, else the step. One cargo profile (dev) serves clippy, the tests and the browser, so that an empty cache is filled once.
set -uo pipefail
exec </dev/null
cd "$(dirname "${BASH_SOURCE[0]}")/.."
. tools/setup.sh

CHROMIUM=${CHROMIUM:-/usr/bin/chromium}
export CHROMIUM CARGO_TERM_COLOR=never
log=$(mktemp)
trap 'rm -f "$log"' EXIT
passed=0
failed=0
summary=()

# step NAME COMMAND...: runs it, shows it, counts its tests and remembers how long it took.
step() {
  local name=$1 begun=$SECONDS good bad status mark
  shift
  printf '\n== %s\n' "$name"
  "$@" 2>&1 | tee "$log"
  status=${PIPESTATUS[0]}
  # cargo: "test result: ok. 3 passed; 0 failed; …"; node: "ℹ pass 3", "ℹ fail 0" (or "# pass 3").
  good=$(sed -nE 's/^test result: .* ([0-9]+) passed; .*/\1/p; s/^(ℹ|#) pass ([0-9]+)$/\2/p' "$log" | awk '{n += $1} END {print n + 0}')
  bad=$(sed -nE 's/^test result: .* ([0-9]+) failed; .*/\1/p; s/^(ℹ|#) fail ([0-9]+)$/\2/p' "$log" | awk '{n += $1} END {print n + 0}')
  if [ "$status" -ne 0 ]; then
    [ "$bad" -gt 0 ] || bad=1
    mark=FAILED
  else
    [ "$good" -gt 0 ] || good=1
    mark=ok
  fi
  passed=$((passed + good))
  failed=$((failed + bad))
  summary+=("$(printf '%-6s %5d s  %4d passed %3d failed  %s' "$mark" $((SECONDS - begun)) "$good" "$bad" "$name")")
}

install() {
  need_rust || return 1
  need cc gcc libc6-dev
  need "$CHROMIUM" chromium chromium-driver
  need java default-jre-headless
  need node nodejs
  need xmllint libxml2-utils
  need npm npm
  if ! fc-list :lang=zh 2>/dev/null | grep -q .; then missing+=(fontconfig fonts-noto-cjk); fi
  install_needed || return 1
  if ! cargo fmt --version >/dev/null 2>&1 || ! cargo clippy --version >/dev/null 2>&1; then
    rustup component add rustfmt clippy || return 1
  fi
  # No package has a script of its own to run: all that is needed is in the archives.
  npm ci --prefix tests/browser --ignore-scripts --no-progress
}

# browser FILE...: tests against target/debug/peakpress as it is now.
browser() {
  cargo build --locked && node --test --test-reporter=spec "$@"
}

need_rust
step "install what the tests need" install
step "cargo fmt" cargo fmt --check
step "cargo clippy" cargo clippy --all-targets --locked -- -D warnings
step "cargo test" cargo test --locked --no-fail-fast
step "browser scenarios" browser tests/browser/scenarios/*.test.js
step "vnu over every page" browser tests/browser/pages/valid.test.js
step "grammars over every feed" browser tests/browser/pages/feeds.test.js
step "axe over every page kind" browser tests/browser/pages/accessible.test.js

printf '\n== summary\n'
printf '%s\n' "${summary[@]}"
printf 'all together %d s\n' "$SECONDS"
printf '%d passed, %d failed\n' "$passed" "$failed"
[ "$failed" -eq 0 ]
