import pytest
from redis.exceptions import AuthenticationError, NoPermissionError, TimeoutError

from app.cache import BYPASS_SECONDS, make_client


def test_a_failure_opens_the_bypass_for_a_while(world):
    world.redis.away = True
    assert world.cache.read("k") == ("bypass", None)
    world.redis.away = False
    calls = world.redis.calls
    assert world.cache.read("k") == ("bypass", None)
    assert world.redis.calls == calls
    world.time += BYPASS_SECONDS
    assert world.cache.read("k") == ("miss", None)


def test_a_successful_check_closes_it(world):
    world.redis.away = True
    world.cache.write("k", 1)
    world.redis.away = False
    world.cache.check()
    world.cache.write("k", {"a": "ä"})
    assert world.cache.read("k") == ("hit", {"a": "ä"})


@pytest.mark.parametrize("error", [AuthenticationError("x"), NoPermissionError("x"), TimeoutError("x")])
def test_no_answer_of_redis_reaches_a_request(world, monkeypatch, error):
    def refuse(*_, **__):
        raise error

    for command in ("get", "set", "delete"):
        monkeypatch.setattr(world.redis, command, refuse)
    world.cache.write("k", 1)
    world.cache.forget("k")
    assert world.cache.read("k") == ("bypass", None)


def test_every_wait_is_short(settings):
    options = make_client(settings.redis, 2).connection_pool.connection_kwargs
    assert (options["socket_connect_timeout"], options["socket_timeout"]) == (1, 1)
    assert options["health_check_interval"] == 30
    assert options["credential_provider"].get_credentials() == ("app", "redis-password")
