"""The PostgreSQL connection pool: short waits, and a check before use so that a failover costs one retry."""

import tempfile
from pathlib import Path

from psycopg import Connection
from psycopg.rows import DictRow, dict_row
from psycopg_pool import ConnectionPool

from app.login import Login, watched
from app.settings import DatabaseSettings

Pool = ConnectionPool[Connection[DictRow]]


def make_pool(settings: DatabaseSettings, size: int, login: Login) -> Pool:
    return ConnectionPool(
        kwargs=connection_arguments(settings),
        connection_class=watched(login),
        min_size=1,
        max_size=size,
        timeout=2,
        max_lifetime=1800,
        # Its pauses between attempts double: give up early, the next request starts anew.
        reconnect_timeout=5,
        check=ConnectionPool.check_connection,
        open=False,
    )


def connection_arguments(settings: DatabaseSettings) -> dict[str, object]:
    arguments: dict[str, object] = {
        "host": settings.host,
        "port": settings.port,
        "dbname": settings.name,
        "user": settings.user,
        "password": settings.password,
        "sslmode": settings.sslmode,
        "connect_timeout": 3,
        "tcp_user_timeout": 5000,
        "options": "-c statement_timeout=5000",
        "application_name": "flask-app",
        "row_factory": dict_row,
        # One statement is a transaction of its own: begin and commit would each be one more way there and back.
        "autocommit": True,
    }
    if settings.sslrootcert:
        arguments["sslrootcert"] = certificate_path(settings.sslrootcert)
    return arguments


def certificate_path(value: str) -> str:
    """ECS hands secrets and parameters over as text only: a PEM in the environment becomes a file."""
    if not value.startswith("-----BEGIN"):
        return value
    path = Path(tempfile.gettempdir(), "database-ca.pem")
    path.write_text(value)
    return str(path)
