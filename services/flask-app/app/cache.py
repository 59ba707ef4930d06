"""A cache in Redis that degrades and never fails a request."""

import json
import logging
import time
from collections.abc import Callable
from typing import Any, Literal, Protocol

import redis
from redis.backoff import ExponentialBackoff
from redis.credentials import CredentialProvider, UsernamePasswordCredentialProvider
from redis.retry import Retry

from app.iam import IamLogin
from app.settings import RedisSettings
from app.spent import spends_on

log = logging.getLogger("cache")

Answer = Literal["hit", "miss", "bypass"]
# While Redis is away each request would otherwise wait for its time-outs.
BYPASS_SECONDS = 5.0


class Client(Protocol):
    def get(self, name: str) -> Any: ...
    def set(self, name: str, value: str, *, ex: int) -> Any: ...
    def getex(self, name: str, *, ex: int) -> Any: ...
    def delete(self, *names: str) -> Any: ...
    def lpush(self, name: str, *values: str) -> Any: ...
    def llen(self, name: str) -> Any: ...
    def ping(self) -> Any: ...


def make_client(settings: RedisSettings, retries: int) -> Client:
    return redis.Redis(
        host=settings.host,
        port=settings.port,
        credential_provider=login(settings),
        ssl=settings.tls,
        socket_connect_timeout=1,
        socket_timeout=1,
        health_check_interval=30,
        retry=Retry(ExponentialBackoff(cap=0.2, base=0.02), retries),
        decode_responses=True,
        client_name="flask-app",
        protocol=2,
    )


def login(settings: RedisSettings) -> CredentialProvider:
    if settings.iam is not None:
        return IamLogin(settings.username, settings.iam.cache, settings.iam.region)
    return UsernamePasswordCredentialProvider(settings.username, settings.password)


class Cache:
    def __init__(self, client: Client, probe: Client, seconds: int, now: Callable[[], float] = time.monotonic) -> None:
        self.client = client
        self.probe = probe
        self.seconds = seconds
        self.now = now
        self.bypassed_until = 0.0

    def read(self, key: str) -> tuple[Answer, Any]:
        answered, text = self.attempt(lambda: self.client.get(key))
        if not answered:
            return "bypass", None
        return ("hit", json.loads(text)) if text is not None else ("miss", None)

    def write(self, key: str, value: Any) -> None:
        self.attempt(lambda: self.client.set(key, json.dumps(value), ex=self.seconds))

    def forget(self, key: str) -> None:
        self.attempt(lambda: self.client.delete(key))

    @spends_on("redis")
    def check(self) -> None:
        self.probe.ping()
        self.bypassed_until = 0.0

    @spends_on("redis")
    def attempt(self, command: Callable[[], Any]) -> tuple[bool, Any]:
        if self.now() < self.bypassed_until:
            return False, None
        try:
            return True, command()
        except redis.RedisError as error:
            self.bypassed_until = self.now() + BYPASS_SECONDS
            log.warning("bypassed for %.0f s: %s", BYPASS_SECONDS, error)
            return False, None
