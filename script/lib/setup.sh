# shellcheck shell=bash
# All of the set-up, in the order it is told.

lib=${lib:-$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)}
root=$(cd "$lib/../.." && pwd)
# shellcheck source=script/lib/say.sh
source "$lib/say.sh"
# shellcheck source=script/lib/root.sh
source "$lib/root.sh"
# shellcheck source=script/lib/process.sh
source "$lib/process.sh"
# shellcheck source=script/lib/cache.sh
source "$lib/cache.sh"
# shellcheck source=script/lib/node.sh
source "$lib/node.sh"
# shellcheck source=script/lib/apt.sh
source "$lib/apt.sh"
# shellcheck source=script/lib/engine.sh
source "$lib/engine.sh"
# shellcheck source=script/lib/network.sh
source "$lib/network.sh"
# shellcheck source=script/lib/registry.sh
source "$lib/registry.sh"
# shellcheck source=script/lib/standin.sh
source "$lib/standin.sh"
# shellcheck source=script/lib/standins.sh
source "$lib/standins.sh"
# shellcheck source=script/lib/bases.sh
source "$lib/bases.sh"
# shellcheck source=script/lib/python.sh
source "$lib/python.sh"
# shellcheck source=script/lib/chromium.sh
source "$lib/chromium.sh"
# shellcheck source=script/lib/run.sh
source "$lib/run.sh"

set_up_docker() {
  use_running_engine || start_private_engine
  start_registry
  set_up_bases
}
