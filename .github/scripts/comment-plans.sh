#!/usr/bin/env bash
# comment-plans.sh FOLDER ENVIRONMENT…: FOLDER/plan-<environment>/plan.txt as one comment on PULL_REQUEST, found again by
# its first line. A plan that failed, or is not there, is told as such.
set -euo pipefail
folder=$1
shift
marker='<!-- evenkeel: terraform plans -->'
body=$(mktemp)
trap 'rm -f "$body"' EXIT

# verdict PLAN: the first error, else what the plan comes to. Terraform puts errors into boxes; a plan's own values are indented.
verdict() {
  local lines error sum
  lines=$(sed -nE 's/^(│ )?(Error: .*|Plan: .*|No changes\..*)$/\2/p' "$1" | tr -d '`<>|')
  error=$(grep -m 1 '^Error: ' <<<"$lines" || true)
  sum=$(grep -v '^Error: ' <<<"$lines" | tail -n 1 || true)
  if [ -n "$error" ]; then printf 'failed: %s' "${error#Error: }"; else printf '%s' "${sum:-no verdict}"; fi | cut -c1-200
}

# GitHub takes 65 536 characters: three plans of at most 20 000. No plan can close a fence of ten backticks.
{
  printf '%s\n## Terraform plans\n' "$marker"
  for environment in "$@"; do
    plan=$folder/plan-$environment/plan.txt
    if [ ! -s "$plan" ]; then
      printf '\n**%s** failed: it ended before Terraform said anything, see [the run](%s)\n' "$environment" \
        "$GITHUB_SERVER_URL/$GITHUB_REPOSITORY/actions/runs/$GITHUB_RUN_ID"
      continue
    fi
    printf '\n<details><summary><b>%s</b> %s</summary>\n\n``````````\n' "$environment" "$(verdict "$plan")"
    if [ "$(wc -c <"$plan")" -gt 20000 ]; then printf '(shortened: the last 20 000 characters)\n'; fi
    tail -c 20000 "$plan" | sed 's/``````````//g'
    printf '\n``````````\n\n</details>\n'
  done
} >"$body"

comments=repos/$GITHUB_REPOSITORY/issues/$PULL_REQUEST/comments
known=$(gh api --paginate "$comments" --jq ".[] | select(.user.type == \"Bot\" and (.body | startswith(\"$marker\"))) | .id" | head -n 1)
if [ -n "$known" ]; then
  gh api --silent --method PATCH "repos/$GITHUB_REPOSITORY/issues/comments/$known" --field body=@"$body"
else
  gh api --silent --method POST "$comments" --field body=@"$body"
fi
