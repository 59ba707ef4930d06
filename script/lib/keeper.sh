#!/usr/bin/env bash
# Waits for a run to be gone and tears down what it could not: after a normal end there is nothing left to do.
# shellcheck disable=SC2031 # setup.sh works on other runs in subshells
set -uo pipefail
run=$1
lib=$(dirname "$0")
# shellcheck source=script/lib/setup.sh
source "$lib/setup.sh"
exec {run_lock}<"$run/lock"
flock -x "$run_lock"
[ -d "$run" ] || exit 0
stop_groups "$run" 20
stop_registry
if [ -e "$run/private-engine" ]; then
  exec {users_lock}>"$users_lock_file"
  flock -n -x "$users_lock" && stop_engine
fi
remove_tree "$run"
