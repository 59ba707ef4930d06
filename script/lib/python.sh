# shellcheck shell=bash
# Python for the services' tests: a virtual environment in the cache with exactly the pinned packages.

python_version=3.11
# The packages of our folder load their own libraries; harmless where the folder is empty.
python_env=("LD_LIBRARY_PATH=$tools/usr/lib/$(uname -m)-linux-gnu")

# system_python: one that is new enough and can make environments.
system_python() {
  local candidate
  for candidate in python3 /usr/bin/python3; do
    "$candidate" -c "import ensurepip, sys, venv; sys.exit(sys.version_info < (${python_version/./, }))" 2>/dev/null &&
      { command -v "$candidate"; return 0; }
  done
  return 1
}

# private_python PROGRAM…: what the system lacks comes from packages; on Debian that is often only venv and pip.
private_python() {
  local base=$tools/usr/bin/python3
  [ -x "$base" ] || base=/usr/bin/python3
  env "${python_env[@]}" PYTHONPATH="$tools/usr/lib/python3/dist-packages" "$base" "$@"
}

make_venv() {
  local python
  rm -rf "$venv"
  if python=$(system_python); then
    "$python" -m venv "$venv" && "$venv/bin/python" -m pip install "${pip_options[@]}"
  else
    get_packages "Python" python python3 python3-venv python3-pip || return 1
    private_python -m venv --without-pip "$venv" &&
      private_python -m pip --python "$venv/bin/python" install "${pip_options[@]}"
  fi
}

set_up_python() {
  local began pins=$root/services/requirements-test.txt
  began=$(now_ms)
  local pip_options=(-q --disable-pip-version-check --require-hashes --only-binary :all: -r "$pins")
  venv=$EVENKEEL_CACHE/venv-$(sha256sum "$pins" | cut -c1-12)
  [ ! -e "$venv/.complete" ] || return 0
  start_heartbeat
  quietly "$EVENKEEL_CACHE/logs/venv.log" make_venv || { stop_heartbeat; return 1; }
  stop_heartbeat
  touch "$venv/.complete"
  set_up_line "Python packages ($venv)" "$began"
}

# install_python_tools VENV PACKAGE…
install_python_tools() {
  local target=$1 python
  shift
  rm -rf "$target"
  if python=$(system_python); then
    "$python" -m venv "$target" && "$target/bin/python" -m pip install -q --disable-pip-version-check "$@"
  else
    get_packages "Python" python python3 python3-venv python3-pip || return 1
    private_python -m venv --without-pip "$target" && private_python -m pip --python "$target/bin/python" install -q "$@"
  fi
}
