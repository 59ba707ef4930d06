"""The image as ECS runs it, with a real PostgreSQL and this project's own Redis."""

import json
import os
import time
from concurrent.futures import ThreadPoolExecutor
from http.client import HTTPConnection

import pytest

pytestmark = pytest.mark.container


@pytest.fixture(scope="module")
def on_network(run, network):
    def on_network(image, name, *options, **environment):
        settings = [part for key, value in environment.items() for part in ("--env", f"{key}={value}")]
        hardened = name != "postgres"
        return run(image, "--network", network, "--network-alias", name, *settings, *options, hardened=hardened)

    return on_network


@pytest.fixture(scope="module")
def postgres(on_network):
    image = os.environ.get("EVENKEEL_POSTGRES_IMAGE")
    if not image:
        pytest.skip("EVENKEEL_POSTGRES_IMAGE names no PostgreSQL image")
    return on_network(
        image, "postgres", POSTGRES_USER="app", POSTGRES_PASSWORD="database-password", POSTGRES_DB="items"
    )


@pytest.fixture(scope="module")
def cache(on_network, images):
    return on_network(images("redis"), "redis", REDIS_PASSWORD="redis-password")


@pytest.fixture(scope="module")
def start(on_network, build):
    image = build("flask-app", "--build-arg", "VERSION=1.2.3", "--build-arg", "REVISION=0123abc")

    def start(**environment):
        settings = {
            "DATABASE_HOST": "postgres",
            "DATABASE_NAME": "items",
            "DATABASE_USER": "app",
            "DATABASE_PASSWORD": "database-password",
            "DATABASE_SSLMODE": "disable",
            "REDIS_HOST": "redis",
            "REDIS_PASSWORD": "redis-password",
        }
        return on_network(image, "flask-app", "--publish", "127.0.0.1::5000", **(settings | environment))

    return start


@pytest.fixture(scope="module")
def pair(start, postgres, cache):
    """Two at once on an empty database that is itself still starting."""
    with ThreadPoolExecutor() as threads:
        return [started.result() for started in [threads.submit(start) for _ in range(2)]]


@pytest.fixture
def ask(pair):
    def ask(method, path, body=None, of=0):
        connection = HTTPConnection("127.0.0.1", pair[of].port(5000), timeout=20)
        headers = {"Content-Type": "application/json"}
        connection.request(method, path, json.dumps(body) if body else None, headers)
        answer = connection.getresponse()
        text = answer.read()
        connection.close()
        answer.json = json.loads(text) if text else None
        return answer

    return ask


@pytest.fixture
def ready(ask, eventually):
    def ready(state, seconds=20):
        # whichever worker answers: each has a pool of its own
        eventually(lambda: {ask("GET", "/ready").json["status"] for _ in range(6)} == {state}, seconds)
        answer = ask("GET", "/ready")
        assert answer.json["status"] == state, answer.json
        return answer

    return ready


def test_both_become_healthy_and_ready(pair, ask, ready, eventually):
    for container in pair:
        container.wait_healthy()
    assert ready("ok", 40).json == {"status": "ok", "database": "up", "redis": "up"}
    assert eventually(lambda: ask("GET", "/ready", of=1).status == 200)


def test_the_version_is_baked_in(ask):
    answer = ask("GET", "/version")
    assert answer.json == {"version": "1.2.3", "revision": "0123abc"}
    assert answer.headers["X-App-Version"] == "1.2.3"


def test_an_item_lives_in_database_and_cache(ask, ready):
    ready("ok")
    created = ask("POST", "/api/items", {"name": "lamp", "description": "größer als ✓"})
    assert created.status == 201
    path = created.headers["Location"]
    reads = [ask("GET", path, of=n) for n in (0, 1)]
    assert [read.headers["X-Cache"] for read in reads] == ["miss", "hit"]
    assert reads[0].json == reads[1].json == created.json
    assert created.json in ask("GET", "/api/items").json["items"]
    assert ask("DELETE", path, of=1).status == 204
    assert ask("GET", path).status == 404


def test_without_redis_it_is_slower_and_says_so(ask, ready, cache):
    path = ask("POST", "/api/items", {"name": "chair"}).headers["Location"]
    cache.stop()
    assert ready("degraded").status == 200
    answer = ask("GET", path)
    assert (answer.status, answer.headers["X-Cache"]) == (200, "bypass")
    cache.start()
    ready("ok")


def test_without_the_database_it_lives_and_is_not_ready(ask, ready, postgres, pair):
    postgres.stop()
    assert ready("unavailable").status == 503
    assert ask("GET", "/api/items").status == 503
    assert ask("GET", "/health").status == 200
    postgres.start()
    ready("ok", 30)
    assert ask("GET", "/api/items").status == 200
    assert pair[0].state["Health"]["Status"] == "healthy"


def test_a_changed_password_makes_it_unhealthy_until_it_holds_again(start, ask, ready, postgres, pair, eventually):
    def sql(statement):
        done = postgres.exec("psql", "--username", "app", "--dbname", "items", "--command", statement)
        assert done.returncode == 0, done.stderr

    def rotate(password):
        sql(f"alter role app password '{password}'")
        # as the end of their life would
        sql("select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'flask-app'")

    ready("ok")
    rotate("another-password")
    eventually(lambda: ask("GET", "/api/items").status == 503)
    # whichever worker answers
    healths = [ask("GET", "/health") for _ in range(10)]
    assert {health.status for health in healths} == {503}
    assert "the database refuses the login" in healths[0].json["reason"]
    assert eventually(lambda: pair[0].state["Health"]["Status"] == "unhealthy")
    assert "refuses the login" in pair[0].state["Health"]["Log"][-1]["Output"]
    assert 'password authentication failed for user \\"app\\"' in pair[0].logs()
    start(DATABASE_PASSWORD="another-password").wait_healthy()

    rotate("database-password")
    assert eventually(lambda: ask("GET", "/api/items").status == 200)
    assert ask("GET", "/health").status == 200
    assert eventually(lambda: pair[0].state["Health"]["Status"] == "healthy")


def test_it_runs_hardened(pair):
    container = pair[0]
    assert container.exec("id", "-u").stdout.strip() == "10001"
    assert container.exec("touch", "/srv/x").returncode != 0
    assert container.exec("python", "-m", "pip", "--version").returncode != 0
    lines = [json.loads(line) for line in container.logs().splitlines()]
    assert not [line for line in lines if "Read-only" in line["msg"] or "Control" in line["msg"]]


def test_sigterm_ends_it_cleanly(pair):
    began = time.monotonic()
    pair[1].stop()
    assert time.monotonic() - began < 25  # of the 30 s that it is given
    assert pair[1].state["ExitCode"] == 0
    assert json.loads(pair[1].logs().splitlines()[-1])["msg"] == "Shutting down: Master"


def test_a_wrong_setting_ends_it_with_the_reason(start, eventually):
    broken = start(DATABASE_SSLMODE="verify-full")
    eventually(lambda: broken.state["Status"] == "exited")
    assert broken.state["ExitCode"] == 1
    assert "verify-full needs DATABASE_SSLROOTCERT" in json.loads(broken.logs().splitlines()[-1])["msg"]
