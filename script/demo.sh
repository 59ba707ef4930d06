#!/usr/bin/env bash
# The main job, for real, with all of its set-up: an engine, a registry, base images, the bundle.
set -euo pipefail
lib=$(cd "$(dirname "$0")" && pwd)/lib
# shellcheck source=script/lib/setup.sh
source "$lib/setup.sh"
need_node
open_run
set_up_modules
set_up_bundle
set_up_docker
cd "$root"
run_child node script/demo.mjs "$@"
