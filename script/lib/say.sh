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

heartbeat=

# A line every ten seconds while something long is silent.
start_heartbeat() {
  local second=0
  while sleep 1 && kill -0 $$ 2>/dev/null; do
    [ $((++second % 10)) -ne 0 ] || say "        … $second s"
  done {run_lock}>&- {users_lock}>&- {start_lock}>&- &
  heartbeat=$!
  disown "$heartbeat"
}

stop_heartbeat() {
  [ -n "$heartbeat" ] || return 0
  kill "$heartbeat" 2>/dev/null || true
  heartbeat=
}
