# shellcheck shell=bash
# A Chromium for the tests of the live page: the one that is there, or Debian's own, unpacked.

# The system's own, also under the names that other distributions have for it. Debian's starter among the
# unpacked tools is none: it reads settings that only an installed package has.
system_chromium() {
  type -aP chromium chromium-browser google-chrome-stable google-chrome | grep -vF "$tools/" | grep -m 1 .
}

# Unpacked, it has to be told where its libraries and its fonts lie.
# shellcheck disable=SC2154 # tools is set by apt.sh
unpacked_chromium() {
  local start=$tools/bin/chromium-unpacked libraries
  libraries=$tools/usr/lib/$(uname -m)-linux-gnu
  mkdir -p "$tools/bin"
  printf '#!/bin/sh\n%s="%s" %s="%s" exec "%s" "$@"\n' \
    LD_LIBRARY_PATH "$libraries:$libraries/pulseaudio:$tools/usr/lib" FONTCONFIG_PATH "$tools/etc/fonts" \
    "$tools/usr/lib/chromium/chromium" >"$start"
  chmod +x "$start"
  printf '%s' "$start"
}

set_up_chromium() {
  local wish="install chromium, or name one in EVENKEEL_CHROMIUM"
  [ -n "${EVENKEEL_CHROMIUM:-}" ] && return 0
  if ! EVENKEEL_CHROMIUM=$(system_chromium); then
    has_apt || fail "no Chromium is here and apt-get is missing; $wish."
    get_packages "Chromium" chromium chromium fonts-dejavu-core
    EVENKEEL_CHROMIUM=$(unpacked_chromium)
  fi
  export EVENKEEL_CHROMIUM
}
