"""Reports that the service `reports` makes: asked for in a list in Redis, and told of here."""

import json
import uuid
from typing import Any

from app.cache import Client
from app.spent import spends_on

QUEUE = "reports:queue"
KEPT_SECONDS = 3600
# Where nobody takes them the queue would fill Redis.
MOST_WAITING = 1000


class QueueFull(Exception):
    pass


class Reports:
    def __init__(self, client: Client) -> None:
        self.client = client

    @spends_on("redis")
    def order(self) -> str:
        if self.client.llen(QUEUE) >= MOST_WAITING:
            raise QueueFull
        id = uuid.uuid4().hex
        self.client.set(f"reports:{id}", json.dumps({"status": "queued"}), ex=KEPT_SECONDS)
        self.client.lpush(QUEUE, id)
        return id

    @spends_on("redis")
    def find(self, id: str) -> dict[str, Any] | None:
        text = self.client.get(f"reports:{id}")
        found: dict[str, Any] | None = None if text is None else json.loads(text)
        return found
