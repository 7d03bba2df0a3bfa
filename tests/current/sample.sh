#!/bin/sh
# deploy/sample is what its make.sh writes. usage: sample.sh <sluice>, from the project's folder
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT

mkdir "$folder/made"
deploy/sample/make.sh "$1" "$folder/made"
# What is in the zips counts, not how it was packed.
for part in bulk delta; do
    unzip -q "deploy/sample/$part.zip" -d "$folder/kept-$part"
    unzip -q "$folder/made/$part.zip" -d "$folder/made-$part"
    diff -rq "$folder/kept-$part" "$folder/made-$part"
done
diff -u deploy/sample/truth.json "$folder/made/truth.json"
