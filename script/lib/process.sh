# shellcheck shell=bash
# Processes by record: "pid start-time", so that a number used again by a stranger is never mistaken for ours.

start_time() {
  local stat
  stat=$(cat "/proc/$1/stat" 2>/dev/null) || return 1
  # The command's name may hold spaces and brackets: count from behind it.
  # shellcheck disable=SC2086
  set -- ${stat##*) }
  printf '%s' "${20}"
}

# record_process FILE PID
record_process() {
  local began
  began=$(start_time "$2") || return 0
  printf '%s %s\n' "$2" "$began" >"$1"
}

# recorded_pid FILE: the pid, when the very process of the record is alive.
recorded_pid() {
  local pid began
  [ -r "$1" ] && read -r pid began <"$1" || return 1
  [ "$(start_time "$pid")" = "$began" ] && printf '%s' "$pid"
}

# stop_recorded FILE SECONDS [group]: TERM, patience, KILL.
stop_recorded() {
  local pid target
  pid=$(recorded_pid "$1") || { rm -f "$1"; return 0; }
  target=$pid
  [ "${3:-}" = group ] && target=-$pid
  as_root kill -TERM -- "$target" 2>/dev/null || true
  wait_gone "$1" "$2" || as_root kill -KILL -- "$target" 2>/dev/null || true
  wait_gone "$1" 5 || true
  rm -f "$1"
}

wait_gone() {
  local tenths=$(($2 * 10))
  while recorded_pid "$1" >/dev/null; do
    [ $((tenths--)) -gt 0 ] || return 1
    sleep 0.1
  done
}

# stop_groups FOLDER SECONDS: every process group recorded there.
stop_groups() {
  local record
  for record in "$1"/*.group; do
    [ ! -e "$record" ] || stop_recorded "$record" "$2" group
  done
}

unmount_under() {
  local mount
  awk -v folder="$1/" 'index($2, folder) == 1 { print $2 }' /proc/mounts | sort -r |
    while read -r mount; do as_root umount -l "$mount" 2>/dev/null || true; done
}

remove_tree() {
  unmount_under "$1"
  as_root rm -rf --one-file-system "$1"
}
