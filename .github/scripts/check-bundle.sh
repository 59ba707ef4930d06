#!/usr/bin/env bash
# dist/ is what the sources build, file by file.
set -euo pipefail
rebuilt=$(mktemp -d)
trap 'rm -rf "$rebuilt"' EXIT
script/build "$rebuilt/dist"
if ! diff -rq dist "$rebuilt/dist" || [ -n "$(git status --porcelain dist)" ]; then
  echo '::error::dist/ is not what the sources build: run script/build and commit it'
  exit 1
fi
