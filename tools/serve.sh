#!/usr/bin/env bash
# Builds peakpress and serves the default site on this machine. Needs Rust; on Debian a missing C compiler is installed
# (as root or with sudo). Anything given is passed on: tools/serve.sh --port 8080 --open
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
. tools/setup.sh
need_rust
need cc gcc libc6-dev
install_needed
exec cargo run --release --locked -- serve "$@"
