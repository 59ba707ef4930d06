# shellcheck shell=bash
# Debian packages without touching the system: own lists, own archive, unpacked into a folder of the cache.

tools=$EVENKEEL_CACHE/tools
apt_home=$EVENKEEL_CACHE/apt

has_apt() { command -v apt-get >/dev/null && command -v dpkg-deb >/dev/null; }

release_field() { (. /etc/os-release && printf '%s' "${!1:-}"); }

private_apt() { APT_CONFIG=$apt_home/apt.conf "$@"; }

# The mirror the system itself uses, so that a company's own mirror is met here too.
system_mirror() {
  # shellcheck disable=SC2016 # apt's own fields
  apt-get indextargets --format '$(RELEASE) $(COMPONENT) $(REPO_URI)' 'Created-By: Packages' 2>/dev/null |
    awk -v release="$1" '$1 == release && $2 == "main" && !found++ { print $3 }'
}

# Only Debian 12's engine is too old for build contexts; its successor's packages run on it.
engine_suite() {
  local codename
  codename=$(release_field VERSION_CODENAME)
  [ "$codename" = bookworm ] && codename=trixie
  printf '%s' "$codename"
}

write_apt_home() {
  local codename id uri suites keyring component=main
  codename=$(release_field VERSION_CODENAME)
  id=$(release_field ID)
  mkdir -p "$apt_home"/{lists,cache/archives,sources}/partial
  rmdir "$apt_home/sources/partial"
  uri=$(system_mirror "$codename")
  case $id in
    debian)
      uri=${uri:-http://deb.debian.org/debian/}
      suites="bookworm trixie"
      case $codename in bookworm | trixie) ;; *) suites="$codename $suites" ;; esac
      keyring=/usr/share/keyrings/debian-archive-keyring.gpg
      ;;
    *)
      uri=${uri:-http://archive.ubuntu.com/ubuntu/}
      suites="$codename $codename-updates"
      keyring=/usr/share/keyrings/ubuntu-archive-keyring.gpg
      component="main universe"
      ;;
  esac
  printf 'Types: deb\nURIs: %s\nSuites: %s\nComponents: %s\nSigned-By: %s\n' \
    "$uri" "$suites" "$component" "$keyring" >"$apt_home/sources/evenkeel.sources"
  {
    apt-config dump Acquire | grep -E '^Acquire::(http|https|ftp)::[^ ]+ "|^Acquire::Check-' || true
    printf 'Dir::Etc::main "/dev/null";\nDir::Etc::parts "/dev/null";\n'
    printf 'Dir::Etc::sourcelist "/dev/null";\nDir::Etc::sourceparts "%s";\n' "$apt_home/sources"
    printf 'Dir::Etc::preferences "/dev/null";\nDir::Etc::preferencesparts "/dev/null";\n'
    printf 'Dir::State::lists "%s";\nDir::Cache "%s";\n' "$apt_home/lists" "$apt_home/cache"
    printf 'APT::Default-Release "%s";\nAPT::Sandbox::User "";\n' "$codename"
    printf 'Acquire::Retries "3";\nAcquire::http::Timeout "20";\nAcquire::https::Timeout "20";\n'
    printf 'Acquire::Languages "none";\nAcquire::GzipIndexes "true";\n'
    # Desktop metadata (DEP-11) is as large as the package lists and says nothing here.
    printf 'Acquire::IndexTargets::deb::DEP-11::DefaultEnabled "false";\n'
  } >"$apt_home/apt.conf"
}

# The lists are fetched when there are none and when a package cannot be had with the ones there are.
update_lists() {
  local began
  [ "${1:-}" != again ] && [ -e "$apt_home/fresh" ] && return 0
  began=$(now_ms)
  write_apt_home
  quietly "$EVENKEEL_CACHE/logs/apt-update.log" private_apt apt-get update -q ||
    fail "the package lists could not be fetched ($(sed -n 's/^URIs: //p' "$apt_home/sources/evenkeel.sources")); check the network or apt's proxy settings."
  touch "$apt_home/fresh"
  set_up_line "package lists (private, $apt_home/lists)" "$began"
}

# missing_packages NAME…: these and what they need, less what the system has.
missing_packages() {
  private_apt apt-get -s install --no-install-recommends "$@" | awk '$1 == "Inst" { print $2 }'
}

# unpack SPEC…: download exactly these packages (name or name/release) and unpack them into the tools folder.
unpack() {
  local debs=$apt_home/debs deb
  rm -rf "$debs" && mkdir -p "$debs" "$tools"
  (cd "$debs" && quietly "$EVENKEEL_CACHE/logs/apt-download.log" private_apt apt-get download -q "$@") || return 1
  for deb in "$debs"/*.deb; do dpkg-deb -x "$deb" "$tools" || return 1; done
  rm -rf "$debs"
}

# obtain: reads the closure and exact names of its caller.
obtain() {
  local needed=""
  [ ${#closure[@]} -eq 0 ] || needed=$(missing_packages "${closure[@]}") || return 1
  # shellcheck disable=SC2086 # one word per package
  [ -z "$needed${exact[*]}" ] || unpack $needed "${exact[@]}"
}

# get_packages WHAT MARK CLOSURE… -- EXACT…: once per cache. CLOSURE comes from the system's own release with all it
# needs; EXACT is taken as named.
get_packages() {
  local what=$1 mark=$tools/.$2 began packages_lock closure=() exact=()
  shift 2
  [ -e "$mark" ] && return 0
  exec {packages_lock}>"$EVENKEEL_CACHE/packages.lock"
  await_lock "$packages_lock" "another run that is getting packages"
  [ -e "$mark" ] && { exec {packages_lock}>&-; return 0; }
  began=$(now_ms)
  while [ $# -gt 0 ] && [ "$1" != -- ]; do closure+=("$1"); shift; done
  [ $# -eq 0 ] || { shift; exact=("$@"); }
  update_lists
  obtain || { update_lists again && obtain; } ||
    fail "$what could not be had from the distribution's packages (${closure[*]} ${exact[*]})."
  mkdir -p "$tools"
  touch "$mark"
  exec {packages_lock}>&-
  set_up_line "$what (packages unpacked in $tools)" "$began"
}
