#!/bin/sh
# As in nginx's image: *.envsh of /docker-entrypoint.d are sourced, *.sh are run, then the command.
set -e
if [ "$1" = nginx ] || [ "$1" = nginx-debug ]; then
  # shellcheck disable=SC1090
  for file in $(find /docker-entrypoint.d -follow -type f | sort -V); do
    case $file in
      *.envsh) [ ! -x "$file" ] || . "$file" ;;
      *.sh) [ ! -x "$file" ] || "$file" ;;
    esac
  done
fi
exec "$@"
