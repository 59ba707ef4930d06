# shellcheck shell=bash
# The local ECS for tools that are run against it.

# start_ecs LOG ARGUMENT…: its address is in $ecs; LOG is the name of its log among the others.
start_ecs() {
  local port tenths=300 log=$EVENKEEL_CACHE/logs/$1.log
  shift
  port=$(free_port)
  ecs=http://127.0.0.1:$port
  start_group ecs node "$root/dist/emulator/index.js" --port "$port" "$@" >"$log" 2>&1
  until curl -fsS -m 5 -o /dev/null --noproxy '*' "$ecs/_internal/health" 2>/dev/null; do
    [ $((tenths--)) -gt 0 ] || fail "the local ECS did not start; its log is $log."
    sleep 0.1
  done
}
