# shellcheck shell=bash
# Stand-ins for images that cannot be pulled: root file systems from Debian packages, kept as images in the engine.
# They carry the host's certificates, so that builds work behind a proxy that opens TLS.

standins=$root/script/standins
ca_bundle=/etc/ssl/certs/ca-certificates.crt

standin_tag() {
  printf 'evenkeel-standin/%s:%s' "$1" "$(cat "$standins/$1"/* "$standins/add-user" "$lib/standin.sh" "$ca_bundle" | sha256sum | cut -c1-12)"
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
  folder=$(mktemp -d "$run/standin.XXXXXX")
  trap 'remove_tree "$folder"' EXIT
  [ -z "$users" ] || hooks+=("--essential-hook=$standins/add-user \"\$1\" ${users/:/ }")
  [ ! -e "$standins/$1/essential" ] || hooks+=("--essential-hook=$standins/$1/essential \"\$1\"")
  hooks+=("--customize-hook=$standins/$1/customize \"\$1\"")
  as_root env TMPDIR="$folder" "PATH=$tools/usr/bin:$PATH" mmdebstrap --mode=root --variant=essential --include="passwd,$packages" \
    --aptopt='Acquire::Languages "none"' --aptopt='Acquire::Retries "3"' --aptopt='Acquire::http::Timeout "30"' \
    --dpkgopt='path-exclude=/usr/share/doc/*' --dpkgopt='path-exclude=/usr/share/man/*' \
    --dpkgopt='path-exclude=/usr/share/locale/*' "${hooks[@]}" \
    --skip=cleanup/run --customize-hook='mkdir -p "$1/etc/ssl/certs"' --customize-hook="upload $ca_bundle $ca_bundle" "$suite" "$folder/root.tar" "$(debian_mirror)" \
    >"$EVENKEEL_CACHE/logs/standin-$1.log" 2>&1 </dev/null || {
    tail -n 20 "$EVENKEEL_CACHE/logs/standin-$1.log" >&2
    exit 1
  }
  docker import "${changes[@]/#/--change=}" "$folder/root.tar" "$(standin_tag "$1")" >/dev/null
)

