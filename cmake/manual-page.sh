#!/bin/sh
# manual-page.sh SCDOC PAGE MADE BINARY: make one manual page. A line {OPTIONS} in PAGE is replaced by what the binary prints
# for `--manual COMMAND`, so that the manual and the program cannot disagree; without it the section points to --help.
set -u
scdoc=$1 page=$2 made=$3 binary=${4-}
command=$(basename "$page" .1.scd)
command=${command#declarant-}
options=$made.options
mkdir -p "$(dirname "$made")"
{ [ -n "$binary" ] && "$binary" --manual "$command" >"$options" 2>/dev/null && [ -s "$options" ]; } ||
  printf '*declarant %s --help* lists them.\n' "$command" >"$options"
awk -v options="$options" '$0 == "{OPTIONS}" { while ((getline line < options) > 0) print line; next } { print }' "$page" |
  "$scdoc" >"$made.new" && mv "$made.new" "$made" && rm -f "$options"
