# shellcheck shell=bash
# The images that Dockerfiles start from, and the demo's database: pulled, or stood in for by Debian packages.

postgres_image=postgres:17-alpine

# The images that our Dockerfiles name, without those that name an earlier stage.
base_images() {
  awk 'toupper($1) == "FROM" {
    image = $2; if (image ~ /^--/) image = $3
    if (!(image in stage) && image != "scratch") print image
    for (i = 3; i < NF; i++) if (toupper($i) == "AS") stage[$(i + 1)]
  }' "$root"/services/*/Dockerfile "$root"/src/emulator/Dockerfile 2>/dev/null | sort -u
}

registry_of() {
  case ${1%%/*} in
    *.* | localhost*) [ "${1%%/*}" != "$1" ] && [ "${1%%/*}" != docker.io ] && { printf '%s' "${1%%/*}"; return 0; } ;;
  esac
  printf 'registry-1.docker.io'
}

# Asked once per registry and run: 200 and 401 are both a registry's answer.
registry_reachable() {
  local host code
  host=$(registry_of "$1")
  case " ${reachable:-} " in *" $host=yes "*) return 0 ;; *" $host=no "*) return 1 ;; esac
  code=$(curl -s -m 5 -o /dev/null -w '%{http_code}' "https://$host/v2/") || true
  case $code in
    200 | 401) reachable="${reachable:-} $host=yes" ;;
    *) reachable="${reachable:-} $host=no"; return 1 ;;
  esac
}

have_image() { docker image inspect "$1" >/dev/null 2>&1; }

pull() {
  local began
  have_image "$1" && return 0
  registry_reachable "$1" || return 1
  began=$(now_ms)
  timeout 180 docker pull -q "$1" >"$EVENKEEL_CACHE/logs/pull.log" 2>&1 || return 1
  set_up_line "base image $1 (pulled)" "$began"
}

standin_for() {
  local name=${1%%@*}
  name=${name##*/}
  name=${name%%:*}
  case $name in
    node | python | redis | postgres) printf '%s' "$name" ;;
    nginx | nginx-unprivileged) printf 'nginx' ;;
    *) return 1 ;;
  esac
}

set_up_bases() {
  local image name began wanted=() stood_in=() contexts=()
  began=$(now_ms)
  EVENKEEL_POSTGRES_IMAGE=$postgres_image
  for image in $(base_images) "$postgres_image"; do
    pull "$image" && continue
    name=$(standin_for "$image") || fail "$image cannot be pulled and there is no stand-in for it (script/standins)."
    have_image "$(standin_tag "$name")" || wanted+=("$name")
    stood_in+=("$image")
    if [ "$image" = "$postgres_image" ]; then
      EVENKEEL_POSTGRES_IMAGE=$(standin_tag "$name")
    else
      contexts+=("$image=docker-image://$(standin_tag "$name")")
    fi
  done
  # shellcheck disable=SC2046 # names without spaces
  [ ${#wanted[@]} -eq 0 ] || make_standins $(printf '%s\n' "${wanted[@]}" | sort -u)
  EVENKEEL_BUILD_CONTEXTS=$(printf '%s\n' "${contexts[@]}")
  export EVENKEEL_BUILD_CONTEXTS EVENKEEL_POSTGRES_IMAGE
  if [ ${#stood_in[@]} -gt 0 ]; then
    set_up_line "base images: STAND-INS from Debian packages for ${stood_in[*]%%@*} (no public registry can be reached)" "$began"
  else
    set_up_line "base images (pulled)" "$began"
  fi
}
