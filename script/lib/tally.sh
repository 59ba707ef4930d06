# shellcheck shell=bash
# The suites' counts. Every suite reports through count; one that cannot say its counts is a failure.

passed=0 failed=0 skipped=0

# count NAME PASSED FAILED SKIPPED STARTED
count() {
  passed=$((passed + $2)) failed=$((failed + $3)) skipped=$((skipped + $4))
  printf '%s: %s passed, %s failed, %s skipped  (%s s)\n' "$1" "$2" "$3" "$4" "$(seconds_since "$5")"
}

# count_file NAME STATUS COUNTS STARTED: "passed failed skipped" as a reader printed it. A suite that ended badly without
# a failed test of its own (it crashed, it found nothing) counts as one failure.
count_file() {
  local name=$1 status=$2 p=0 f=0 s=0
  if [[ $3 =~ ^([0-9]+)\ ([0-9]+)\ ([0-9]+)$ ]]; then
    p=${BASH_REMATCH[1]} f=${BASH_REMATCH[2]} s=${BASH_REMATCH[3]}
  fi
  if [ "$f" -eq 0 ] && { [ "$status" -ne 0 ] || [ $((p + s)) -eq 0 ]; }; then
    printf '%s: ended with %s and without counts of its own; that is one failure\n' "$name" "$status"
    f=1
  fi
  count "$name" "$p" "$f" "$s" "$4"
}

header() { printf '\n== %s\n' "$*"; }

# The last line is the sum and nothing else; the exit code says the same.
sum_up() {
  printf '%d passed, %d failed, %d skipped\n' "$passed" "$failed" "$skipped"
  [ "$failed" -eq 0 ] && [ "$passed" -gt 0 ]
}
