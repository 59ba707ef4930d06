#!/bin/sh
# Writes the users and their rights, then becomes Redis. The password reaches neither its command line nor its environment.
set -eu
umask 077

acl=${ACL_FILE:-/tmp/users.acl}
maxmemory=${REDIS_MAXMEMORY:-300mb}

fail() {
  echo "cannot start: $1" >&2
  exit 1
}

[ -n "${REDIS_PASSWORD:-}" ] || fail "REDIS_PASSWORD is not set"
case $maxmemory in
  *[!0-9kmgb]*) fail "REDIS_MAXMEMORY is '$maxmemory', must be like 300mb" ;;
esac

hash=$(printf '%s' "$REDIS_PASSWORD" | sha256sum | cut -d ' ' -f 1)
cat >"$acl" <<ACL
user default off
user app on #$hash ~* resetchannels +@all -@admin -@dangerous
user health on nopass resetkeys resetchannels -@all +ping
ACL
unset REDIS_PASSWORD hash

exec "$@" --maxmemory "$maxmemory"
