from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import psycopg
import pytest
import redis
from flask.testing import FlaskClient

from app.cache import Cache
from app.factory import Parts, create_app
from app.items import Item
from app.login import Login
from app.sessions import Sessions
from app.settings import Settings, read_settings
from app.validation import NewItem

ENVIRONMENT = {
    "DATABASE_HOST": "postgres",
    "DATABASE_NAME": "items",
    "DATABASE_USER": "app",
    "DATABASE_PASSWORD": "database-password",
    "REDIS_HOST": "redis",
    "REDIS_PASSWORD": "redis-password",
    "APP_VERSION": "1.2.3",
    "APP_REVISION": "0123abc",
}


@pytest.fixture
def environment() -> dict[str, str]:
    return dict(ENVIRONMENT)


@pytest.fixture
def settings() -> Settings:
    return read_settings(ENVIRONMENT)


class FakeItems:
    """The table as a dictionary; `away` plays a database that is down."""

    def __init__(self) -> None:
        self.rows: dict[int, Item] = {}
        self.away = False
        self.finds = 0

    def reach(self) -> None:
        if self.away:
            raise psycopg.OperationalError("connection refused")

    def create(self, new: NewItem) -> Item:
        self.reach()
        id = len(self.rows) + 1
        self.rows[id] = Item(id, new.name, new.description, datetime(2026, 1, 2, tzinfo=UTC))
        return self.rows[id]

    def find(self, id: int) -> Item | None:
        self.reach()
        self.finds += 1
        return self.rows.get(id)

    def page(self, after: int, limit: int) -> list[Item]:
        self.reach()
        return [row for id, row in sorted(self.rows.items()) if id > after][:limit]

    def delete(self, id: int) -> bool:
        self.reach()
        return self.rows.pop(id, None) is not None

    def check(self) -> None:
        self.reach()


class FakeRedis:
    def __init__(self) -> None:
        self.values: dict[str, tuple[str, int]] = {}
        self.lists: dict[str, list[str]] = {}
        self.away = False
        self.calls = 0

    def reach(self) -> None:
        self.calls += 1
        if self.away:
            raise redis.ConnectionError("connection refused")

    def get(self, name: str) -> str | None:
        self.reach()
        return self.values[name][0] if name in self.values else None

    def set(self, name: str, value: str, *, ex: int) -> None:
        self.reach()
        self.values[name] = (value, ex)

    def getex(self, name: str, *, ex: int) -> str | None:
        self.reach()
        if name in self.values:
            self.values[name] = (self.values[name][0], ex)
        return self.values[name][0] if name in self.values else None

    def delete(self, *names: str) -> None:
        self.reach()
        for name in names:
            self.values.pop(name, None)

    def lpush(self, name: str, *values: str) -> int:
        self.reach()
        self.lists.setdefault(name, [])[:0] = values
        return len(self.lists[name])

    def llen(self, name: str) -> int:
        self.reach()
        return len(self.lists.get(name, []))

    def ping(self) -> None:
        self.reach()


class World:
    def __init__(self, settings: Settings) -> None:
        self.items = FakeItems()
        self.redis = FakeRedis()
        self.time = 1000.0
        self.schema_ready = True
        self.login = Login()
        self.cache = Cache(self.redis, self.redis, settings.cache_seconds, lambda: self.time)
        self.store = FakeRedis()
        self.settings = settings

    def client(self, **changes: Any) -> FlaskClient:
        settings = replace(self.settings, **changes)
        # As in the service: a store of its own, or the cache's.
        store = self.store if settings.sessions else self.redis
        sessions = Sessions(store, store, settings.session_seconds)
        parts = Parts(
            self.items,  # type: ignore[arg-type]
            self.cache,
            sessions,
            lambda: self.schema_ready,
            lambda: self.login.refused,
        )
        return create_app(settings, parts).test_client()


@pytest.fixture
def world(settings: Settings) -> World:
    return World(settings)


@pytest.fixture
def client(world: World) -> FlaskClient:
    return world.client()
