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

# The bundles as they lie in the work tree against new ones. When they differ, the suites after this one run the new.
suite_bundle() {
  local began built=$run/dist sources
  header "dist/ equals a rebuild"
  began=$(now_ms)
  sources=$(sources_hash)
  if ! run_child script/build "$built"; then
    count "dist" 0 1 0 "$began"
  elif diff -rq "$root/dist" "$built"; then
    stamp_bundle "$sources"
    count "dist" 1 0 0 "$began"
  else
    put_bundle "$built"
    stamp_bundle "$sources"
    echo "dist/ was stale and is now built again: commit it"
    count "dist" 0 1 0 "$began"
  fi
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

# suite_script NAME SCRIPT: one that ends on a plain line of counts of its own.
suite_script() {
  local began status=0 log=$run/$1.log
  header "$1"
  began=$(now_ms)
  run_child bash -o pipefail -c '"$1" 2>&1 | tee "$2"' _ "$2" "$log" || status=$?
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
