# shellcheck shell=bash
# Node, the packages of package-lock.json, and the bundles.

need_node() {
  local version
  command -v node >/dev/null && command -v npm >/dev/null || fail "install Node 20 or newer with npm (https://nodejs.org)."
  version=$(node -p process.versions.node)
  [ "${version%%.*}" -ge 20 ] || fail "this is Node $version; install Node 20 or newer (https://nodejs.org)."
}

# Where the home folder cannot be written, npm's cache is ours.
use_npm_cache() {
  { mkdir -p "$HOME/.npm" && [ -w "$HOME/.npm" ]; } 2>/dev/null || export npm_config_cache="$EVENKEEL_CACHE/npm"
}

set_up_modules() {
  local began status=0
  began=$(now_ms)
  need_node
  (cd "$root" && node "$lib/modules-match.mjs") && return 0
  use_npm_cache
  start_heartbeat
  (cd "$root" && quietly "$EVENKEEL_CACHE/logs/npm.log" npm ci --no-audit --no-fund --loglevel=error) || status=1
  stop_heartbeat
  [ "$status" -eq 0 ] || fail "npm ci failed; its log is $EVENKEEL_CACHE/logs/npm.log."
  set_up_line "node_modules (npm ci, Node $(node -p process.versions.node))" "$began"
}

tree_hash() { (cd "$1" && find . -type f -print0 | LC_ALL=C sort -z | xargs -0 sha256sum | sha256sum | cut -c1-32); }

sources_hash() {
  (cd "$root" && find src package-lock.json tsconfig.json script/build -path src/emulator/lib -prune -o -type f -print0 | LC_ALL=C sort -z |
    xargs -0 sha256sum | sha256sum | cut -c1-32)
}

bundle_stamp() { printf '%s/stamps/bundle-%s' "$EVENKEEL_CACHE" "$(printf '%s' "$root" | sha256sum | cut -c1-12)"; }

# What a clone's files are dated says nothing, so the stamp holds contents: of the sources and of the bundles they made.
bundle_is_fresh() {
  [ -d "$root/dist" ] && [ -r "$(bundle_stamp)" ] &&
    [ "$(cat "$(bundle_stamp)")" = "$(sources_hash) $(tree_hash "$root/dist")" ]
}

stamp_bundle() { printf '%s %s\n' "$1" "$(tree_hash "$root/dist")" >"$(bundle_stamp)"; }

build_into() { (cd "$root" && quietly "$EVENKEEL_CACHE/logs/build.log" script/build "$1"); }

put_bundle() {
  rm -rf "$root/dist"
  cp -R "$1" "$root/dist"
}

set_up_bundle() {
  local began status=0 sources built=$run/dist how="as committed"
  began=$(now_ms)
  bundle_is_fresh && return 0
  sources=$(sources_hash)
  start_heartbeat
  build_into "$built" || status=1
  stop_heartbeat
  [ "$status" -eq 0 ] || fail "the bundle could not be built; the log is $EVENKEEL_CACHE/logs/build.log."
  if ! diff -rq "$built" "$root/dist" >/dev/null 2>&1; then
    put_bundle "$built"
    how="was stale, built again"
  fi
  stamp_bundle "$sources"
  set_up_line "bundle dist/ ($how)" "$began"
}
