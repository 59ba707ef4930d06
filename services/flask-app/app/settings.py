"""What the environment says, read once."""

from collections.abc import Mapping
from dataclasses import dataclass, field


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
class RedisSettings:
    host: str
    port: int
    username: str
    password: str = field(repr=False)
    tls: bool


@dataclass(frozen=True)
class Settings:
    version: str
    revision: str
    database: DatabaseSettings
    redis: RedisSettings
    pool_size: int
    cache_seconds: int
    metrics_namespace: str


REQUIRED = ("DATABASE_HOST", "DATABASE_NAME", "DATABASE_USER", "DATABASE_PASSWORD", "REDIS_HOST", "REDIS_PASSWORD")
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
        pool_size=number(environment, "DATABASE_POOL_SIZE", 4, 50),
        cache_seconds=number(environment, "CACHE_SECONDS", 60, 86400),
        metrics_namespace=environment.get("METRICS_NAMESPACE", ""),
    )


def number(environment: Mapping[str, str], name: str, default: int, most: int) -> int:
    text = environment.get(name) or str(default)
    if not (text.isascii() and text.isdecimal() and 1 <= int(text) <= most):
        raise SettingsError(f"{name} is {text!r}, must be a whole number from 1 to {most}")
    return int(text)
