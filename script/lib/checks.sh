# shellcheck shell=bash
# A suite's own checks, on top of the tally: a line each, and the end of the log of what fails.
# shellcheck source=script/lib/tally.sh
source "$lib/tally.sh"

# ok NAME [HOW MANY]
ok() { passed=$((passed + ${2:-1})) && say "ok       $1"; }

skip() { skipped=$((skipped + 1)) && say "skipped  $1"; }

# broken NAME LOG [HOW MANY [HOW MANY PASSED BESIDE IT]]
broken() {
  failed=$((failed + ${3:-1})) passed=$((passed + ${4:-0}))
  say "FAILED   $1"
  tail -n 60 "$2" | sed 's/^/         /' >&2
}

# check NAME CMD…
# shellcheck disable=SC2154 # work is set by the script that sources this
check() {
  local name=$1 log began
  shift
  began=$(now_ms)
  mkdir -p "$work/logs"
  log=$work/logs/$(printf '%s' "$name" | tr -c 'a-zA-Z0-9\n' '-').log
  if "$@" >"$log" 2>&1; then ok "$name  $(seconds_since "$began") s"; else broken "$name" "$log"; fi
}
