#!/bin/bash
# deploy/sample/exchange is a sound package with the manifest that Sluice writes; written out, taken in and written
# out again it is the same; and the commands of docs/send-your-first-file.md work as given.
# usage: exchange.sh <sluice>, from the project's folder
set -euo pipefail
sluice=$(realpath "$1")
pack=$PWD
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
export SLUICE_PACK=$pack

mkdir "$folder/october"
cp deploy/sample/exchange/*.csv "$folder/october"
"$sluice" exchange manifest "$folder/october" --sender A81001 --system LinkDesk --period 2026-10-01/2026-10-31 \
    --purpose secondary-use --semantics snapshot --ndop not-required --made 2026-11-01T09:30:00+00:00 >/dev/null
diff -u deploy/sample/exchange/manifest.json "$folder/october/manifest.json"

cd "$folder"
"$sluice" check october --as-of 2026-11-01 >/dev/null
[ "$("$sluice" check october --as-of 2026-11-01 --format csv | wc -l)" -eq 1 ]  # the heading: no finding

from=october
for round in 1 2; do
    "$sluice" ingest "$from" --data "data$round" --as-of 2026-11-01 >/dev/null
    "$sluice" export --format exchange --sender A81001 --data "data$round" -o "out$round"
    from=out$round
done
diff -r out1 out2

# The commands of the page, in order.
rm october/manifest.json
page=$pack/docs/send-your-first-file.md
receipt=
count=0
while IFS= read -r command; do
    code=0
    printed=$(eval "\"\$sluice\" ${command//RECEIPT/$receipt}" </dev/null) || code=$?
    [ "$code" -eq 0 ] || {
        echo "docs/send-your-first-file.md: sluice $command ends with $code"
        exit 1
    }
    found=$(awk '$1 == "Receipt" && $2 ~ /^SLU-/ { print $2; exit }' <<<"$printed")
    receipt=${found:-$receipt}
    count=$((count + 1))
done < <(sed -n 's/^    sluice //p' "$page")
[ -n "$receipt" ] && [ -s report.html ] && [ -s template.xlsx ]
echo "$count commands ran"
