#!/bin/sh
# Renders nginx's configuration, then becomes nginx.
#
# Service Connect announces a service in /etc/hosts, under an IPv4 and an IPv6 address. nginx must see the IPv4 one
# alone: its "resolver" never reads that file, and two addresses make it refuse requests for a while after an outage.
set -eu

hosts=${HOSTS_FILE:-/etc/hosts}
template=${TEMPLATE_FILE:-/etc/nginx/proxy.conf.template}
rendered=${RENDERED_FILE:-/tmp/nginx.conf}
host=${UPSTREAM_HOST:-flask-app}
port=${UPSTREAM_PORT:-5000}
wait_seconds=${UPSTREAM_WAIT_SECONDS:-30}
trusted=${TRUSTED_PROXIES:-10.0.0.0/16}
rate=${RATE_LIMIT:-100}
version=${APP_VERSION:-0.0.0-dev}

fail() {
  echo "cannot start: $1" >&2
  exit 1
}

# matches NAME VALUE CHARACTERS: only these may reach the configuration.
matches() {
  case $2 in
    '' | *[!$3]*) fail "$1 is '$2', may hold only $3" ;;
  esac
}

ipv4_of_host() {
  awk -v host="$host" '
    { sub(/#.*/, "") }
    $1 ~ /^[0-9]+\.[0-9]+\.[0-9]+\.[0-9]+$/ { for (i = 2; i <= NF; i++) if ($i == host) { print $1; exit } }
  ' "$hosts"
}

has_dns_name() { getent hosts "$host" >/dev/null 2>&1; }

find_upstream() {
  waited=0
  while :; do
    address=$(ipv4_of_host)
    [ -z "$address" ] || return 0
    # Outside ECS, names come from DNS.
    ! has_dns_name || break
    [ "$waited" -lt "$wait_seconds" ] || break
    [ "$waited" -gt 0 ] || echo "waiting up to ${wait_seconds}s for $host in $hosts" >&2
    waited=$((waited + 1))
    sleep 1
  done
  address=$host
}

trusted_lines() {
  for network in $trusted; do printf 'set_real_ip_from %s; ' "$network"; done
}

matches UPSTREAM_HOST "$host" 'a-zA-Z0-9.-'
matches UPSTREAM_PORT "$port" '0-9'
matches UPSTREAM_WAIT_SECONDS "$wait_seconds" '0-9'
matches TRUSTED_PROXIES "$trusted" '0-9a-f:./ '
matches RATE_LIMIT "$rate" '0-9'
matches APP_VERSION "$version" '0-9A-Za-z.+-'

find_upstream
echo "upstream $host is $address:$port" >&2
sed -e "s|@UPSTREAM@|$address:$port|g" -e "s|@TRUSTED@|$(trusted_lines)|g" \
  -e "s|@RATE@|$rate|g" -e "s|@VERSION@|$version|g" "$template" >"$rendered"

exec "$@"
