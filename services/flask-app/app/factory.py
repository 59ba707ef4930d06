"""The Flask application, from parts."""

from collections.abc import Callable
from dataclasses import dataclass

from flask import Flask
from werkzeug.middleware.proxy_fix import ProxyFix

from app import errors, requests
from app.cache import Cache
from app.items import Items
from app.reports import Reports
from app.routes import health, ready, version
from app.routes import items as items_routes
from app.routes import reports as reports_routes
from app.routes import session as session_routes
from app.sessions import Sessions
from app.settings import Settings


@dataclass(frozen=True)
class Parts:
    items: Items
    cache: Cache
    sessions: Sessions
    schema_ready: Callable[[], bool]
    login_refused: Callable[[], bool]


def create_app(settings: Settings, parts: Parts) -> Flask:
    items, cache, sessions = parts.items, parts.cache, parts.sessions
    app = Flask(__name__, static_folder=None)
    app.config["MAX_CONTENT_LENGTH"] = 64 * 1024
    app.wsgi_app = ProxyFix(app.wsgi_app, x_for=1, x_proto=1)  # type: ignore[method-assign]
    requests.install(app, settings)
    errors.install(app)
    app.register_blueprint(health.make_blueprint(parts.login_refused))
    stores = {"redis": cache.check} | ({"sessions": sessions.check} if settings.sessions else {})
    app.register_blueprint(ready.make_blueprint(items.check, stores, parts.schema_ready))
    app.register_blueprint(version.make_blueprint(settings))
    app.register_blueprint(items_routes.make_blueprint(items, cache))
    app.register_blueprint(session_routes.make_blueprint(sessions))
    app.register_blueprint(reports_routes.make_blueprint(Reports(cache.client)))
    return app
