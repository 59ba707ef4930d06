"""The application and what runs beside it in each worker."""

from collections.abc import Callable

from app.cache import Cache, make_client
from app.database import make_pool
from app.factory import Parts, create_app
from app.items import Items
from app.login import Login
from app.schema import Schema
from app.sessions import Sessions
from app.settings import Settings


class Service:
    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.end_of_traces: Callable[[], None] = lambda: None
        login = Login()
        self.pool = make_pool(settings.database, settings.pool_size, login)
        self.schema = Schema(self.pool)
        cache = Cache(make_client(settings.redis, 2), make_client(settings.redis, 0), settings.cache_seconds)
        store = settings.sessions or settings.redis
        sessions = Sessions(make_client(store, 2), make_client(store, 0), settings.session_seconds)
        parts = Parts(Items(self.pool), cache, sessions, self.schema.ready.is_set, lambda: login.refused)
        self.app = create_app(settings, parts)

    def start(self) -> None:
        if self.settings.traced:
            # The SDK is loaded where it is used: it is as large as the rest together.
            from app import exporting

            self.end_of_traces = exporting.start(self.settings.version)
        self.pool.open(wait=False)
        self.schema.start()

    def stop(self) -> None:
        self.schema.stop()
        self.pool.close(timeout=1)
        self.end_of_traces()
