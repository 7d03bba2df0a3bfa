#!/bin/sh
# Opens the HTML report in headless Chromium and checks the document that the browser made of it.
# usage: browser_opens_report.sh <report_sample>; exit 77 = skipped, no Chromium here
set -eu

sample=$1
browser=
for name in chromium chromium-browser google-chrome google-chrome-stable; do
    if command -v "$name" >/dev/null 2>&1; then
        browser=$name
        break
    fi
done
if [ -z "$browser" ]; then
    echo "SKIPPED: no Chromium is installed, so the HTML report was not opened in a browser"
    exit 77
fi

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT

failures=0
fail() {
    echo "FAILED: $1"
    failures=$((failures + 1))
}

# The document after the browser has parsed it, as HTML again. --no-sandbox: test machines often run as root.
dump() {
    "$sample" "$1" >"$folder/$1.html"
    timeout 60 "$browser" --headless --no-sandbox --disable-gpu --disable-quic --no-first-run \
        --disable-background-networking --disable-component-update --disable-sync \
        --user-data-dir="$folder/profile" --enable-logging=stderr \
        --dump-dom "file://$folder/$1.html" >"$folder/$1.dom" 2>"$folder/$1.log"
}

must_have() {
    grep -q -- "$2" "$folder/$1.dom" || fail "$1: no $2"
}

must_not_have() {
    if grep -qiE -- "$2" "$folder/$1.dom"; then
        fail "$1: has $2"
    fi
}

count() {
    grep -o -- "$2" "$folder/$1.dom" | wc -l
}

check_document() {
    dump "$1"
    for landmark in '<html lang="en-GB">' '<main id="main"' '<header class="banner"' '<nav class="contents"' \
        '<footer>' '<h1>Data quality report</h1>' 'class="skip"' '</html>'; do
        must_have "$1" "$landmark"
    done
    must_not_have "$1" '(src|href|action|data)="?[a-z]+:'
    must_not_have "$1" '<(script|link|iframe|object|embed|img|form)[ >]'
    must_not_have "$1" ' on[a-z]+="'
    # What the content security policy had to refuse would be on the console.
    if grep -q 'CONSOLE' "$folder/$1.log"; then
        fail "$1: the browser complained: $(grep -m 1 'CONSOLE' "$folder/$1.log")"
    fi
}

check_document html
check_document empty
check_document hostile

# A browser that repairs a table moves stray content out of it, so the counts show that nothing was repaired.
for element in '<table' '<caption' '<section' '<article' '<details' '<svg' '<td' 'scope="col"' 'scope="row"'; do
    written=$(grep -o -- "$element" "$folder/html.html" | wc -l)
    parsed=$(count html "$element")
    [ "$written" -eq "$parsed" ] || fail "html: $written $element written, $parsed parsed"
done
[ "$(count html '<table')" -ge 10 ] || fail "html: fewer than ten tables"
[ "$(count html '<table')" -eq "$(count html '<caption')" ] || fail "html: a table without a caption"
[ "$(count html '<svg')" -eq 2 ] || fail "html: not two charts"
must_have html 'id="files-caption">Rows by file</caption>'
must_have html 'Adds up'
must_have hostile '&lt;script&gt;alert'
must_have empty 'There was nothing to read.'

[ "$failures" -eq 0 ] || exit 1
echo "opened with $($browser --version 2>/dev/null): landmarks, tables and charts are there, nothing is loaded from elsewhere"
