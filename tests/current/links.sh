#!/bin/bash
# Every relative link of a Markdown file leads to a file of the project.
set -euo pipefail
broken=0
links=0
while IFS= read -r page; do
    while IFS= read -r target; do
        links=$((links + 1))
        if [ ! -e "$(dirname "$page")/$target" ]; then
            echo "$page: $target is not there"
            broken=$((broken + 1))
        fi
    done < <(grep -oE '\]\([^)# ]+' "$page" | sed 's/^](//' | grep -v '://' || true)
done < <(find . -name '*.md' -not -path './build/*' -not -path './.git/*' | sort)
echo "$links links"
[ "$broken" -eq 0 ] && [ "$links" -gt 0 ]
