# shellcheck shell=bash
# Terraform without an account: the provider unpacked on this machine if there is one, fake keys, nothing written into
# the work tree.

export CHECKPOINT_DISABLE=1 TF_IN_AUTOMATION=1 TF_INPUT=0
# A configuration file that is not there makes every command warn.
[ -z "${TF_CLI_CONFIG_FILE:-}" ] || [ -r "$TF_CLI_CONFIG_FILE" ] || unset TF_CLI_CONFIG_FILE

fake_keys() {
  unset AWS_PROFILE AWS_SESSION_TOKEN AWS_ENDPOINT_URL
  export AWS_ACCESS_KEY_ID=testing AWS_SECRET_ACCESS_KEY=testing AWS_REGION=ap-south-1 AWS_EC2_METADATA_DISABLED=true
}

# Where an unpacked provider lies, as `terraform init -plugin-dir` wants it; nothing if there is none. Home folders are
# left out: a cache in one belongs to somebody's own set-up.
provider_tree() {
  local version=registry.terraform.io/hashicorp/aws found
  if [ -n "${EVENKEEL_TF_PLUGIN_DIR:-}" ]; then
    printf '%s' "$EVENKEEL_TF_PLUGIN_DIR"
    return
  fi
  found=$(find / -maxdepth 9 \( -path /proc -o -path /sys -o -path /root -o -path /home -o -path /tmp -o -path /run \
    -o -name node_modules -o -name .git \) -prune -o -type d -path "*/$version" -print -quit 2>/dev/null) || true
  [ -z "$found" ] || printf '%s' "${found%/"$version"}"
}

# init_terraform DIR [ARGUMENT…]
init_terraform() {
  local dir=$1
  shift
  [ -n "${tf_plugins+set}" ] || tf_plugins=$(provider_tree)
  terraform -chdir="$dir" init -no-color ${tf_plugins:+-plugin-dir="$tf_plugins"} "$@"
}

# copy_infra TO: the Terraform files and what they read, so that a run leaves nothing behind in the work tree.
# shellcheck disable=SC2154 # root is set by the script that sources this
copy_infra() {
  local to=$1 definition
  mkdir -p "$to"
  tar -C "$root" --exclude=.terraform --exclude='*.tfstate*' -cf - infra | tar -C "$to" -xf -
  for definition in "$root"/services/*/task-definition.json; do
    mkdir -p "$to/services/$(basename "$(dirname "$definition")")"
    cp "$definition" "$to/services/$(basename "$(dirname "$definition")")/"
  done
  # Production wants the certificates of RDS, which everybody fetches.
  [ -e "$to/infra/environments/prod/rds-ca.pem" ] || cp "$root/infra/tests/offline/rds-ca.pem" "$to/infra/environments/prod/"
}
