#!/usr/bin/env bash
# comment-plans.sh FOLDER: FOLDER/plan-<environment>/plan.txt as one comment on PULL_REQUEST, found again by its first line.
set -euo pipefail
marker='<!-- evenkeel: terraform plans -->'
body=$(mktemp)
trap 'rm -f "$body"' EXIT

# GitHub takes 65 536 characters: three plans of at most 20 000. No plan can close a fence of ten backticks.
{
  printf '%s\n## Terraform plans\n' "$marker"
  for plan in "$1"/plan-*/plan.txt; do
    environment=${plan#"$1"/plan-}
    verdict=$(grep -E '^(Plan:|No changes\.|Error:)' "$plan" | tail -n 1 | tr -d '`<>|' | cut -c1-200 || true)
    printf '\n<details><summary><b>%s</b> %s</summary>\n\n``````````\n' "${environment%/plan.txt}" "${verdict:-no verdict}"
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
