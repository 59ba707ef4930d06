# shellcheck shell=bash
# The private engine's network. The engine itself writes no firewall rules (its chains would outlive it and replace those
# of another engine): three rules and one bridge of our own do, and go with it.

bridge=ek$cache_id
range_file=$engine_run/range
forward_file=$engine_run/ip_forward

as_number() {
  local IFS=.
  # shellcheck disable=SC2086
  set -- $1
  printf '%d' $((($1 << 24) + ($2 << 16) + ($3 << 8) + $4))
}

# overlaps NETWORK/BITS NETWORK/BITS
overlaps() {
  local bits=$((${1#*/} < ${2#*/} ? ${1#*/} : ${2#*/}))
  [ $(($(as_number "${1%/*}") >> (32 - bits))) -eq $(($(as_number "${2%/*}") >> (32 - bits))) ]
}

routes() { ip -4 route show table all | awk '$1 ~ /^[0-9.]+\/[0-9]+$/ { print $1 }' | sort -u; }

free_range() {
  local range route
  for range in 10.213.0.0/16 10.87.0.0/16 172.29.0.0/16 172.26.0.0/16 192.168.0.0/16; do
    while read -r route; do
      overlaps "$range" "$route" && continue 2
    done < <(routes)
    printf '%s' "$range"
    return 0
  done
  fail "no free address range for the private Docker engine's containers (10.213/16, 10.87/16, 172.29/16, 172.26/16, 192.168/16 are all routed here)."
}

route_mtu() {
  local device
  device=$(ip -4 route show default | awk '{ for (i = 1; i < NF; i++) if ($i == "dev" && !found++) print $(i + 1) }')
  cat "/sys/class/net/${device:-lo}/mtu" 2>/dev/null || echo 1500
}

firewall() { as_root env "${engine_env[@]}" iptables -w "$@"; }

# rules -I or -D
rules() {
  local range=$2
  local mark=(-m comment --comment "$bridge")
  firewall -t nat "$1" POSTROUTING -s "$range" ! -d "$range" "${mark[@]}" -j MASQUERADE
  firewall "$1" FORWARD -s "$range" "${mark[@]}" -j ACCEPT
  firewall "$1" FORWARD -d "$range" "${mark[@]}" -j ACCEPT
}

# other_engines: the forwarding records of private engines of other caches.
other_engines() { find /run/evenkeel-*/ip_forward -not -path "$forward_file" 2>/dev/null || true; }

raise_network() {
  local range=$1
  printf '%s' "$range" | as_root tee "$range_file" >/dev/null
  # What the first of several private engines found is what the last one puts back.
  # shellcheck disable=SC2046
  cat $(other_engines) /proc/sys/net/ipv4/ip_forward | sed -n 1p | as_root tee "$forward_file" >/dev/null
  echo 1 | as_root tee /proc/sys/net/ipv4/ip_forward >/dev/null
  as_root ip link add "$bridge" type bridge
  as_root ip addr add "${range%.*.*}.0.1/24" dev "$bridge"
  as_root ip link set "$bridge" up
  rules -I "$range"
}

lower_network() {
  local range route device
  [ -r "$range_file" ] || return 0
  range=$(cat "$range_file")
  rules -D "$range" 2>/dev/null || true
  # The engine leaves the bridges of its networks behind.
  while read -r _ device _ route _; do
    overlaps "$range" "$route" && as_root ip link del "$device" 2>/dev/null
  done < <(ip -4 -o addr show) || true
  as_root ip link del "$bridge" 2>/dev/null || true
  [ -n "$(other_engines)" ] || as_root tee /proc/sys/net/ipv4/ip_forward >/dev/null <"$forward_file"
}
