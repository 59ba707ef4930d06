import psycopg
import pytest


@pytest.mark.parametrize("database_away", [False, True])
@pytest.mark.parametrize("redis_away", [False, True])
def test_liveness_depends_on_nobody(world, client, database_away, redis_away):
    world.items.away, world.redis.away = database_away, redis_away
    answer = client.get("/health")
    assert (answer.status_code, answer.json) == (200, {"status": "ok"})
    assert world.redis.calls == 0


def test_a_refused_login_wants_a_new_task(world, client):
    world.login.failed(psycopg.OperationalError('FATAL:  password authentication failed for user "app"'))
    answer = client.get("/health")
    assert answer.status_code == 503
    assert "the database refuses the login" in answer.json["reason"]
    world.login.succeeded()
    assert client.get("/health").json == {"status": "ok"}


@pytest.mark.parametrize(
    ("database_away", "redis_away", "table", "code", "body"),
    [
        (False, False, True, 200, {"status": "ok", "database": "up", "redis": "up"}),
        (False, True, True, 200, {"status": "degraded", "database": "up", "redis": "down"}),
        (True, False, True, 503, {"status": "unavailable", "database": "down", "redis": "up"}),
        (True, True, True, 503, {"status": "unavailable", "database": "down", "redis": "down"}),
        (False, False, False, 503, {"status": "unavailable", "database": "starting", "redis": "up"}),
    ],
)
def test_readiness(world, client, database_away, redis_away, table, code, body):
    world.items.away, world.redis.away, world.schema_ready = database_away, redis_away, table
    answer = client.get("/ready")
    assert (answer.status_code, answer.json) == (code, body)


def test_version(client):
    assert client.get("/version").json == {"version": "1.2.3", "revision": "0123abc"}
    assert client.get("/").json == {"service": "flask-app", "version": "1.2.3"}
