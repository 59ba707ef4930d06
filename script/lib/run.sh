# shellcheck shell=bash
# The life of one run: what it holds, how its command is started and how everything ends, whatever ends it.

run_lock='' users_lock='' start_lock='' child_status=0

# shellcheck disable=SC2031 # the sweep works on runs of its own, in a subshell
open_run() {
  open_cache
  sweep_dead_runs
  run=$(mktemp -d "$EVENKEEL_CACHE/runs/XXXXXX")
  docker_config=$run/docker
  plugins=$docker_config/cli-plugins
  mkdir -p "$plugins"
  printf '{}\n' >"$docker_config/config.json"
  exec {run_lock}>"$run/lock"
  flock -x "$run_lock"
  trap 'on_exit' EXIT
  trap 'stop_child INT; exit 130' INT
  trap 'stop_child TERM; exit 143' TERM
  trap 'stop_child HUP; exit 129' HUP
  # Should this shell be killed outright, the keeper notices the lock go and tears down in its place.
  setsid bash "$lib/keeper.sh" "$run" >/dev/null 2>&1 </dev/null {run_lock}>&- &
}

on_exit() {
  local status=$?
  trap - EXIT
  trap '' INT TERM HUP
  tear_down
  exit "$status"
}

tear_down() {
  [ -n "${run:-}" ] && [ -d "$run" ] || return 0
  stop_recorded "$run/child.pid" 30 group
  stop_registry
  leave_engine
  rm -rf "$run"
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
      stop_recorded "$run/child.pid" 10 group
      stop_registry
      rm -rf "$run"
    )
  done
}

# run_child CMD…: in a process group of its own, so that a signal reaches the command and all it started exactly once.
run_child() {
  child_status=0
  set -m
  "$@" </dev/null {run_lock}>&- {users_lock}>&- &
  local pid=$!
  set +m
  record_process "$run/child.pid" "$pid"
  wait "$pid" || child_status=$?
  rm -f "$run/child.pid"
  return "$child_status"
}

stop_child() {
  local pid
  trap '' INT TERM HUP
  pid=$(recorded_pid "$run/child.pid") || return 0
  kill "-$1" -- "-$pid" 2>/dev/null || true
  wait_gone "$run/child.pid" 30 || true
}
