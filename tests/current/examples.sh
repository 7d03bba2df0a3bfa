#!/bin/bash
# The summary in README.md is what the sample gives, and every example of docs/tables.md runs on it, those of
# SQL with rows. usage: examples.sh <sluice>, from the project's folder
set -euo pipefail
if ! command -v sqlite3 >/dev/null; then
    echo "the package sqlite3 is missing: deploy/setup.sh build"
    exit 1
fi
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT

for part in bulk delta; do
    code=0
    "$1" ingest "deploy/sample/$part.zip" --pack . --sender 7QX --data "$folder/data" --as-of 2026-11-01 \
        >"$folder/$part.txt" || code=$?
    [ "$code" -le 1 ]
done

# But for the progress bar, whose time differs, and for what was left out.
awk '/^```$/ { inside = !inside; next } inside && !/^done / && !/^ *…$/' README.md >"$folder/shown"
[ "$(grep -c . "$folder/shown")" -ge 10 ]
while IFS= read -r line; do
    grep -qxF -e "$line" "$folder/bulk.txt" || {
        echo "README.md shows what the sample does not give: $line"
        exit 1
    }
done <"$folder/shown"

# One file an example: what stands between ```sql and ```.
awk -v folder="$folder" '
    /^```sql$/ { file = sprintf("%s/example-%02d.sql", folder, ++count); next }
    /^```$/ { file = "" }
    file != "" { print > file }' docs/tables.md

shopt -s nullglob
examples=("$folder"/example-*.sql)
[ ${#examples[@]} -ge 5 ]
for example in "${examples[@]}"; do
    if ! rows=$(sqlite3 -readonly "$folder/data/sluice.db" <"$example") || [ -z "$rows" ]; then
        echo "this example of docs/tables.md fails or finds nothing:"
        cat "$example"
        exit 1
    fi
done

# And the commands, in a folder where the sample's store is the usual one.
program=$(realpath "$1")
pack=$PWD
sed -n 's/^    \(sluice export .*\)/\1/p' docs/tables.md >"$folder/commands"
[ "$(grep -c . "$folder/commands")" -ge 3 ]
sluice() { "$program" "$@" --pack "$pack" --data data; }
cd "$folder"
while IFS= read -r command; do
    eval "$command" </dev/null || {
        echo "this command of docs/tables.md fails: $command"
        exit 1
    }
done <commands
echo "${#examples[@]} examples and $(grep -c . commands) commands ran"
