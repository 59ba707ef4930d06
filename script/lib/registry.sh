# shellcheck shell=bash
# The registry: CNCF Distribution on 127.0.0.1. Its bytes stay in the cache, so that unchanged layers are not pushed again; what
# images there are is known by the local ECS before it, which starts with none.

registry_image=registry:2.8.3

registry_answers() { curl -fsS -m 2 -o /dev/null "$1/v2/" 2>/dev/null; }

free_port() {
  node -e 'const s = require("net").createServer().listen(0, "127.0.0.1", () => { console.log(s.address().port); s.close() })'
}

write_registry_config() {
  cat <<YAML
version: 0.1
log: { level: warn, accesslog: { disabled: true } }
storage:
  filesystem: { rootdirectory: $EVENKEEL_CACHE/registry }
  delete: { enabled: true }
http: { addr: 127.0.0.1:$1 }
YAML
}

start_registry() {
  local began how
  began=$(now_ms)
  if has_apt; then
    get_packages "registry" registry docker-registry
    began=$(now_ms)
    how="Debian's docker-registry"
    registry_from_package
  else
    how=$registry_image
    registry_from_image
  fi
  export EVENKEEL_REGISTRY
  set_up_line "registry (CNCF Distribution, $how) on $EVENKEEL_REGISTRY" "$began"
}

registry_from_package() {
  local port tenths program
  program=$(PATH=$tools/usr/bin:$PATH command -v docker-registry) || fail "docker-registry is missing after its package was unpacked."
  for _ in 1 2 3; do
    port=$(free_port)
    write_registry_config "$port" >"$run/registry.yml"
    env "${engine_env[@]}" setsid "$program" serve "$run/registry.yml" \
      >"$EVENKEEL_CACHE/logs/registry.log" 2>&1 </dev/null {run_lock}>&- {users_lock}>&- {start_lock}>&- &
    record_process "$run/registry.pid" $!
    tenths=50
    while [ $((tenths--)) -gt 0 ] && recorded_pid "$run/registry.pid" >/dev/null; do
      EVENKEEL_REGISTRY=http://127.0.0.1:$port
      registry_answers "$EVENKEEL_REGISTRY" && return 0
      sleep 0.1
    done
    stop_registry
  done
  tail -n 20 "$EVENKEEL_CACHE/logs/registry.log" >&2
  fail "the registry did not start; its log is $EVENKEEL_CACHE/logs/registry.log."
}

registry_from_image() {
  local name=evenkeel-registry-${run##*/}
  quietly "$EVENKEEL_CACHE/logs/registry.log" docker run -d --name "$name" -p 127.0.0.1::5000 \
    -e REGISTRY_STORAGE_DELETE_ENABLED=true "$registry_image" ||
    fail "the registry's image $registry_image could not be started; check that Docker Hub can be reached."
  printf '%s' "$name" >"$run/registry.container"
  EVENKEEL_REGISTRY=http://$(docker port "$name" 5000/tcp | head -n 1)
  for _ in $(seq 50); do
    registry_answers "$EVENKEEL_REGISTRY" && return 0
    sleep 0.1
  done
  fail "the registry's container does not answer on $EVENKEEL_REGISTRY."
}

stop_registry() {
  [ ! -e "$run/registry.pid" ] || stop_recorded "$run/registry.pid" 5
  [ ! -e "$run/registry.container" ] || docker rm -f -v "$(cat "$run/registry.container")" >/dev/null 2>&1 || true
}
