#!/usr/bin/env bash
# Installs the packages of deploy/packages.txt that are missing. Where none is, it needs neither root nor a
# network.
#   deploy/setup.sh [build|test|develop]    each includes the ones before it; default: build
set -euo pipefail
cd "$(dirname "$0")/.."

wanted=${1:-build}
case "$wanted" in
build | test | develop) ;;
*)
    echo "usage: deploy/setup.sh [build|test|develop]" >&2
    exit 64
    ;;
esac

# Names up to the end of the wanted section.
packages() {
    awk -v wanted="[$wanted]" '
        { sub(/#.*/, ""); if (NF == 0) next }
        $1 ~ /^\[/ { if (last) exit; last = ($1 == wanted); next }
        { print $1 }' deploy/packages.txt
}
mapfile -t names < <(packages)

if ! command -v apt-get >/dev/null; then
    echo "setup: this system has no apt-get. Sluice is built on Debian 12; elsewhere install what these are:" >&2
    echo "  ${names[*]}" >&2
    exit 1
fi

is_installed() {
    [ "$(dpkg-query -W -f='${db:Status-Status}' "$1" 2>/dev/null)" = installed ]
}
missing=()
for name in "${names[@]}"; do
    is_installed "$name" || missing+=("$name")
done
if [ ${#missing[@]} -eq 0 ]; then
    echo "setup: all ${#names[@]} packages for '$wanted' are installed"
    exit 0
fi

as_root=()
if [ "$(id -u)" -ne 0 ]; then
    if ! command -v sudo >/dev/null; then
        echo "setup: packages are missing and this is not root (and there is no sudo). As root, run:" >&2
        echo "  apt-get update && apt-get install -y --no-install-recommends ${missing[*]}" >&2
        exit 1
    fi
    as_root=(sudo)
fi

apt() {
    "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get -q "$@"
}
install_missing() {
    apt install -y --no-install-recommends "${missing[@]}"
}

echo "setup: installing ${missing[*]}"
# The lists of a fresh machine are empty, those of an old one may name versions that are gone.
if ! apt-cache show "${missing[@]}" >/dev/null 2>&1; then
    apt update
    install_missing
else
    install_missing || { apt update && install_missing; }
fi
