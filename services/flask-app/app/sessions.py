"""Sessions in Redis or Valkey, each under a random id that only the browser's cookie carries."""

import hashlib
import json
import secrets
from typing import Any

from app.cache import Client
from app.spent import spends_on


def key(id: str) -> str:
    """Whoever reads the store must not be able to go on with the sessions in it."""
    return f"sessions:{hashlib.sha256(id.encode()).hexdigest()}"


class Sessions:
    def __init__(self, client: Client, probe: Client, seconds: int) -> None:
        self.client = client
        self.probe = probe
        self.seconds = seconds

    @spends_on("sessions")
    def begin(self, values: dict[str, Any]) -> str:
        id = secrets.token_urlsafe(32)
        self.client.set(key(id), json.dumps(values), ex=self.seconds)
        return id

    @spends_on("sessions")
    def find(self, id: str) -> dict[str, Any] | None:
        """Whoever comes back within the time has all of it again."""
        text = self.client.getex(key(id), ex=self.seconds)
        found: dict[str, Any] | None = None if text is None else json.loads(text)
        return found

    @spends_on("sessions")
    def end(self, id: str) -> None:
        self.client.delete(key(id))

    def check(self) -> None:
        self.probe.ping()
