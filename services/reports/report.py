"""The work itself: what a request would wait for too long."""

from typing import Any, Protocol

QUERY = """
select
    count(*),
    count(*) filter (where created_at > now() - interval '1 day'),
    coalesce(avg(length(description)), 0)::float
from items
"""


class Connection(Protocol):
    def execute(self, query: str) -> Any: ...


def make_report(connection: Connection) -> dict[str, Any]:
    items, today, description = connection.execute(QUERY).fetchone()
    return {"items": items, "items_of_a_day": today, "average_description": round(description, 1)}
