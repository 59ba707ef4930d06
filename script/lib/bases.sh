# shellcheck shell=bash
# The images that Dockerfiles start from, and the demo's database: pulled, or stood in for by Debian packages.

postgres_image=postgres:17-alpine
standins=$lib/../standins
ca_bundle=/etc/ssl/certs/ca-certificates.crt

# The images that the services' Dockerfiles name, without those that name an earlier stage.
base_images() {
  awk 'toupper($1) == "FROM" {
    image = $2; if (image ~ /^--/) image = $3
    if (!(image in stage) && image != "scratch") print image
    for (i = 3; i < NF; i++) if (toupper($i) == "AS") stage[$(i + 1)]
  }' "$root"/services/*/Dockerfile 2>/dev/null | sort -u
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
    python | redis | postgres) printf '%s' "$name" ;;
    nginx | nginx-unprivileged) printf 'nginx' ;;
    *) return 1 ;;
  esac
}

standin_tag() {
  printf 'evenkeel-standin/%s:%s' "$1" "$(cat "$standins/$1"/* "$lib/bases.sh" "$ca_bundle" | sha256sum | cut -c1-12)"
}

debian_mirror() {
  local mirror=''
  [ "$(release_field ID)" != debian ] || mirror=$(system_mirror "$(release_field VERSION_CODENAME)")
  printf '%s' "${mirror:-http://deb.debian.org/debian}"
}

# make_standin NAME: a root file system from packages, imported as an image.
make_standin() (
  suite='' packages='' users='' changes=() hooks=()
  # shellcheck source=/dev/null
  source "$standins/$1/recipe"
  folder=$(mktemp -d "$EVENKEEL_CACHE/standin.XXXXXX")
  trap 'as_root rm -rf "$folder"' EXIT
  [ -z "$users" ] || hooks+=("--essential-hook=$standins/add-user \"\$1\" ${users/:/ }")
  [ ! -e "$standins/$1/essential" ] || hooks+=("--essential-hook=$standins/$1/essential \"\$1\"")
  hooks+=("--customize-hook=$standins/$1/customize \"\$1\"")
  as_root env TMPDIR="$folder" "PATH=$tools/usr/bin:$PATH" mmdebstrap --mode=root --variant=essential --include="passwd,$packages" \
    --aptopt='Acquire::Languages "none"' --aptopt='Acquire::Retries "3"' --aptopt='Acquire::http::Timeout "30"' \
    --dpkgopt='path-exclude=/usr/share/doc/*' --dpkgopt='path-exclude=/usr/share/man/*' \
    --dpkgopt='path-exclude=/usr/share/locale/*' "${hooks[@]}" \
    --customize-hook='mkdir -p "$1/etc/ssl/certs"' --customize-hook="upload $ca_bundle $ca_bundle" "$suite" "$folder/root.tar" "$(debian_mirror)" \
    >"$EVENKEEL_CACHE/logs/standin-$1.log" 2>&1 </dev/null || {
    tail -n 20 "$EVENKEEL_CACHE/logs/standin-$1.log" >&2
    exit 1
  }
  docker import "${changes[@]/#/--change=}" "$folder/root.tar" "$(standin_tag "$1")" >/dev/null
)

make_standins() {
  local odd=() even=() lane failed=''
  has_apt && can_be_root || fail "the base images ($*) cannot be pulled, and stand-ins for them need Debian or Ubuntu with root or a sudo without password."
  get_packages "mmdebstrap" mmdebstrap mmdebstrap
  while [ $# -gt 0 ]; do
    odd+=("$1")
    [ $# -eq 1 ] || even+=("$2")
    shift $(($# > 1 ? 2 : 1))
  done
  # Two lanes: the work is mostly the processor's.
  make_one_by_one "${odd[@]}" &
  lane=$!
  make_one_by_one "${even[@]}" || failed=yes
  wait "$lane" || failed=yes
  [ -z "$failed" ] || fail "a stand-in could not be made; the logs are $EVENKEEL_CACHE/logs/standin-*.log."
}

make_one_by_one() {
  local name began
  for name in "$@"; do
    began=$(now_ms)
    say "        making a stand-in for $name from Debian packages …"
    make_standin "$name" || return 1
    set_up_line "stand-in $(standin_tag "$name")" "$began"
  done
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
