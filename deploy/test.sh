#!/usr/bin/env bash
# Installs what is needed, builds, and runs every test. Further words go to ctest: deploy/test.sh -L unit
set -euo pipefail
cd "$(dirname "$0")/.."

deploy/setup.sh test
cmake --preset dev >/dev/null
cmake --build --preset dev
ctest --preset dev --parallel "$(nproc)" "$@"
