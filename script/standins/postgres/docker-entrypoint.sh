#!/bin/sh
# As in PostgreSQL's image, shortened: the first start makes the cluster, its superuser and its database.
set -eu
[ "${1:-}" != postgres ] && exec "$@"
if [ "$(id -u)" = 0 ]; then
  mkdir -p "$PGDATA"
  chown -R postgres:postgres "$PGDATA"
  chmod 700 "$PGDATA"
  exec setpriv --reuid postgres --regid postgres --clear-groups "$0" "$@"
fi
user=${POSTGRES_USER:-postgres}
database=${POSTGRES_DB:-$user}
if [ ! -s "$PGDATA/PG_VERSION" ]; then
  if [ -z "${POSTGRES_PASSWORD:-}" ] && [ "${POSTGRES_HOST_AUTH_METHOD:-}" != trust ]; then
    echo 'POSTGRES_PASSWORD must be set (or POSTGRES_HOST_AUTH_METHOD=trust)' >&2
    exit 1
  fi
  (
    umask 077
    printf '%s\n' "${POSTGRES_PASSWORD:-unused}" >/tmp/pwfile
  )
  initdb --username="$user" --pwfile=/tmp/pwfile --auth-local=trust --auth-host=scram-sha-256 --encoding=UTF8 --no-sync >/dev/null
  rm /tmp/pwfile
  echo "host all all all ${POSTGRES_HOST_AUTH_METHOD:-scram-sha-256}" >>"$PGDATA/pg_hba.conf"
  # The server is not heard from outside before all of it is there.
  pg_ctl start -w -o "-c listen_addresses=''" >/dev/null
  [ "$database" = postgres ] || createdb -U "$user" --maintenance-db=postgres "$database"
  for file in /docker-entrypoint-initdb.d/*; do
    case $file in
      *.sh) sh "$file" ;;
      *.sql) psql -v ON_ERROR_STOP=1 -U "$user" -d "$database" -f "$file" ;;
    esac
  done
  pg_ctl stop -w -s -m fast
fi
shift
exec postgres -c listen_addresses='*' "$@"
