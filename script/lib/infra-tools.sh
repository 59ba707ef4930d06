# shellcheck shell=bash
# The tools that check Terraform. What is not on PATH is installed into the cache, once.

infra_tools=$EVENKEEL_CACHE/infra-tools

terraform_version=1.11.4

has_terraform() {
  local told
  told=$(terraform version 2>/dev/null) || return 1
  grep -qE '^Terraform v1\.(1[1-9]|[2-9][0-9])\.' <<<"$told"
}

# From HashiCorp, checked against the checksums that are published beside it.
download_terraform() {
  local base=https://releases.hashicorp.com/terraform/$terraform_version name=terraform_${terraform_version}_ machine
  case $(uname -s)-$(uname -m) in
    Linux-x86_64) machine=linux_amd64 ;;
    Linux-aarch64) machine=linux_arm64 ;;
    Darwin-arm64) machine=darwin_arm64 ;;
    Darwin-x86_64) machine=darwin_amd64 ;;
    *) return 1 ;;
  esac
  say "set up  terraform $terraform_version (downloaded once)"
  mkdir -p "$infra_tools/download"
  (
    cd "$infra_tools/download" &&
      curl -fsS -m 300 --remote-name-all "$base/$name$machine.zip" "$base/${name}SHA256SUMS" &&
      grep " $name$machine.zip\$" "${name}SHA256SUMS" | sha256sum --check --quiet - &&
      python3 -m zipfile -e "$name$machine.zip" . && chmod +x terraform && mv terraform "$infra_tools/"
  ) 2>/dev/null
}

# Sets up `terraform` on PATH, 1.11 at least.
# shellcheck disable=SC2034 # read by script/infra-test
find_terraform() {
  terraform_missing='no Terraform 1.11 or later here, and releases.hashicorp.com is out of reach'
  ! has_terraform || return 0
  PATH=$infra_tools:$PATH
  has_terraform || download_terraform
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
  tflint_missing='not on PATH, and it could not be built: no Go, neither here nor from PyPI'
  tflint=$(command -v tflint || go_install "$infra_tools/tflint@v0.64.0" github.com/terraform-linters/tflint) || return 1
  forget_go_build
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
