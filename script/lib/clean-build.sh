#!/usr/bin/env bash
# clean-build.sh FOLDER: FOLDER/dist from the tracked files alone, copied into FOLDER, with modules of its own.
set -euo pipefail
root=$(cd "$(dirname "$0")/../.." && pwd)
[ ! -e "$1" ] || { echo "clean-build: $1 is there already" >&2 && exit 1; }
mkdir -p "$1"
copy=$(cd "$1" && pwd)

cd "$root"
# an unpacked archive has no git, and nothing in it but the commit
tracked() { git ls-files -z 2>/dev/null || find . \( -name node_modules -o -path ./lib \) -prune -o -type f -print0; }
tracked | while IFS= read -r -d '' file; do [ ! -f "$file" ] || printf '%s\0' "$file"; done |
  tar --null --files-from=- --create | tar --extract --directory="$copy"

cd "$copy"
rm -rf dist
npm ci --ignore-scripts --prefer-offline --no-audit --no-fund --loglevel=error
script/build
