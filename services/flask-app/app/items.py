"""Items in PostgreSQL."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from psycopg.rows import DictRow

from app.database import Pool
from app.spent import spends_on
from app.validation import NewItem


@dataclass(frozen=True)
class Item:
    id: int
    name: str
    description: str
    created_at: datetime

    def as_json(self) -> dict[str, Any]:
        return {
            "id": self.id,
            "name": self.name,
            "description": self.description,
            "created_at": self.created_at.isoformat(),
        }


def item(row: DictRow) -> Item:
    return Item(**row)


class Items:
    def __init__(self, pool: Pool) -> None:
        self.pool = pool

    @spends_on("database")
    def create(self, new: NewItem) -> Item:
        with self.pool.connection() as connection:
            row = connection.execute(
                "insert into items (name, description) values (%s, %s) returning id, name, description, created_at",
                (new.name, new.description),
            ).fetchone()
        assert row is not None
        return item(row)

    @spends_on("database")
    def find(self, id: int) -> Item | None:
        with self.pool.connection() as connection:
            row = connection.execute(
                "select id, name, description, created_at from items where id = %s", (id,)
            ).fetchone()
        return item(row) if row else None

    @spends_on("database")
    def page(self, after: int, limit: int) -> list[Item]:
        with self.pool.connection() as connection:
            rows = connection.execute(
                "select id, name, description, created_at from items where id > %s order by id limit %s", (after, limit)
            ).fetchall()
        return [item(row) for row in rows]

    @spends_on("database")
    def delete(self, id: int) -> bool:
        with self.pool.connection() as connection:
            return connection.execute("delete from items where id = %s", (id,)).rowcount == 1

    @spends_on("database")
    def check(self) -> None:
        with self.pool.connection(timeout=1) as connection, connection.transaction():
            connection.execute("set local statement_timeout = 1000")
            connection.execute("select 1")
