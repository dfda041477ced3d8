#!/bin/sh
# completions.sh BINARY FOLDER: write the completions that the binary itself prints, under the names the shells look for.
set -u
mkdir -p "$2"
write() { # write SHELL FILE
  if "$binary" --completion "$1" >"$2.new" 2>/dev/null && [ -s "$2.new" ]; then mv "$2.new" "$2"; else rm -f "$2.new"; fi
}
binary=$1
write bash "$2/declarant"
write zsh "$2/_declarant"
write fish "$2/declarant.fish"
