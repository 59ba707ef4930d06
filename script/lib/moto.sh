# shellcheck shell=bash
# moto, from PyPI: the AWS emulator behind the local ECS for everything that is not ECS. It keeps nothing.

set_up_moto() {
  local began venv pins=$lib/moto.txt
  began=$(now_ms)
  local pip_options=(-q --disable-pip-version-check --only-binary :all: -r "$pins")
  venv=$EVENKEEL_CACHE/moto-$(sha256sum "$pins" | cut -c1-12)
  moto_server=$venv/bin/moto_server
  [ ! -e "$venv/.complete" ] || return 0
  start_heartbeat
  quietly "$EVENKEEL_CACHE/logs/moto-install.log" make_venv || { stop_heartbeat; return 1; }
  stop_heartbeat
  touch "$venv/.complete"
  set_up_line "moto ($venv)" "$began"
}

moto_answers() { curl -fsS -m 5 -o /dev/null --noproxy '*' "$1/moto-api/data.json" 2>/dev/null; }

# start_moto: its address is in $EVENKEEL_MOTO. $moto_policies is false where no policy of AWS is needed: each reset reads them again.
start_moto() {
  local began port tenths
  began=$(now_ms)
  for _ in 1 2 3; do
    port=$(free_port)
    start_group moto env "${python_env[@]}" MOTO_IAM_LOAD_MANAGED_POLICIES="${moto_policies:-true}" \
      "$moto_server" -H 127.0.0.1 -p "$port" >"$EVENKEEL_CACHE/logs/moto.log" 2>&1
    tenths=300
    while [ $((tenths--)) -gt 0 ] && recorded_pid "$run/moto.group" >/dev/null; do
      EVENKEEL_MOTO=http://127.0.0.1:$port
      if moto_answers "$EVENKEEL_MOTO"; then
        export EVENKEEL_MOTO
        set_up_line "moto on $EVENKEEL_MOTO" "$began"
        return 0
      fi
      sleep 0.1
    done
    stop_moto
  done
  tail -n 20 "$EVENKEEL_CACHE/logs/moto.log" >&2
  fail "moto did not start; its log is $EVENKEEL_CACHE/logs/moto.log."
}

# By the process of its record alone; a run that is killed outright is swept like any other.
stop_moto() { stop_recorded "$run/moto.group" 5 group; }
