#!/usr/bin/env bash
# terraform.sh plan|apply: the environment in ENVIRONMENT. The text of the plan goes into plan.txt.
set -euo pipefail
case $ENVIRONMENT in
  dev | staging | prod) ;;
  *) echo "::error::there is no environment of that name" && exit 1 ;;
esac
folder=infra/environments/$ENVIRONMENT
printf '%s\n' "$TFVARS" >"$folder/ci.auto.tfvars.json"
terraform -chdir="$folder" init -input=false -no-color -lockfile=readonly -backend-config="bucket=$STATE_BUCKET"

changes=0
terraform -chdir="$folder" plan -input=false -no-color -detailed-exitcode -out=ci.tfplan >plan.txt 2>&1 || changes=$?
cat plan.txt
[ "$changes" -ne 1 ] || exit 1
[ "$1" = apply ] || exit 0

[ "$changes" -eq 0 ] || terraform -chdir="$folder" apply -input=false -no-color ci.tfplan
printf 'changed=%s\n' "$([ "$changes" -eq 2 ] && echo true || echo false)" >>"$GITHUB_OUTPUT"
