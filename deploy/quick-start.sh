#!/usr/bin/env bash
# From a fresh Debian 12 machine to a dataset that you can read: installs what is needed, builds, receives the
# bundled extract of three practices (synthetic people), and says where everything is. Run it again at will.
set -euo pipefail
cd "$(dirname "$0")/.."

data=sluice-data
sluice=build/release/sluice

step() {
    printf '\n== %s\n\n' "$*"
}

# Prints the receipt and the counts; the findings, at their length, are for the report. Leaves the receipt's
# number in $receipt.
receive() {
    local code=0 printed
    printed=$("$sluice" ingest "$1" --sender 7QX --data "$data" --as-of 2026-11-01) || code=$?
    # 1 = accepted with findings, which is what the sample is made to give.
    if [ "$code" -gt 1 ]; then
        exit "$code"
    fi
    printf '%s\n' "$printed" | sed '/^Findings$/,$d'
    printf '%s\n' "$printed" | grep '^These files were submitted before' || true
    receipt=$(printf '%s\n' "$printed" | awk '$1 == "Receipt" { print $2; exit }')
}

step "1/4  What the build needs (deploy/packages.txt)"
deploy/setup.sh build

step "2/4  Build"
cmake --preset release >/dev/null
cmake --build --preset release --target sluice

step "3/4  Receive the sample: a full extract of three practices, then what changed in the week after"
receive deploy/sample/bulk.zip
bulk=$receipt
receive deploy/sample/delta.zip
delta=$receipt

step "4/4  The data-quality reports"
"$sluice" report "$bulk" --data "$data" -o "$data/report.html"
"$sluice" report "$delta" --data "$data" -o "$data/report-delta.html"
cat <<END
  $PWD/$data/report.html          receipt $bulk, the full extract
  $PWD/$data/report-delta.html    receipt $delta, the changes

Read the dataset as tables (docs/tables.md):
  sqlite3 -box $data/sluice.db 'SELECT organisation, status, count(*) FROM referral WHERE held_back = 0 GROUP BY 1, 2'
END
sqlite3 -readonly -box "$data/sluice.db" \
    'SELECT organisation, status, count(*) FROM referral WHERE held_back = 0 GROUP BY 1, 2' | sed 's/^/  /'
cat <<END
as CSV:
  $sluice export --entity referral --data $data -o $data/referral.csv
and further:
  $sluice completeness --data $data --format text    how complete each field is
  $sluice explain NHS-003                                  what a rule checks, why, and what to do
  $sluice --help

Your own extract: $sluice ingest FOLDER-OR-ZIP --sender YOUR-ODS-CODE --data some-other-folder (docs/emis.md)
END
