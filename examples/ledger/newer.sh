#!/bin/sh
# examples/ledger/newer.sh [LEDGER]: a case recorded with pages that said 12 % where the law says 13 %, declared, and run again under the pages of today.
# The law laid down here is wrong on purpose: it plays the pages of yesterday.
set -e
here=$(CDPATH= cd -- "$(dirname -- "$0")/../.." && pwd)
place=$(mktemp -d)
mkdir "$place/pages"
trap 'rm -r "$place"' EXIT
DECLARANT_LEDGER=${1:-$place/ledger}
DECLARANT_DATA=$here/data
DECLARANT_NOW=2026-03-11T09:00:00.000000Z
export DECLARANT_LEDGER DECLARANT_DATA DECLARANT_NOW

cp -RL "$here/rulebooks/." "$place/pages"
sed '/^| CN-VAT-04 /s/ 0\.13 / 0.12 /' "$here/rulebooks/cn/import-vat.md" > "$place/pages/cn/import-vat.md"

declarant case new "$here/examples/cases/cn-e15.json" --id disc --by "Li Na" > "$place/told"
declarant case record disc --rulebooks "$place/pages" --by "Li Na" >> "$place/told"
printf '{ "number": "D-1", "day": "2026-03-10" }' > "$place/declaration.json"
declarant case add disc declaration "$place/declaration.json" --by "Li Na" >> "$place/told"

# 5 says that something changed, and that is what is to be seen here.
DECLARANT_NOW=2026-11-22T12:00:00.000000Z declarant replay --all --newer --under "$here/rulebooks" 2> "$place/said" || test $? -eq 5
