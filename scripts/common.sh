# Shared by ./run and ./test: where things are built, what a machine must have. Sourced, not run.

ROOT="$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)"
cd "$ROOT"

if [[ -t 1 && -z "${NO_COLOR:-}" ]]; then
  bold=$'\e[1m' red=$'\e[31m' green=$'\e[32m' dim=$'\e[2m' plain=$'\e[0m'
else
  bold='' red='' green='' dim='' plain=''
fi

say() { printf '%s\n' "$*"; }
fail() {
  printf '%s%s%s\n' "$red" "$*" "$plain" >&2
  exit 1
}

# What is built is kept outside the clone, so that a fresh clone is not a cold build.
CACHE="${XDG_CACHE_HOME:-${HOME:-/tmp}/.cache}/cloudkeep"
mkdir -p "$CACHE" 2>/dev/null || { CACHE="$ROOT/target/cache" && mkdir -p "$CACHE"; }
export CARGO_TARGET_DIR="${CARGO_TARGET_DIR:-$CACHE/target}"
mkdir -p "$CARGO_TARGET_DIR"

is_debian_root() { [[ "$(id -u)" == 0 ]] && command -v apt-get >/dev/null; }

# install PACKAGE… : from Debian's archive when we may, else says what to do.
install() {
  if is_debian_root; then
    say "${dim}installing $* …${plain}"
    local log
    log="$(mktemp)"
    if ! { apt-get update -q && DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends "$@"; } >"$log" 2>&1; then
      cat "$log" >&2
      fail "Could not install $*."
    fi
    rm -f "$log"
  elif command -v apt-get >/dev/null; then
    fail "Please install $*:  sudo apt-get install $*"
  else
    fail "Please install what Debian calls $* with your system's package manager."
  fi
}

# The oldest compiler that Cargo.toml accepts.
wanted_rust() { sed -n 's/^rust-version = "\(.*\)"/\1/p' "$ROOT/Cargo.toml"; }

need_rust() {
  if ! command -v cargo >/dev/null && [[ -x "${HOME:-}/.cargo/bin/cargo" ]]; then
    export PATH="$HOME/.cargo/bin:$PATH"
  fi
  command -v cargo >/dev/null || fail "Rust is not installed. Install it with:
  curl --proto '=https' --tlsv1.2 -sSf https://sh.rustup.rs | sh
then open a new terminal and run this again."
  local have wanted
  have="$(rustc --version | sed 's/^rustc \([0-9]*\.[0-9]*\).*/\1/')"
  wanted="$(wanted_rust)"
  if [[ "$(printf '%s\n%s\n' "$wanted" "$have" | sort -V | head -1)" != "$wanted" ]]; then
    fail "Rust $have is too old: Cloudkeep needs $wanted or newer. Update it with:  rustup update stable"
  fi
}

# SQLite and the cryptography are C, compiled here.
need_cc() {
  if ! command -v cc >/dev/null || ! command -v make >/dev/null; then
    install build-essential
  fi
}

# Whether a Node.js that can build the console is there: 18 or newer, with npm.
has_node() {
  command -v node >/dev/null && command -v npm >/dev/null && node -e 'process.exit(Number(process.versions.node.split(".")[0]) >= 18 ? 0 : 1)'
}

need_node() {
  has_node || install nodejs npm
  has_node || fail "Node.js 18 or newer and npm are needed to build the console."
}

need_chromium() { command -v chromium >/dev/null || install chromium; }

console_packages() {
  local made=console/node_modules/.package-lock.json
  [[ -f "$made" && ! console/package-lock.json -nt "$made" ]] ||
    (cd console && npm ci --no-audit --no-fund --loglevel=error && touch node_modules/.package-lock.json)
}

# Builds the console into console/dist, from where the server's build takes it, unless what is there is newer than all it is made of.
# Without Node.js, or when it fails, the answer is false and the server is built without it.
build_console() {
  local page=console/dist/index.html
  [[ -f "$page" && -z "$(find console/src console/public console/scripts console/*.json console/*.ts console/index.html -newer "$page" -print -quit)" ]] && return 0
  # `install` ends the shell when it cannot: here that must not stop the server.
  has_node || { is_debian_root && (install nodejs npm); } || return 1
  has_node || return 1
  say "${bold}Building the console${plain}"
  console_packages && (cd console && npm run --silent build)
}

need_components() {
  local name
  for name in "$@"; do
    cargo "$name" --version >/dev/null 2>&1 && continue
    local component="$name"
    [[ "$name" == fmt ]] && component=rustfmt
    command -v rustup >/dev/null || fail "cargo $name is missing: install $component for your Rust."
    say "${dim}installing $component …${plain}"
    rustup component add "$component" >/dev/null || fail "Could not install $component:  rustup component add $component"
  done
}

need_python() {
  command -v python3 >/dev/null || install python3 python3-venv
  python3 -c 'import sys; sys.exit(sys.version_info < (3, 10))' || fail "Python 3.10 or newer is needed; this is $(python3 --version)."
}

# A virtual environment with the clients of acceptance/requirements.txt; made again when that file changes.
need_clients() {
  need_python
  VENV="$CACHE/venv"
  local want
  want="$(python3 -c 'import hashlib,sys; print(sys.version.split()[0], hashlib.sha256(open(sys.argv[1],"rb").read()).hexdigest())' \
    acceptance/requirements.txt)"
  if [[ -f "$VENV/made-of" && "$(cat "$VENV/made-of")" == "$want" ]]; then
    return
  fi
  say "${dim}making a virtual environment with boto3 and the AWS CLI in $VENV …${plain}"
  rm -rf "$VENV"
  python3 -c 'import ensurepip, venv' 2>/dev/null || install python3-venv
  python3 -m venv "$VENV"
  "$VENV/bin/pip" install --quiet --disable-pip-version-check -r acceptance/requirements.txt ||
    fail "The clients could not be installed from PyPI (is the network there?). Try again with:  ./test acceptance"
  printf '%s' "$want" >"$VENV/made-of"
}

# The database whose password the browser tests rotate.
need_postgresql() { compgen -G '/usr/lib/postgresql/*/bin/initdb' >/dev/null || install postgresql; }

# Servers whose passwords the acceptance tests rotate. They are started by the tests, on free ports and folders of their own.
need_databases() {
  local packages=()
  compgen -G '/usr/lib/postgresql/*/bin/initdb' >/dev/null || command -v initdb >/dev/null || packages+=(postgresql)
  command -v mariadbd >/dev/null || [[ -x /usr/sbin/mariadbd ]] || packages+=(mariadb-server-core)
  command -v my_print_defaults >/dev/null || packages+=(mariadb-client-core)
  command -v redis-server >/dev/null || packages+=(redis-server)
  command -v rabbitmq-server >/dev/null || [[ -d /usr/lib/rabbitmq ]] || packages+=(rabbitmq-server)
  ((${#packages[@]} == 0)) || install "${packages[@]}"
}
