#!/usr/bin/env bash
# check-version.sh VERSION: a plain semantic version that no tag has yet.
set -euo pipefail
if ! [[ ${1:-} =~ ^(0|[1-9][0-9]{0,5})\.(0|[1-9][0-9]{0,5})\.(0|[1-9][0-9]{0,5})$ ]]; then
  echo '::error::the version has to be MAJOR.MINOR.PATCH, without v and without leading zeros'
  exit 1
fi
if git rev-parse --quiet --verify "refs/tags/v$1" >/dev/null; then
  echo "::error::v$1 exists already, and a release does not move"
  exit 1
fi
