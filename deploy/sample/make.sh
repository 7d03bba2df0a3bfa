#!/usr/bin/env bash
# Makes the sample: deploy/sample/make.sh SLUICE FOLDER writes bulk.zip, delta.zip and truth.json into FOLDER.
set -euo pipefail
[ $# -eq 2 ] || { echo "usage: deploy/sample/make.sh SLUICE FOLDER" >&2; exit 64; }
sluice=$(realpath "$1")
folder=$(realpath "$2")
made=$(mktemp -d)
trap 'rm -rf "$made"' EXIT

"$sluice" synth emis --practices 3 --patients 200 --seed 7 --reference-date 2026-10-31 --out "$made" >/dev/null
# One time for every file, so that the zips do not change when their content does not.
find "$made" -exec touch -d 2026-11-01T00:00:00Z {} +
for part in bulk delta; do
    rm -f "$folder/$part.zip"
    (cd "$made/$part" && TZ=UTC zip -X -9 -q "$folder/$part.zip" *.csv)
done
install -m 644 "$made/truth.json" "$folder/truth.json"
