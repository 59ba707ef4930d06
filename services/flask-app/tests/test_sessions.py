from dataclasses import replace
from datetime import UTC, datetime

import pytest
import redis

from app.cache import make_client
from app.iam import IamLogin
from app.sessions import key
from app.settings import IamSettings, RedisSettings, SettingsError, read_settings

URL = "rediss://shop-flask-app@store.example:6379"
KEYS = {"AccessKeyId": "AKIDEXAMPLE", "SecretAccessKey": "secret/+key", "Token": "token/+=="}
# As botocore 1.43 signs the same request at that moment.
SIGNATURE = "73e3729ae1d413704f2f1bdab529caf7ee704668fc20f20f22dbfb1a7470f8e9"


def cookie(answer):
    return answer.headers["Set-Cookie"]


def test_a_session_begins_is_kept_and_ends(world, client):
    begun = client.put("/api/session", json={"name": " Ada "})
    assert (begun.status_code, begun.json) == (200, {"name": "Ada"})
    assert "HttpOnly" in cookie(begun)
    assert "SameSite=Lax" in cookie(begun)
    assert "Max-Age=28800" in cookie(begun)
    assert client.get("/api/session").json == {"name": "Ada"}
    assert client.delete("/api/session").status_code == 204
    assert client.get("/api/session").status_code == 404
    assert not world.redis.values


def test_the_store_holds_no_id(world, client):
    client.put("/api/session", json={"name": "Ada"})
    id = client.get_cookie("session").value
    assert list(world.redis.values) == [key(id)]
    assert id not in key(id)


def test_whoever_comes_back_has_all_of_the_time_again(world, client):
    client.put("/api/session", json={"name": "Ada"})
    (name,) = world.redis.values
    world.redis.values[name] = (world.redis.values[name][0], 5)
    assert "Max-Age=28800" in cookie(client.get("/api/session"))
    assert world.redis.values[name][1] == 28800


def test_an_id_that_somebody_set_is_not_taken_over(world, client):
    client.set_cookie("session", "chosen-by-another")
    client.put("/api/session", json={"name": "Ada"})
    assert key("chosen-by-another") not in world.redis.values
    before = set(world.redis.values)
    client.put("/api/session", json={"name": "Ada"})
    assert len(world.redis.values) == 1
    assert not before & set(world.redis.values)


def test_the_cookie_is_for_https_where_that_is_spoken(client):
    plain = client.put("/api/session", json={"name": "Ada"})
    safe = client.put("/api/session", json={"name": "Ada"}, headers={"X-Forwarded-Proto": "https"})
    assert ("Secure" in cookie(plain), "Secure" in cookie(safe)) == (False, True)


@pytest.mark.parametrize("body", [[], {}, {"name": ""}, {"name": 1}, {"name": "x" * 201}, {"name": "a", "is": "admin"}])
def test_what_is_no_name(world, client, body):
    assert client.put("/api/session", json=body).status_code == 400
    assert not world.redis.values


def test_other_requests_ask_nothing_of_the_store(world):
    world.settings = replace(world.settings, sessions=read_store(SESSIONS_URL=URL.replace("@", ":x@")))
    client = world.client()
    client.set_cookie("session", "x")
    client.get("/api/items")
    assert world.store.calls == 0


@pytest.mark.parametrize("method", ["get", "put", "delete"])
def test_without_the_store_503(world, client, method):
    client.set_cookie("session", "x")
    world.redis.away = True
    answer = client.open("/api/session", method=method, json={"name": "Ada"})
    assert (answer.status_code, answer.json) == (503, {"error": "the session store is not available"})


@pytest.mark.parametrize(("away", "state"), [(False, "up"), (True, "down")])
def test_readiness_tells_of_a_store_of_its_own(world, away, state):
    world.store.away = away
    answer = world.client(sessions=read_store(SESSIONS_URL=URL.replace("@", ":x@"))).get("/ready")
    assert (answer.status_code, answer.json["sessions"], answer.json["redis"]) == (200, state, "up")
    assert answer.json["status"] == ("degraded" if away else "ok")


def test_a_store_of_its_own_is_used(world):
    world.client(sessions=read_store(SESSIONS_URL=URL.replace("@", ":x@"))).put("/api/session", json={"name": "Ada"})
    assert (len(world.store.values), len(world.redis.values)) == (1, 0)


def read_store(**changes):
    required = dict.fromkeys(("DATABASE_HOST", "DATABASE_NAME", "DATABASE_USER"), "x")
    required |= dict.fromkeys(("DATABASE_PASSWORD", "REDIS_HOST", "REDIS_PASSWORD"), "x")
    return read_settings(required | changes).sessions


def test_the_store_by_its_url():
    assert read_store() is None
    assert read_store(SESSIONS_URL="") is None
    assert read_store(SESSIONS_URL="redis://me:p%40ss@store.example") == RedisSettings(
        "store.example", 6379, "me", "p@ss", tls=False
    )
    assert read_store(SESSIONS_URL=URL, SESSIONS_IAM_CACHE="shop-sessions", AWS_REGION="ap-south-1") == RedisSettings(
        "store.example", 6379, "shop-flask-app", "", tls=True, iam=IamSettings("shop-sessions", "ap-south-1")
    )


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"SESSIONS_URL": "store.example:6379"}, "SESSIONS_URL must be like"),
        ({"SESSIONS_URL": "https://me:canary-12@store.example"}, "SESSIONS_URL must be like"),
        ({"SESSIONS_URL": "rediss://:canary-12@store.example"}, "SESSIONS_URL must be like"),
        ({"SESSIONS_URL": "rediss://me:canary-12@store.example/3"}, "SESSIONS_URL must be like"),
        ({"SESSIONS_URL": "rediss://me:canary-12@store.example:x"}, "SESSIONS_URL must be like"),
        ({"SESSIONS_URL": URL}, "holds a password, or SESSIONS_IAM_CACHE is set"),
        (
            {"SESSIONS_URL": "rediss://me:canary-12@store.example", "SESSIONS_IAM_CACHE": "shop", "AWS_REGION": "x"},
            "one of the two",
        ),
        ({"SESSIONS_URL": "redis://me@store.example", "SESSIONS_IAM_CACHE": "shop", "AWS_REGION": "x"}, "rediss://"),
        ({"SESSIONS_URL": URL, "SESSIONS_IAM_CACHE": "shop"}, "needs AWS_REGION"),
    ],
)
def test_stores_that_are_refused(changes, message):
    with pytest.raises(SettingsError, match=message) as refusal:
        read_store(**changes)
    assert "canary-12" not in str(refusal.value)


def test_the_login_by_iam_is_signed_as_aws_signs():
    login = IamLogin(
        "shop-flask-app", "shop-sessions", "ap-south-1", lambda: KEYS, lambda: datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)
    )
    user, token = login.get_credentials()
    assert user == "shop-flask-app"
    assert token.startswith("shop-sessions/?Action=connect&User=shop-flask-app&")
    assert token.endswith(f"&X-Amz-Signature={SIGNATURE}")


def test_keys_that_cannot_be_had_are_a_store_that_is_away():
    def keys():
        raise OSError("unreachable")

    with pytest.raises(redis.ConnectionError, match="the keys of the task's role cannot be had: unreachable"):
        IamLogin("me", "shop", "ap-south-1", keys).get_credentials()


def test_iam_reaches_the_connection():
    store = read_store(SESSIONS_URL=URL, SESSIONS_IAM_CACHE="shop-sessions", AWS_REGION="ap-south-1")
    options = make_client(store, 2).connection_pool.connection_kwargs
    assert isinstance(options["credential_provider"], IamLogin)
    assert "password" not in {name for name, value in options.items() if value}
