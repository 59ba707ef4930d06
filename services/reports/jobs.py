"""The queue in Redis that flask-app fills: a list of ids, and what is known of each under a key of its own.

An id that was taken stays on a second list until it is done, so that a worker that ends in the middle loses none.
"""

import json
from typing import Any, Protocol

QUEUE = "reports:queue"
TAKEN = "reports:taken"
KEPT_SECONDS = 3600
TRIES = 3


class Client(Protocol):
    def blmove(self, first_list: str, second_list: str, timeout: int, src: str, dest: str) -> Any: ...
    def lmove(self, first_list: str, second_list: str, src: str, dest: str) -> Any: ...
    def lpush(self, name: str, *values: str) -> Any: ...
    def lrem(self, name: str, count: int, value: str) -> Any: ...
    def llen(self, name: str) -> Any: ...
    def set(self, name: str, value: str, *, ex: int) -> Any: ...
    def incr(self, name: str) -> Any: ...
    def expire(self, name: str, time: int) -> Any: ...


class Jobs:
    def __init__(self, client: Client) -> None:
        self.client = client

    def recover(self) -> int:
        """Puts back what was taken and never done, also by others that still work: a report made twice does no harm."""
        count = 0
        while self.client.lmove(TAKEN, QUEUE, "RIGHT", "RIGHT"):
            count += 1
        return count

    def take(self, seconds: int) -> str | None:
        id: str | None = self.client.blmove(QUEUE, TAKEN, seconds, "RIGHT", "LEFT")
        return id

    def finish(self, id: str, state: dict[str, Any]) -> None:
        self.client.set(f"reports:{id}", json.dumps(state), ex=KEPT_SECONDS)
        self.client.lrem(TAKEN, 1, id)

    def last_try(self, id: str) -> bool:
        """Counts the tries of a job that ends in an error."""
        key = f"reports:{id}:tries"
        tries = self.client.incr(key)
        self.client.expire(key, KEPT_SECONDS)
        return bool(tries >= TRIES)

    def put_back(self, id: str) -> None:
        """Behind the others, and only then off the second list: twice is better than never."""
        self.client.lpush(QUEUE, id)
        self.client.lrem(TAKEN, 1, id)

    def waiting(self) -> int:
        return int(self.client.llen(QUEUE))
