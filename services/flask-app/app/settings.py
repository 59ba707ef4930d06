"""What the environment says, read once."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import unquote, urlsplit


class SettingsError(Exception):
    pass


@dataclass(frozen=True)
class DatabaseSettings:
    host: str
    port: int
    name: str
    user: str
    password: str = field(repr=False)
    sslmode: str
    sslrootcert: str | None


@dataclass(frozen=True)
class IamSettings:
    cache: str
    region: str


@dataclass(frozen=True)
class RedisSettings:
    host: str
    port: int
    username: str
    password: str = field(repr=False)
    tls: bool
    iam: IamSettings | None = None


@dataclass(frozen=True)
class Settings:
    version: str
    revision: str
    database: DatabaseSettings
    redis: RedisSettings
    # Null keeps sessions in the cache's Redis.
    sessions: RedisSettings | None
    session_seconds: int
    pool_size: int
    cache_seconds: int
    metrics_namespace: str
    traced: bool


REQUIRED = ("DATABASE_HOST", "DATABASE_NAME", "DATABASE_USER", "DATABASE_PASSWORD", "REDIS_HOST", "REDIS_PASSWORD")
WRONG_URL = "SESSIONS_URL must be like rediss://user@host:6379, or rediss://user:password@host:6379"
SSLMODES = ("disable", "require", "verify-ca", "verify-full")


def read_settings(environment: Mapping[str, str]) -> Settings:
    missing = [name for name in REQUIRED if not environment.get(name)]
    if missing:
        raise SettingsError(f"not set: {', '.join(missing)}")

    rootcert = environment.get("DATABASE_SSLROOTCERT") or None
    sslmode = environment.get("DATABASE_SSLMODE") or ("verify-full" if rootcert else "require")
    if sslmode not in SSLMODES:
        raise SettingsError(f"DATABASE_SSLMODE is {sslmode!r}, must be one of {', '.join(SSLMODES)}")
    if sslmode.startswith("verify-") and not rootcert:
        raise SettingsError(f"DATABASE_SSLMODE {sslmode} needs DATABASE_SSLROOTCERT (a path, or the PEM itself)")

    return Settings(
        version=environment.get("APP_VERSION") or "0.0.0-dev",
        revision=environment.get("APP_REVISION") or "unknown",
        database=DatabaseSettings(
            host=environment["DATABASE_HOST"],
            port=number(environment, "DATABASE_PORT", 5432, 65535),
            name=environment["DATABASE_NAME"],
            user=environment["DATABASE_USER"],
            password=environment["DATABASE_PASSWORD"],
            sslmode=sslmode,
            sslrootcert=rootcert,
        ),
        redis=RedisSettings(
            host=environment["REDIS_HOST"],
            port=number(environment, "REDIS_PORT", 6379, 65535),
            username=environment.get("REDIS_USERNAME") or "app",
            password=environment["REDIS_PASSWORD"],
            tls=environment.get("REDIS_TLS") == "true",
        ),
        sessions=session_store(environment),
        session_seconds=number(environment, "SESSION_SECONDS", 28800, 30 * 86400),
        pool_size=number(environment, "DATABASE_POOL_SIZE", 4, 50),
        cache_seconds=number(environment, "CACHE_SECONDS", 60, 86400),
        metrics_namespace=environment.get("METRICS_NAMESPACE", ""),
        traced=bool(environment.get("OTEL_EXPORTER_OTLP_ENDPOINT")),
    )


def session_store(environment: Mapping[str, str]) -> RedisSettings | None:
    text = environment.get("SESSIONS_URL")
    if not text:
        return None
    cache = environment.get("SESSIONS_IAM_CACHE") or None
    try:
        url = urlsplit(text)
        port = url.port or 6379
    except ValueError:
        raise SettingsError(WRONG_URL) from None
    # Of the URL nothing is told: it may hold a password.
    if url.scheme not in ("redis", "rediss") or not (url.hostname and url.username) or url.path not in ("", "/", "/0"):
        raise SettingsError(WRONG_URL)
    if (url.password is None) == (cache is None):
        raise SettingsError("SESSIONS_URL holds a password, or SESSIONS_IAM_CACHE is set: one of the two")
    if cache and url.scheme != "rediss":
        raise SettingsError("SESSIONS_IAM_CACHE wants rediss:// in SESSIONS_URL: that login is for TLS only")
    region = environment.get("AWS_REGION", "")
    if cache and not region:
        raise SettingsError("SESSIONS_IAM_CACHE needs AWS_REGION, which ECS gives a task")
    return RedisSettings(
        host=url.hostname,
        port=port,
        username=unquote(url.username),
        password=unquote(url.password or ""),
        tls=url.scheme == "rediss",
        iam=IamSettings(cache, region) if cache else None,
    )


def number(environment: Mapping[str, str], name: str, default: int, most: int) -> int:
    text = environment.get(name) or str(default)
    if not (text.isascii() and text.isdecimal() and 1 <= int(text) <= most):
        raise SettingsError(f"{name} is {text!r}, must be a whole number from 1 to {most}")
    return int(text)
