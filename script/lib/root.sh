# shellcheck shell=bash
# Root without asking: as root already, or by a sudo that wants no password.

can_be_root() { [ "$EUID" -eq 0 ] || sudo -n true 2>/dev/null; }

as_root() {
  if [ "$EUID" -eq 0 ]; then "$@"; else sudo -n "$@"; fi
}
