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
npm sbom --omit=dev --package-lock-only --sbom-format=spdx |
  jq --arg name "$name" --arg at "$(git log -1 --format=%cI)" --arg sha "$(git rev-parse HEAD)" '
    .name = $name
    | .creationInfo.created = ($at | sub("[+-]\\d\\d:\\d\\d$"; "Z"))
    | .documentNamespace = "https://github.com/evenkeel/evenkeel/sbom/" + $sha' >"$folder/sbom.spdx.json"
(cd "$folder" && sha256sum "$name.tar.gz" sbom.spdx.json >SHA256SUMS)
