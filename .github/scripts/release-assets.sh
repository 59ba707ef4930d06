#!/usr/bin/env bash
# release-assets.sh VERSION FOLDER: the files of a release, from HEAD. Needs no network and no token.
set -euo pipefail
root=$(git rev-parse --show-toplevel)
mkdir -p "$2"
folder=$(cd "$2" && pwd)
name=evenkeel-$1

cd "$root"
# the same commit gives the same bytes
git archive --format=tar --prefix="$name/" HEAD -- action.yml dist LICENSE README.md | gzip --no-name >"$folder/$name.tar.gz"
# npm's own --omit=dev leaves out what development needs as well, so the lock file decides
npm sbom --package-lock-only --sbom-format=spdx |
  jq --arg name "$name" --arg at "$(TZ=UTC git log -1 --date=format-local:%Y-%m-%dT%H:%M:%SZ --format=%cd)" \
    --arg sha "$(git rev-parse HEAD)" --slurpfile lock package-lock.json '
    .name = $name
    | .creationInfo.created = $at
    | .documentNamespace = "https://github.com/evenkeel/evenkeel/sbom/" + $sha
    | .packages |= map(select($lock[0].packages[.packageFileName].dev != true))
    | (.packages | map(.SPDXID)) as $kept
    | .relationships |= map(select(.relatedSpdxElement | IN($kept[])) | select(.spdxElementId | IN("SPDXRef-DOCUMENT", $kept[])))' \
    >"$folder/sbom.spdx.json"
(cd "$folder" && sha256sum "$name.tar.gz" sbom.spdx.json >SHA256SUMS)
