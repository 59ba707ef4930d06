import json
import os

import pytest
import redis

pytestmark = pytest.mark.container

DATABASE = {"DATABASE_NAME": "items", "DATABASE_USER": "app", "DATABASE_PASSWORD": "database-password"}
ITEMS = """
create table items (name text, description text, created_at timestamptz default now());
insert into items values ('lamp', 'red'), ('chair', '')
"""


def variables(values):
    return [part for name, value in values.items() for part in ("--env", f"{name}={value}")]


@pytest.fixture(scope="module")
def cache(run, images, network):
    options = ("--network", network, "--network-alias", "redis", "--publish", "127.0.0.1::6379")
    cache = run(images("redis"), *options, *variables({"REDIS_PASSWORD": "redis-password"}))
    cache.wait_healthy()
    return cache


@pytest.fixture(scope="module")
def postgres(run, network, eventually):
    image = os.environ.get("EVENKEEL_POSTGRES_IMAGE")
    if not image:
        pytest.skip("EVENKEEL_POSTGRES_IMAGE names no PostgreSQL image")
    given = {"POSTGRES_DB": "items", "POSTGRES_USER": "app", "POSTGRES_PASSWORD": "database-password"}
    options = ("--network", network, "--network-alias", "postgres")
    postgres = run(image, *options, *variables(given), hardened=False)

    def fill():
        return postgres.exec("psql", "--username", "app", "--dbname", "items", "--single-transaction", "-c", ITEMS)

    assert eventually(lambda: fill().returncode == 0, 60), postgres.logs()
    return postgres


def test_it_makes_a_report_and_ends_cleanly(run, images, network, cache, postgres, eventually):
    given = DATABASE | {"DATABASE_HOST": "postgres", "DATABASE_SSLMODE": "disable"}
    given |= {"REDIS_HOST": "redis", "REDIS_PASSWORD": "redis-password"}
    worker = run(images("reports"), "--network", network, *variables(given))
    worker.wait_healthy()
    client = redis.Redis(port=cache.port(6379), username="app", password="redis-password", decode_responses=True)
    client.lpush("reports:queue", "job")
    assert eventually(lambda: client.get("reports:job")), worker.logs()
    report = {"items": 2, "items_of_a_day": 2, "average_description": 1.5}
    assert json.loads(client.get("reports:job")) == {"status": "done", "report": report}
    assert worker.exec("id", "-u").stdout.strip() == "10001"
    worker.stop()
    assert worker.state["ExitCode"] == 0, worker.logs()
