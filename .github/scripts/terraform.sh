#!/usr/bin/env bash
# terraform.sh plan|apply: the environment in ENVIRONMENT. What Terraform says on the way to the plan goes into plan.txt.
set -euo pipefail
[[ $ENVIRONMENT =~ ^[a-z][a-z0-9]*$ && -d infra/environments/$ENVIRONMENT ]] ||
  { echo '::error::there is no environment of that name' && exit 1; }
case ${1:-} in
  # the role of a plan may only read, and S3 keeps a lock as an object; so a plan may be cancelled as well
  plan) lock=(-lock=false) ;;
  apply) lock=(-lock-timeout=5m) ;;
  *) echo '::error::terraform.sh plans or applies' && exit 1 ;;
esac
folder=infra/environments/$ENVIRONMENT
printf '%s\n' "$TFVARS" >"$folder/ci.auto.tfvars.json"

# told FILE COMMAND…: what it says goes into the log and into the file.
told() { "${@:2}" 2>&1 | tee "$1"; }

told plan.txt terraform -chdir="$folder" init -input=false -no-color -lockfile=readonly -backend-config="bucket=$STATE_BUCKET"
changes=0
told plan.txt terraform -chdir="$folder" plan -input=false -no-color "${lock[@]}" -detailed-exitcode -out=ci.tfplan || changes=$?
case $changes in 0 | 2) ;; *) exit 1 ;; esac
[ "$1" = apply ] || exit 0

[ "$changes" -eq 0 ] || terraform -chdir="$folder" apply -input=false -no-color "${lock[@]}" ci.tfplan
printf 'changed=%s\n' "$([ "$changes" -eq 2 ] && echo true || echo false)" >>"$GITHUB_OUTPUT"
