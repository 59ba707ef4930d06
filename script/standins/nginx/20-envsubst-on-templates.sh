#!/bin/sh
# As in nginx's image: every template with the variables the environment defines.
set -eu
templates=${NGINX_ENVSUBST_TEMPLATE_DIR:-/etc/nginx/templates}
suffix=${NGINX_ENVSUBST_TEMPLATE_SUFFIX:-.template}
output=${NGINX_ENVSUBST_OUTPUT_DIR:-/etc/nginx/conf.d}
[ -d "$templates" ] || exit 0
# shellcheck disable=SC2016 # envsubst wants the names with their dollar signs
names=$(env | cut -d= -f1 | grep -E "${NGINX_ENVSUBST_FILTER:-}" | sed -e 's/^/${/' -e 's/$/}/' | tr '\n' ' ')
find "$templates" -follow -type f -name "*$suffix" | while read -r template; do
  relative=${template#"$templates"/}
  mkdir -p "$output/$(dirname "$relative")"
  envsubst "$names" <"$template" >"$output/${relative%"$suffix"}"
done
