# shellcheck shell=bash
# Where the set-up keeps what it made. One cache serves every checkout of one person.

EVENKEEL_CACHE=${EVENKEEL_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/evenkeel}
export EVENKEEL_CACHE

# Sockets want short paths (108 characters), so they live under /run and carry the cache's fingerprint.
cache_id=$(printf '%s' "$EVENKEEL_CACHE" | sha256sum | cut -c1-8)

open_cache() {
  mkdir -p "$EVENKEEL_CACHE"/{logs,runs,stamps}
}

# await_lock FD WHOM: waiting is told.
await_lock() {
  flock -n "$1" && return 0
  say "        waiting for $2 …"
  flock "$1"
}
