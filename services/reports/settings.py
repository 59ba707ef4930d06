"""What the environment says, read once."""

import tempfile
from collections.abc import Mapping
from pathlib import Path

REQUIRED = ("DATABASE_HOST", "DATABASE_NAME", "DATABASE_USER", "DATABASE_PASSWORD", "REDIS_HOST", "REDIS_PASSWORD")


class SettingsError(Exception):
    pass


def check(environment: Mapping[str, str]) -> None:
    missing = [name for name in REQUIRED if not environment.get(name)]
    if missing:
        raise SettingsError(f"not set: {', '.join(missing)}")


def database(environment: Mapping[str, str]) -> dict[str, object]:
    """Arguments of psycopg.connect."""
    arguments: dict[str, object] = {
        "host": environment["DATABASE_HOST"],
        "port": int(environment.get("DATABASE_PORT") or 5432),
        "dbname": environment["DATABASE_NAME"],
        "user": environment["DATABASE_USER"],
        "password": environment["DATABASE_PASSWORD"],
        "sslmode": environment.get("DATABASE_SSLMODE") or "require",
        "connect_timeout": 3,
        "options": "-c statement_timeout=30000",
        "application_name": "reports",
    }
    certificates = environment.get("DATABASE_SSLROOTCERT")
    if certificates:
        arguments["sslrootcert"] = certificate_path(certificates)
    return arguments


def certificate_path(value: str) -> str:
    """ECS hands parameters over as text only: a PEM in the environment becomes a file."""
    if not value.startswith("-----BEGIN"):
        return value
    path = Path(tempfile.gettempdir(), "database-ca.pem")
    path.write_text(value)
    return str(path)


def redis(environment: Mapping[str, str]) -> dict[str, object]:
    """Arguments of redis.Redis; it waits longer for an answer than the queue makes it wait for a job."""
    return {
        "host": environment["REDIS_HOST"],
        "port": int(environment.get("REDIS_PORT") or 6379),
        "username": environment.get("REDIS_USERNAME") or "app",
        "password": environment["REDIS_PASSWORD"],
        "ssl": environment.get("REDIS_TLS") == "true",
        "socket_connect_timeout": 1,
        "socket_timeout": 10,
        "decode_responses": True,
        "client_name": "reports",
        "protocol": 2,
    }
