# Shared by the scripts: where we are, what must be installed, and how. Sourced, not run.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

# Each was tried on Debian bookworm; docs/decisions says why.
build_packages=(
  g++ cmake ninja-build pkg-config ca-certificates git ccache
  libxapian-dev xapian-tools libcurl4-openssl-dev libpugixml-dev
  libboost1.81-dev libboost-json1.81-dev libboost-url1.81-dev libssl-dev
  libgtest-dev libgmock-dev
  libtomlplusplus-dev libspdlog-dev libcli11-dev
  libsqlite3-dev libicu-dev prometheus-cpp-dev libctemplate-dev zlib1g-dev libroaring-dev libeigen3-dev libyaz-dev zstd
  curl
)
test_packages=(chromium fonts-liberation)
# Live peers of the Z39.50 and SRU tests.
peer_packages=(yaz idzebra-2.0)
check_packages=(clang-format clang-tidy clang)
# Builds with sanitizers are clang's: half the time of GCC's, and a second opinion.
sanitizer_packages=(clang libclang-rt-14-dev)

# Objects are shared between checkouts: paths below this one do not count as different.
export CCACHE_BASEDIR=$PWD CCACHE_NOHASHDIR=1

say() { printf '== %(%H:%M)T %s\n' -1 "$*" >&2; }  # with the time of day: how long each part took
die() { printf '%s\n' "$*" >&2; exit 2; }

# install_missing PACKAGE… : only what is missing, so that a second run is at once.
install_missing() {
  local missing=() package
  for package in "$@"; do
    dpkg-query -W -f='${db:Status-Status}' "$package" 2>/dev/null | grep -qx installed || missing+=("$package")
  done
  ((${#missing[@]})) || return 0
  command -v apt-get >/dev/null || die "Needed, and only known by their Debian names: ${missing[*]}"
  local as_root=()
  if ((EUID != 0)); then
    command -v sudo >/dev/null || die "These packages are missing, and installing them needs root:
  apt-get install -y --no-install-recommends ${missing[*]}
Run that as root (or install sudo), then run this script again."
    as_root=(sudo)
  fi
  say "installing ${missing[*]}"
  "${as_root[@]}" apt-get update -qq
  "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive \
    apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null
}

# The pages' styles are built with node; any 18 or newer will do, Debian's where there is none.
install_node() {
  if command -v node >/dev/null && command -v npm >/dev/null &&
     (($(node -p 'process.versions.node.split(".")[0]') >= 18)); then
    return 0
  fi
  install_missing nodejs npm
}

jobs_for_build() { nproc; }

# configure PRESET [cmake arguments…]
configure() {
  local preset=$1
  shift
  cmake --preset "$preset" "$@" >"/tmp/evidence-cmake-$$.log" 2>&1 || {
    cat "/tmp/evidence-cmake-$$.log" >&2
    die "configuring failed; the lines above say why"
  }
  rm -f "/tmp/evidence-cmake-$$.log"
}
build() {
  local preset=$1
  shift
  say "building $preset (the first time takes some minutes)"
  cmake --build "build/$preset" -j "$(jobs_for_build)" -- --quiet "$@"
}
