import pytest


@pytest.fixture
def lamp(client):
    return client.post("/api/items", json={"name": " lamp ", "description": "red"})


def test_create(client, lamp):
    assert lamp.status_code == 201
    assert lamp.headers["Location"] == "/api/items/1"
    assert lamp.json == {
        "id": 1,
        "name": "lamp",
        "description": "red",
        "created_at": "2026-01-02T00:00:00+00:00",
    }


@pytest.mark.parametrize(
    ("body", "error"),
    [
        ([], "the body must be a JSON object"),
        ("lamp", "the body must be a JSON object"),
        ({}, "name must be a string"),
        ({"name": 7}, "name must be a string"),
        ({"name": None}, "name must be a string"),
        ({"name": ""}, "name must not be empty"),
        ({"name": "  "}, "name must not be empty"),
        ({"name": "n" * 201}, "name must have at most 200 characters"),
        ({"name": "a\0b"}, "name must be valid text"),
        ({"name": "\ud800"}, "name must be valid text"),
        ({"name": "lamp", "description": 1}, "description must be a string"),
        ({"name": "lamp", "description": "d" * 2001}, "description must have at most 2000 characters"),
        ({"name": "lamp", "id": 1, "colour": "red"}, "unknown field: colour, id"),
    ],
)
def test_refused_bodies(world, client, body, error):
    answer = client.post("/api/items", json=body)
    assert (answer.status_code, answer.json) == (400, {"error": error})
    assert world.items.rows == {}


@pytest.mark.parametrize(
    ("data", "content_type", "code"),
    [
        (b"{", "application/json", 400),
        (b"null", "application/json", 400),
        (b"\xff", "application/json", 400),
        (b"name=lamp", "text/plain", 415),
        (b'{"name": "' + b"n" * 70_000 + b'"}', "application/json", 413),
    ],
)
def test_bodies_that_are_not_json(client, data, content_type, code):
    answer = client.post("/api/items", data=data, content_type=content_type)
    assert answer.status_code == code
    assert answer.json["error"]


def test_pages(client):
    for n in range(5):
        client.post("/api/items", json={"name": f"item {n}"})
    first = client.get("/api/items?limit=2").json
    assert [item["id"] for item in first["items"]] == [1, 2]
    assert first["next"] == 2
    last = client.get("/api/items?limit=2&after=4").json
    assert ([item["id"] for item in last["items"]], last["next"]) == ([5], None)


@pytest.mark.parametrize(
    "query", ["limit=0", "limit=101", "limit=-1", "limit=x", "limit=", "after=-1", f"after={2**63}"]
)
def test_refused_pages(client, query):
    answer = client.get(f"/api/items?{query}")
    assert answer.status_code == 400
    assert "must be a whole number from" in answer.json["error"]


def test_second_read_comes_from_the_cache(world, client, lamp):
    first, second = client.get("/api/items/1"), client.get("/api/items/1")
    assert (first.headers["X-Cache"], second.headers["X-Cache"]) == ("miss", "hit")
    assert first.json == second.json == lamp.json
    assert world.items.finds == 1
    assert world.redis.values["items:1"][1] == 60


def test_a_cached_read_survives_the_database(world, client, lamp):
    client.get("/api/items/1")
    world.items.away = True
    assert client.get("/api/items/1").status_code == 200


def test_without_redis_reads_bypass_it(world, client, lamp):
    world.redis.away = True
    answer = client.get("/api/items/1")
    assert (answer.status_code, answer.headers["X-Cache"], answer.json) == (200, "bypass", lamp.json)


def test_delete_forgets_the_cached_item(client, lamp):
    client.get("/api/items/1")
    assert client.delete("/api/items/1").status_code == 204
    assert client.get("/api/items/1").status_code == 404
    assert client.delete("/api/items/1").json == {"error": "no item 1"}


@pytest.mark.parametrize("id", ["0", "-1", "x", "1.0", "٣", str(2**63), "9" * 5000])
def test_refused_ids(client, id):
    assert client.get(f"/api/items/{id}").status_code == 400


@pytest.mark.parametrize(
    ("method", "path"),
    [("get", "/api/items"), ("get", "/api/items/1"), ("delete", "/api/items/1"), ("post", "/api/items")],
)
def test_without_the_database_503(world, client, method, path):
    world.items.away = True
    answer = client.open(path, method=method, json={"name": "lamp"} if method == "post" else None)
    assert (answer.status_code, answer.json) == (503, {"error": "the database is not available"})
    assert answer.headers["Retry-After"] == "1"
