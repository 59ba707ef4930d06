# shellcheck shell=bash
# The Docker engine: the running one when it is new enough, else a private one that ends with its last user.

engine_data=$EVENKEEL_CACHE/engine
engine_run=/run/evenkeel-$cache_id
engine_socket=$engine_run/docker.sock
engine_record=$EVENKEEL_CACHE/engine.pid
users_lock_file=$EVENKEEL_CACHE/users.lock
private_engine=
engine_env=(
  "PATH=$tools/bin:$tools/usr/sbin:$tools/usr/bin:$tools/sbin:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"
  "LD_LIBRARY_PATH=$tools/usr/lib/$(uname -m)-linux-gnu:$tools/usr/lib"
  "XTABLES_LIBDIR=$tools/usr/lib/$(uname -m)-linux-gnu/xtables"
)
engine_version() { timeout 5 docker version --format '{{.Server.Version}}' 2>/dev/null; }

at_least_23() { [ "${1%%.*}" -ge 23 ] 2>/dev/null; }

use_running_engine() {
  local began version own
  began=$(now_ms)
  version=$(engine_version) && at_least_23 "$version" || return 1
  DOCKER_HOST=${DOCKER_HOST:-$(docker context inspect --format '{{.Endpoints.docker.Host}}')}
  export DOCKER_HOST
  if docker buildx version >/dev/null 2>&1; then
    # A plugin of the person's own folder must be found from our private one too.
    own=${DOCKER_CONFIG:-$HOME/.docker}/cli-plugins/docker-buildx
    [ ! -x "$own" ] || ln -sf "$own" "$plugins/"
  else
    has_apt || fail "this Docker engine ($version) lacks buildx: install the docker-buildx plugin."
    get_packages "docker-buildx" buildx -- "docker-buildx/$(engine_suite)"
    link_buildx
  fi
  export DOCKER_CONFIG=$docker_config
  set_up_line "Docker engine $version (the running one, $DOCKER_HOST)" "$began"
}

link_buildx() {
  local plugin
  plugin=$(find "$tools/usr" -path '*/cli-plugins/docker-buildx' -print -quit)
  chmod +x "$plugin"
  ln -sf "$plugin" "$plugins/docker-buildx"
}

refuse_private_engine() {
  local wish="install Docker Engine 23 or newer with the buildx plugin"
  case "$(uname -s) $(release_field ID 2>/dev/null) $(release_field ID_LIKE 2>/dev/null)" in
    Linux*debian* | Linux*ubuntu*) ;;
    *) fail "no Docker engine >= 23 answers here; $wish." ;;
  esac
  has_apt || fail "no Docker engine >= 23 answers here and apt-get is missing; $wish."
  can_be_root || fail "no Docker engine >= 23 answers here and a private one needs root or a sudo without password; $wish."
}

engine_packages() {
  local suite codename
  suite=$(engine_suite)
  codename=$(release_field VERSION_CODENAME)
  if [ "$suite" = "$codename" ]; then
    get_packages "Docker engine" engine docker.io docker-buildx
  else
    get_packages "Docker engine" engine containerd runc iptables -- \
      "docker.io/$suite" "docker-cli/$suite" "docker-buildx/$suite" "tini/$suite"
  fi
  link_iptables
}

# Debian chooses between iptables' two back ends when it installs it; unpacked, we choose: the one this kernel answers.
link_iptables() {
  local backend
  mkdir -p "$tools/bin"
  [ -e "$tools/usr/sbin/xtables-nft-multi" ] || return 0
  for backend in nft legacy; do
    ln -sf "$tools/usr/sbin/xtables-$backend-multi" "$tools/bin/iptables"
    ln -sf "$tools/usr/sbin/xtables-$backend-multi" "$tools/bin/ip6tables"
    firewall -t nat -S >/dev/null 2>&1 && return 0
  done
  fail "this kernel answers neither nftables nor iptables; the private Docker engine needs one of them."
}

engine_answers() { DOCKER_HOST=unix://$engine_socket timeout 5 "$tools/usr/bin/docker" version >/dev/null 2>&1; }

# An engine that others use is not given up because a busy machine answers late.
engine_answers_late() {
  local tries=12
  until engine_answers; do [ $((--tries)) -gt 0 ] || return 1; done
}

write_engine_config() {
  local range=$1
  cat <<JSON
{
  "data-root": "$engine_data",
  "exec-root": "$engine_run/exec",
  "pidfile": "$engine_run/docker.pid",
  "hosts": ["unix://$engine_socket"],
  "group": "$(id -g)",
  "storage-driver": "overlay2",
  "bridge": "$bridge",
  "mtu": $(route_mtu),
  "default-network-opts": { "bridge": { "com.docker.network.driver.mtu": "$(route_mtu)" } },
  "default-address-pools": [{ "base": "$range", "size": 24 }],
  "iptables": false,
  "ip6tables": false,
  "ip-forward": false,
  "live-restore": false,
  "shutdown-timeout": 5,
  "log-driver": "json-file",
  "log-opts": { "max-size": "10m" }
}
JSON
}

launch_engine() {
  local range
  range=$(free_range)
  as_root mkdir -p "$engine_run" "$engine_data"
  # The address range may be another one than last time, and no network outlives its run.
  as_root rm -rf "$engine_data/network"
  note_absent_folders
  write_engine_config "$range" | as_root tee "$engine_run/daemon.json" >/dev/null
  raise_network "$range"
  # Its own session: Ctrl-C is for the command, the engine goes last.
  as_root setsid env "${engine_env[@]}" dockerd --config-file "$engine_run/daemon.json" \
    >"$EVENKEEL_CACHE/logs/dockerd.log" 2>&1 </dev/null {run_lock}>&- {users_lock}>&- {start_lock}>&- &
  local launched=$! tenths=300
  until engine_answers; do
    kill -0 "$launched" 2>/dev/null && [ $((tenths--)) -gt 0 ] || {
      tail -n 20 "$EVENKEEL_CACHE/logs/dockerd.log" >&2
      stop_engine
      fail "the private Docker engine did not start; its log is $EVENKEEL_CACHE/logs/dockerd.log."
    }
    sleep 0.1
  done
  record_process "$engine_record" "$(as_root cat "$engine_run/docker.pid")"
  # A run that was killed may have left containers.
  [ -z "$(private_docker ps -aq)" ] || empty_engine
}

start_private_engine() {
  local began
  refuse_private_engine
  engine_packages
  began=$(now_ms)
  private_engine=yes
  touch "$run/private-engine"
  # Whoever stops the engine holds this lock alone until it is gone.
  flock -s -w 60 "$users_lock" || fail "another run has been stopping the private Docker engine for a minute; try again."
  flock "$start_lock"
  local how="private"
  if recorded_pid "$engine_record" >/dev/null && ! only_user && engine_answers_late; then
    how="private, shared with a run that is going on"
  else
    clear_engine
    launch_engine
  fi
  # Shared from here on, so that others can join.
  flock -s "$users_lock"
  flock -u "$start_lock"
  export PATH=$tools/usr/bin:$PATH DOCKER_HOST=unix://$engine_socket DOCKER_CONFIG=$docker_config
  link_buildx
  set_up_line "Docker engine $(engine_version) ($how, $engine_socket)" "$began"
}

# only_user: nobody else holds the engine. Leaves the lock exclusive when so, shared when not.
only_user() {
  flock -n -x "$users_lock" && return 0
  flock -s "$users_lock"
  return 1
}

leave_engine() {
  [ -n "$private_engine" ] || return 0
  if only_user; then
    stop_engine
  else
    say "the private Docker engine stays up for another run that uses it"
  fi
  exec {users_lock}>&-
}

stop_engine() {
  if engine_answers; then empty_engine; fi
  stop_recorded "$engine_record" 20
  clear_engine
}

private_docker() { DOCKER_HOST=unix://$engine_socket timeout 30 "$tools/usr/bin/docker" "$@" 2>/dev/null; }

# What runs came and went with goes; base images and the builder's cache stay for the next.
empty_engine() {
  local containers images
  mapfile -t containers < <(private_docker ps -aq)
  [ ${#containers[@]} -eq 0 ] || private_docker rm -f -v "${containers[@]}" >/dev/null || true
  private_docker network prune -f >/dev/null || true
  private_docker volume prune -a -f >/dev/null || true
  mapfile -t images < <(private_docker images --format '{{.Repository}}:{{.Tag}}' | grep '^127\.0\.0\.1:')
  [ ${#images[@]} -eq 0 ] || private_docker rmi "${images[@]}" >/dev/null || true
}

# Whatever a dead engine left: containerd and shims that name our folder, mounts, bridges, rules.
clear_engine() {
  local pid
  [ -e "$engine_run" ] || return 0
  recorded_pid "$engine_record" >/dev/null && stop_recorded "$engine_record" 20
  for pid in $(engine_leftovers); do as_root kill -KILL "$pid" 2>/dev/null || true; done
  unmount_under "$engine_run"
  unmount_under "$engine_data"
  lower_network
  remove_noted_folders
  remove_tree "$engine_run"
}

# Folders that containerd and the engine make outside of theirs, whatever they are told.
note_absent_folders() {
  local folder
  for folder in /opt/containerd /run/containerd/s /run/containerd /run/docker /run/runc; do
    [ -e "$folder" ] || printf '%s\n' "$folder"
  done | as_root tee "$engine_run/absent" >/dev/null
}

remove_noted_folders() {
  local folder
  [ -r "$engine_run/absent" ] || return 0
  while read -r folder; do
    [ ! -d "$folder" ] || as_root find "$folder" -depth -type d -empty -delete
  done <"$engine_run/absent"
}

engine_leftovers() {
  local cmdline pid
  for cmdline in /proc/[0-9]*/cmdline; do
    pid=${cmdline#/proc/}
    case "$( (tr '\0' ' ' <"$cmdline") 2>/dev/null)" in
      dockerd*"$engine_run"* | containerd*"$engine_run"* | *containerd-shim*"$engine_run"* | *docker-proxy*"$engine_run"*)
        printf '%s\n' "${pid%/cmdline}" ;;
    esac
  done
}

# What our runs may have left in an engine that is not ours: stand-ins by their name, registries by theirs.
clean_running_engine() {
  local left
  engine_version >/dev/null || return 0
  mapfile -t left < <(docker ps -aq --filter name='^/?evenkeel-registry-')
  [ ${#left[@]} -eq 0 ] || docker rm -f -v "${left[@]}" >/dev/null
  mapfile -t left < <(docker images --format '{{.Repository}}:{{.Tag}}' | grep '^evenkeel-standin/')
  [ ${#left[@]} -eq 0 ] || docker rmi "${left[@]}" >/dev/null || true
}
