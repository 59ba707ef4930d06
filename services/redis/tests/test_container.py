import time

import pytest
import redis
from redis.backoff import NoBackoff
from redis.exceptions import AuthenticationError, NoPermissionError, ResponseError
from redis.retry import Retry

pytestmark = pytest.mark.container

PASSWORD = 'pass word#"1'


@pytest.fixture(scope="module")
def server(run, images):
    options = ("--env", f"REDIS_PASSWORD={PASSWORD}", "--env", "REDIS_MAXMEMORY=3mb", "--publish", "127.0.0.1::6379")
    server = run(images("redis"), *options)
    server.wait_healthy()
    return server


@pytest.fixture
def connect(server):
    clients = []

    def connect(username=None, password=None):
        client = redis.Redis(
            port=server.port(6379),
            username=username,
            password=password,
            retry=Retry(NoBackoff(), 0),
            protocol=2,
            decode_responses=True,
        )
        clients.append(client)
        return client

    yield connect
    for client in clients:
        client.close()


@pytest.fixture
def app(connect):
    return connect("app", PASSWORD)


@pytest.mark.parametrize(
    ("username", "password"), [(None, None), ("app", None), ("app", "wrong"), ("default", ""), (None, PASSWORD)]
)
def test_nobody_else_comes_in(connect, username, password):
    with pytest.raises(AuthenticationError):
        connect(username, password).ping()


def test_the_app_can_cache(app):
    assert app.set("items:1", "x", ex=60)
    assert app.get("items:1") == "x"
    assert 0 < app.ttl("items:1") <= 60
    assert app.delete("items:1") == 1


DANGEROUS = """
    FLUSHALL, FLUSHDB, KEYS *, SHUTDOWN, MONITOR, SAVE, INFO, CONFIG GET maxmemory, ACL LIST,
    MODULE LIST, REPLICAOF NO ONE, CLIENT LIST, PUBLISH channel x
"""


@pytest.mark.parametrize("command", [command.strip() for command in DANGEROUS.split(",")])
def test_what_the_app_must_not_do(app, command):
    with pytest.raises(NoPermissionError):
        app.execute_command(*command.split())
    assert app.ping()


def test_nobody_debugs_it(app):
    with pytest.raises(ResponseError, match="DEBUG command not allowed"):
        app.execute_command("DEBUG", "SLEEP", "0")


def test_the_health_user_can_ping_and_nothing_else(connect):
    health = connect("health", "anything")
    assert health.ping()
    for command in (("GET", "items:1"), ("SET", "a", "b"), ("INFO",), ("ACL", "WHOAMI"), ("EVAL", "return 1", "0")):
        with pytest.raises(NoPermissionError):
            health.execute_command(*command)


def test_a_full_cache_evicts_instead_of_refusing(app):
    app.lpush("queue", "job")
    for n in range(600):
        app.set(f"filler:{n}", "x" * 10_000, ex=600)
    assert app.rpop("queue") == "job"
    kept = app.exists(*(f"filler:{n}" for n in range(600)))
    assert 0 < kept < 600
    assert app.get("filler:599")


def test_a_full_cache_keeps_sessions(app):
    for n in range(40):
        app.set(f"sessions:{n}", "x" * 1_000, ex=28_800)
    # All of them are newer than any session, and have been used since.
    for n in range(900):
        app.set(f"items:{n}", "x" * 10_000, ex=60)
        app.get(f"items:{n}")
    assert app.exists(*(f"sessions:{n}" for n in range(40))) == 40
    assert 0 < app.exists(*(f"items:{n}" for n in range(900))) < 900


def test_it_runs_hardened(server):
    assert server.exec("id", "-u").stdout.strip() == "999"
    assert server.exec("touch", "/usr/local/etc/redis/x").returncode != 0


def test_the_health_check_tells_a_wrong_answer(server):
    assert server.exec("healthcheck").returncode == 0
    wrong = server.exec("sh", "-c", "sed s/ping/info/ /usr/local/bin/healthcheck | sh")
    assert wrong.returncode == 1
    assert "NOPERM" in wrong.stdout


def test_without_a_password_it_ends_with_the_reason(run, images):
    broken = run(images("redis"))
    deadline = time.monotonic() + 15
    while broken.state["Status"] != "exited" and time.monotonic() < deadline:
        time.sleep(0.1)
    assert broken.state["ExitCode"] == 1
    assert broken.logs().strip() == "cannot start: REDIS_PASSWORD is not set"


def test_sigterm_ends_it_at_once_and_it_comes_back_empty(server, app):
    app.set("kept", "x")
    began = time.monotonic()
    server.stop()
    assert time.monotonic() - began < 25  # of the 30 s that it is given
    assert server.state["ExitCode"] == 0
    server.start()
    server.wait_healthy()
    fresh = redis.Redis(port=server.port(6379), username="app", password=PASSWORD, protocol=2)
    assert fresh.get("kept") is None
