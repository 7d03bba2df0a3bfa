#!/bin/sh
# deploy/sample is what its README's command writes. usage: sample.sh <sluice>, from the project's folder
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT

command=$(sed -n 's/^    sluice synth emis \(.*\) --out sample$/\1/p' deploy/sample/README.md)
[ -n "$command" ] || { echo "deploy/sample/README.md does not say how it was made"; exit 1; }
# The words of the command are options without blanks.
# shellcheck disable=SC2086
"$1" synth emis $command --out "$folder/made" >/dev/null
mkdir "$folder/kept"
for part in bulk delta; do
    unzip -q "deploy/sample/$part.zip" -d "$folder/kept/$part"
    diff -rq "$folder/kept/$part" "$folder/made/$part"
done
diff -u deploy/sample/truth.json "$folder/made/truth.json"
