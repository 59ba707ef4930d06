"""The application and what runs beside it in each worker."""

from app.cache import Cache, make_client
from app.database import make_pool
from app.factory import create_app
from app.items import Items
from app.login import Login
from app.schema import Schema
from app.settings import Settings


class Service:
    def __init__(self, settings: Settings) -> None:
        login = Login()
        self.pool = make_pool(settings.database, settings.pool_size, login)
        self.schema = Schema(self.pool)
        cache = Cache(make_client(settings.redis, 2), make_client(settings.redis, 0), settings.cache_seconds)
        self.app = create_app(settings, Items(self.pool), cache, self.schema.ready.is_set, lambda: login.refused)

    def start(self) -> None:
        self.pool.open(wait=False)
        self.schema.start()

    def stop(self) -> None:
        self.schema.stop()
        self.pool.close(timeout=1)
