# shellcheck shell=bash
# Which stand-ins are missing, and making them two at a time.

make_standins() {
  local odd=() even=() lane failed='' name standins_lock
  has_apt && can_be_root || fail "the base images ($*) cannot be pulled, and stand-ins for them need Debian or Ubuntu with root or a sudo without password."
  get_packages "mmdebstrap" mmdebstrap mmdebstrap
  exec {standins_lock}>"$EVENKEEL_CACHE/standins.lock"
  await_lock "$standins_lock" "another run that is making the stand-ins"
  for name in "$@"; do
    have_image "$(standin_tag "$name")" && continue
    if [ ${#odd[@]} -gt ${#even[@]} ]; then even+=("$name"); else odd+=("$name"); fi
  done
  start_heartbeat
  # Two lanes: the work is mostly the processor's.
  start_group odd make_one_by_one "${odd[@]}"
  lane=$group_pid
  start_group even make_one_by_one "${even[@]}"
  wait "$lane" || failed=yes
  wait "$group_pid" || failed=yes
  stop_heartbeat
  exec {standins_lock}>&-
  [ -z "$failed" ] || fail "a stand-in could not be made; the logs are $EVENKEEL_CACHE/logs/standin-*.log."
}

make_one_by_one() {
  local name began
  for name in "$@"; do
    began=$(now_ms)
    say "        making a stand-in for $name from Debian packages …"
    make_standin "$name" || return 1
    set_up_line "stand-in $(standin_tag "$name")" "$began"
  done
}
