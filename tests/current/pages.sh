#!/bin/sh
# docs/rules.md, dataset.md, standard.md and exchange-files.md are what the pack gives. usage: pages.sh <sluice>, from the project's folder
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT

for page in rules dataset standard exchange; do
    file=$page
    [ "$page" != exchange ] || file=exchange-files  # docs/exchange.md is the page that people write
    "$1" docs "$page" --pack . -o "$folder/$file.md"
    diff -u "docs/$file.md" "$folder/$file.md" || {
        echo "docs/$file.md is out of date: build/dev/sluice docs $page -o docs/$file.md"
        exit 1
    }
done
"$1" exchange schema --pack . -o "$folder/record.schema.json"
diff -u schemas/exchange/record.schema.json "$folder/record.schema.json"
