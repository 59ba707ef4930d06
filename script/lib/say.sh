# shellcheck shell=bash
# What the set-up tells the person who waits for it. Everything goes to stderr: stdout belongs to the command.

say() { printf '%s\n' "$*" >&2; }

# set_up_line WHAT STARTED: one line for one finished step, with its seconds.
set_up_line() { say "set up  $1  $(seconds_since "$2") s"; }

fail() {
  say "evenkeel: $*"
  exit 1
}

now_ms() { date +%s%3N; }

seconds_since() {
  local ms=$(($(now_ms) - $1))
  printf '%d.%d' $((ms / 1000)) $((ms % 1000 / 100))
}

# quietly LOG CMD…: the output is shown only when the command fails.
quietly() {
  local log=$1 rc=0
  shift
  "$@" >"$log" 2>&1 || rc=$?
  [ "$rc" -eq 0 ] || tail -n 40 "$log" >&2
  return "$rc"
}

# A line every ten seconds while something long is silent.
start_heartbeat() {
  local began=$SECONDS
  while sleep 10 && kill -0 $$ 2>/dev/null; do say "        … $((SECONDS - began)) s"; done &
  heartbeat=$!
}

stop_heartbeat() {
  kill "$heartbeat" 2>/dev/null || true
  wait "$heartbeat" 2>/dev/null || true
}
