# shellcheck shell=bash
# The tools that check Terraform. What is not on PATH is installed into the cache, once.

infra_tools=$EVENKEEL_CACHE/infra-tools

# go_tool NAME MODULE@VERSION: prints where it is. Go checks modules against its checksum database.
go_tool() {
  local name=$1 module=$2
  if [ ! -x "$infra_tools/$name" ]; then
    command -v go >/dev/null || return 1
    say "set up  $name (built with Go, once)"
    mkdir -p "$infra_tools"
    GOBIN=$infra_tools GOFLAGS=-buildvcs=false quietly "$EVENKEEL_CACHE/logs/$name.log" go install "$module" || return 1
  fi
  printf '%s' "$infra_tools/$name"
}

# Sets up `terraform` on PATH, 1.11 at least.
find_terraform() {
  terraform_missing='no Terraform 1.11 or later, and no Go to build it with; see https://developer.hashicorp.com/terraform/install'
  if command -v terraform >/dev/null && terraform version | head -1 | grep -qE 'v1\.(1[1-9]|[2-9][0-9])\.'; then return; fi
  go_tool terraform github.com/hashicorp/terraform@v1.11.4 >/dev/null || return 1
  PATH=$infra_tools:$PATH
}

# Whether `terraform init` can work: an unpacked provider, or the registry to download from.
can_reach_provider() {
  tf_plugins=$(provider_tree)
  [ -z "$tf_plugins" ] || return 0
  curl -fsS -m 15 -o /dev/null https://registry.terraform.io/.well-known/terraform.json 2>/dev/null || return 1
  # One download for all roots.
  export TF_PLUGIN_CACHE_DIR=$EVENKEEL_CACHE/terraform-plugins
  mkdir -p "$TF_PLUGIN_CACHE_DIR"
}

# shellcheck disable=SC2034 # read by script/infra-test
find_tflint() {
  tflint_missing='not on PATH, and it could not be built with Go'
  tflint=$(command -v tflint || go_tool tflint github.com/terraform-linters/tflint@v0.64.0)
}

# shellcheck disable=SC2034 # read by script/infra-test
find_checkov() {
  local venv=$infra_tools/checkov
  checkov_missing='not on PATH, and it could not be installed from PyPI'
  if checkov=$(command -v checkov); then return; fi
  checkov=$venv/bin/checkov
  [ ! -e "$venv/ready" ] || return 0
  command -v python3 >/dev/null || return 1
  say 'set up  checkov (from PyPI, once)'
  mkdir -p "$infra_tools"
  quietly "$EVENKEEL_CACHE/logs/checkov.log" python3 -m venv "$venv" || return 1
  quietly "$EVENKEEL_CACHE/logs/checkov.log" "$venv/bin/pip" install --quiet checkov==3.3.30 || return 1
  touch "$venv/ready"
}
