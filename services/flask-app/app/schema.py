"""The table, created once by whichever worker comes first."""

import logging
from threading import Event, Thread

import psycopg
from psycopg_pool import PoolTimeout

from app.database import Pool

log = logging.getLogger("schema")

LOCK = 4_705_170_001
TABLE = """
create table if not exists items (
    id bigint generated always as identity primary key,
    name text not null,
    description text not null default '',
    created_at timestamptz not null default now()
)
"""


def create(pool: Pool) -> None:
    # "if not exists" alone still collides when two sessions create at once.
    with pool.connection() as connection, connection.transaction():
        connection.execute("select pg_advisory_xact_lock(%s)", (LOCK,))
        connection.execute(TABLE)


class Schema:
    """Keeps trying in the background: a database that is briefly away must not stop the start."""

    def __init__(self, pool: Pool) -> None:
        self.pool = pool
        self.ready = Event()
        self.stopped = Event()

    def start(self) -> None:
        Thread(target=self.run, name="schema", daemon=True).start()

    def stop(self) -> None:
        self.stopped.set()

    def run(self) -> None:
        pause = 0.5
        while not self.stopped.is_set():
            try:
                create(self.pool)
            except (psycopg.Error, PoolTimeout) as error:
                log.warning("table not created yet: %s", error)
                self.stopped.wait(pause)
                pause = min(pause * 2, 5)
            else:
                self.ready.set()
                return
