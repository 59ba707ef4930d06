# shellcheck shell=bash
# The suites of script/test, in their order.

# check NAME CMD…: a command without counts is one test.
check() {
  local name=$1 began
  began=$(now_ms)
  shift
  if run_child "$@"; then count "$name" 1 0 0 "$began"; else count "$name" 0 1 0 "$began"; fi
}

suite_checks() {
  header "style and types"
  check "biome" node_modules/.bin/biome check .
  check "tsc" node_modules/.bin/tsc --noEmit -p tsconfig.test.json
}

# The bundles as they lie in the work tree against two new ones, each from the tracked files alone and with modules of its own,
# at paths that differ in length and depth. When they are stale, the suites after this one run the new.
suite_bundle() {
  local began one=$run/clean/one two=$run/clean/deeper/than/that/two log=$run/clean-builds.log
  header "dist/ equals two clean builds"
  began=$(now_ms)
  use_npm_cache
  if ! run_child bash -c '"$0" "$1" & status=0; "$0" "$2" || status=$?; wait "$!" && exit "$status"' "$lib/clean-build.sh" "$one" "$two" >"$log" 2>&1; then
    tail -n 40 "$log"
    count "dist" 0 1 0 "$began"
  elif ! diff -rq "$one/dist" "$two/dist"; then
    echo "two clean builds of the same files are not equal"
    count "dist" 0 1 0 "$began"
  elif diff -rq "$root/dist" "$one/dist"; then
    stamp_bundle "$(sources_hash)"
    count "dist" 1 0 0 "$began"
  else
    put_bundle "$one/dist"
    echo "dist/ was stale and is now built again from the tracked files: commit it"
    git status --short --untracked-files=all -- src 2>/dev/null | sed -n 's/^?? /not tracked: /p'
    count "dist" 0 1 0 "$began"
  fi
  rm -rf "$run/clean"
}

suite_jest() {
  local began status=0 report=$run/jest.json
  header "jest"
  began=$(now_ms)
  run_child npm run -s jest -- ${1:+--selectProjects "$1"} --forceExit --json --outputFile="$report" || status=$?
  count_file "jest" "$status" "$(counts jest "$report")" "$began"
}

suite_services() {
  local began status=0 report=$run/pytest.xml
  header "services"
  began=$(now_ms)
  if set_up_python; then
    run_child env "${python_env[@]}" PATH="$venv/bin:$PATH" "$venv/bin/python" -m pytest -q -p no:cacheprovider \
      -c services/pyproject.toml --rootdir=services --junitxml="$report" services || status=$?
  else
    status=1
  fi
  count_file "services" "$status" "$(counts junit "$report")" "$began"
}

suite_demo() {
  local began status=0 report=$run/demo.json
  header "demo: real images, real containers"
  began=$(now_ms)
  run_child node script/lib/demo/main.mjs --json "$report" || status=$?
  count_file "demo" "$status" "$(counts demo "$report")" "$began"
}

# suite_script NAME SCRIPT [ARGUMENT…]: one that ends on a plain line of counts of its own.
suite_script() {
  local began status=0 log=$run/$1.log
  header "$1"
  began=$(now_ms)
  run_child bash -o pipefail -c 'log=$1 && shift && "$@" 2>&1 | tee "$log"' _ "$log" "${@:2}" || status=$?
  count_file "$1" "$status" "$(counts line "$log")" "$began"
}

# begin_beside NAME SCRIPT: such a script, while the other suites run: it waits more than it works.
begin_beside() {
  beside_began=$(now_ms)
  start_group "$1" bash -c '"$1" >"$2" 2>&1' _ "$2" "$run/$1.log"
  beside_pid=$group_pid
}

# end_beside NAME: its output and its counts, once it has ended.
end_beside() {
  local status=0
  header "$1 (began beside the others)"
  wait "$beside_pid" || status=$?
  rm -f "$run/$1.group"
  cat "$run/$1.log"
  count_file "$1" "$status" "$(counts line "$run/$1.log")" "$beside_began"
}

counts() { node "$lib/counts.mjs" "$@" 2>/dev/null || true; }
