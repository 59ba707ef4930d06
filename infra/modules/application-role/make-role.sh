set -eu
[ -z "${CA_PEM:-}" ] || { printf '%s' "$CA_PEM" >/tmp/ca.pem && export PGSSLROOTCERT=/tmp/ca.pem; }
printf '%s' "$SQL" | psql --no-psqlrc --quiet --tuples-only --set ON_ERROR_STOP=1
echo "the role $APPLICATION_USER is there, with the password of its secret"
