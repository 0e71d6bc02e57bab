# Sourced by the scripts beside it: finds out what is missing on a Debian machine and installs it, as root or with sudo.

missing=()

# need PROGRAM PACKAGE...: remembers the packages when the program is not there.
need() {
  local program=$1
  shift
  command -v "$program" >/dev/null 2>&1 || missing+=("$@")
}

# install_needed: installs what was remembered, in one go.
install_needed() {
  [ "${#missing[@]}" -gt 0 ] || return 0
  if ! command -v apt-get >/dev/null 2>&1; then
    echo "缺少：${missing[*]}。这台机器没有 apt-get，请先装好再运行。" >&2
    return 1
  fi
  local as_root=()
  if [ "$(id -u)" -ne 0 ]; then
    if ! command -v sudo >/dev/null 2>&1; then
      echo "缺少：${missing[*]}。请以 root 身份运行，或先装 sudo。" >&2
      return 1
    fi
    as_root=(sudo)
  fi
  echo "安装：${missing[*]}"
  "${as_root[@]}" apt-get update -qq
  "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}"
  missing=()
}

# need_rust: puts cargo on the path, or says where it comes from.
need_rust() {
  command -v cargo >/dev/null 2>&1 || PATH="${CARGO_HOME:-$HOME/.cargo}/bin:$PATH"
  if ! command -v cargo >/dev/null 2>&1; then
    echo "没有找到 cargo。请先安装 Rust（rustup.rs），版本见 Cargo.toml 的 rust-version。" >&2
    return 1
  fi
}
