import psycopg
import pytest

from app import schema
from app.schema import Schema


@pytest.fixture
def attempts(monkeypatch):
    """create() fails twice, then works; the pauses in between are recorded instead of taken."""
    made: list[str] = []

    def create(pool):
        made.append(pool)
        if len(made) < 3:
            raise psycopg.OperationalError("the database system is starting up")

    monkeypatch.setattr(schema, "create", create)
    return made


def test_it_keeps_trying(attempts, monkeypatch):
    tried = Schema("pool")
    pauses: list[float] = []
    monkeypatch.setattr(tried.stopped, "wait", pauses.append)
    tried.run()
    assert (len(attempts), pauses, tried.ready.is_set()) == (3, [0.5, 1.0], True)


def test_it_stops_when_the_worker_does(attempts, monkeypatch):
    tried = Schema("pool")
    monkeypatch.setattr(tried.stopped, "wait", lambda _: tried.stopped.set())
    tried.run()
    assert (len(attempts), tried.ready.is_set()) == (1, False)
