import json

import pytest

from app.reports import MOST_WAITING, QUEUE


def test_a_report_is_queued_and_told_of(world, client):
    answer = client.post("/api/reports")
    id = answer.json["id"]
    assert (answer.status_code, answer.json["status"], answer.headers["Location"]) == (
        202,
        "queued",
        f"/api/reports/{id}",
    )
    assert world.redis.lists[QUEUE] == [id]
    assert client.get(f"/api/reports/{id}").json == {"id": id, "status": "queued"}


def test_what_the_worker_made_of_it(world, client):
    id = client.post("/api/reports").json["id"]
    world.redis.set(f"reports:{id}", json.dumps({"status": "done", "report": {"items": 3}}), ex=60)
    assert client.get(f"/api/reports/{id}").json == {"id": id, "status": "done", "report": {"items": 3}}


def test_those_that_came_first_are_at_the_end(world, client):
    first, second = (client.post("/api/reports").json["id"] for _ in range(2))
    assert world.redis.lists[QUEUE] == [second, first]


@pytest.mark.parametrize("id", ["0" * 32, "queue", "taken", "x" * 5000, "A" * 32])
def test_no_such_report(client, id):
    client.post("/api/reports")
    assert client.get(f"/api/reports/{id}").status_code == 404


def test_a_queue_that_nobody_empties_has_an_end(world, client):
    world.redis.lists[QUEUE] = ["x"] * MOST_WAITING
    answer = client.post("/api/reports")
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "60")
    assert len(world.redis.lists[QUEUE]) == MOST_WAITING
    assert not world.redis.values


@pytest.mark.parametrize(("method", "path"), [("post", "/api/reports"), ("get", f"/api/reports/{'0' * 32}")])
def test_without_redis_503(world, client, method, path):
    world.redis.away = True
    answer = client.open(path, method=method)
    assert (answer.status_code, answer.json) == (503, {"error": "the queue is not available"})
