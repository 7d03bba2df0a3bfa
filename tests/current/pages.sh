#!/bin/sh
# docs/rules.md, docs/dataset.md and docs/standard.md are what the pack gives. usage: pages.sh <sluice>, from the project's folder
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT

for page in rules dataset standard; do
    "$1" docs "$page" --pack . -o "$folder/$page.md"
    diff -u "docs/$page.md" "$folder/$page.md" || {
        echo "docs/$page.md is out of date: build/dev/sluice docs $page -o docs/$page.md"
        exit 1
    }
done
