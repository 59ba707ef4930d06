# shellcheck shell=bash
# The life of one run: what it holds, how its command is started and how everything ends, whatever ends it.

run_lock='' users_lock='' start_lock=''

# shellcheck disable=SC2031 # the sweep works on runs of its own, in a subshell
open_run() {
  open_cache
  sweep_dead_runs
  run=$(mktemp -d "$EVENKEEL_CACHE/runs/XXXXXX")
  docker_config=$run/docker
  plugins=$docker_config/cli-plugins
  mkdir -p "$plugins"
  printf '{}\n' >"$docker_config/config.json"
  exec {run_lock}>"$run/lock" {users_lock}>"$users_lock_file" {start_lock}>"$EVENKEEL_CACHE/start.lock"
  flock -x "$run_lock"
  trap 'on_exit' EXIT
  trap 'stop_child INT; exit 130' INT
  trap 'stop_child TERM; exit 143' TERM
  trap 'stop_child HUP; exit 129' HUP
  set -E
  trap 'say "evenkeel: the set-up stopped at ${BASH_SOURCE[0]##*/}:$LINENO: $BASH_COMMAND"' ERR
  # Should this shell be killed outright, the keeper notices the lock go and tears down in its place.
  setsid bash "$lib/keeper.sh" "$run" >/dev/null 2>&1 </dev/null {run_lock}>&- {users_lock}>&- {start_lock}>&- &
}

on_exit() {
  local status=$?
  trap - EXIT ERR
  trap '' INT TERM HUP
  tear_down
  exit "$status"
}

tear_down() {
  [ -n "${run:-}" ] && [ -d "$run" ] || return 0
  stop_heartbeat
  stop_groups "$run" 30
  stop_registry
  leave_engine
  remove_tree "$run"
}

# A run whose lock is free has died; its keeper too, or it would have removed it.
sweep_dead_runs() {
  local dead
  for dead in "$EVENKEEL_CACHE"/runs/*/; do
    [ -d "$dead" ] || continue
    (
      exec {lock}>"$dead/lock"
      flock -n -x "$lock" || exit 0
      run=${dead%/}
      say "clearing what a run that was killed left behind ($run)"
      stop_groups "$run" 10
      stop_registry
      remove_tree "$run"
    )
  done
}

# start_group NAME CMD…: in a process group of its own, so that a signal reaches the command and all it started exactly
# once. Its pid is in $group_pid.
start_group() {
  local name=$1
  shift
  set -m
  "$@" </dev/null {run_lock}>&- {users_lock}>&- {start_lock}>&- &
  group_pid=$!
  set +m
  record_process "$run/$name.group" "$group_pid"
}

run_child() {
  local status=0
  trap - ERR
  start_group child "$@"
  wait "$group_pid" || status=$?
  rm -f "$run/child.group"
  return "$status"
}

stop_child() {
  local pid
  trap '' INT TERM HUP
  trap - ERR
  pid=$(recorded_pid "$run/child.group") || return 0
  kill "-$1" -- "-$pid" 2>/dev/null || true
  wait_gone "$run/child.group" 30 || true
}
