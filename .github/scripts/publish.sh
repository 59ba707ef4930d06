#!/usr/bin/env bash
# publish.sh VERSION FOLDER BUNDLE: a draft with everything in it first, because a published release takes nothing more.
set -euo pipefail
tag=v$1
cp "$3" "$2/evenkeel-$1.intoto.jsonl"
gh release create "$tag" --draft --target "$GITHUB_SHA" --title "$tag" --generate-notes "$2"/*
gh release edit "$tag" --draft=false

# the moving tag of the major version is no release of its own
major=${tag%%.*}
ref=repos/$GITHUB_REPOSITORY/git/refs
if gh api --silent "$ref/tags/$major" 2>/dev/null; then
  gh api --silent --method PATCH "$ref/tags/$major" --field sha="$GITHUB_SHA" --field force=true
else
  gh api --silent --method POST "$ref" --field ref="refs/tags/$major" --field sha="$GITHUB_SHA"
fi
