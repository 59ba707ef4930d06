import json
import logging
from contextlib import nullcontext
from datetime import UTC, datetime
from typing import ClassVar

import pytest

from app.items import Items
from app.spent import spent_ms, spent_on
from jsonlog import JsonFormatter


@pytest.fixture
def lines(caplog):
    caplog.set_level(logging.DEBUG)

    def read():
        return [json.loads(JsonFormatter().format(record)) for record in caplog.records if record.name == "request"]

    return read


@pytest.mark.parametrize("path", ["/health", "/version", "/api/items", "/nowhere", "/api/items/x"])
def test_every_answer_carries_version_and_id(client, path):
    answer = client.get(path)
    assert answer.headers["X-App-Version"] == "1.2.3"
    assert len(answer.headers["X-Request-ID"]) == 32


def test_even_a_crash_does(world):
    def crash():
        raise RuntimeError("secret detail")

    world.items.check = crash
    answer = world.client().get("/ready")
    assert (answer.status_code, answer.json) == (500, {"error": "internal error"})
    assert answer.headers["X-App-Version"] == "1.2.3"


@pytest.mark.parametrize(
    ("headers", "expected"),
    [
        ({"X-Request-ID": "abc-1"}, "abc-1"),
        ({"X-Amzn-Trace-Id": "Root=1-67891233-abcdef012345678912345678"}, "Root=1-67891233-abcdef012345678912345678"),
        ({"X-Request-ID": "abc", "X-Amzn-Trace-Id": "Root=1"}, "abc"),
    ],
)
def test_a_given_id_is_kept(client, headers, expected):
    assert client.get("/version", headers=headers).headers["X-Request-ID"] == expected


@pytest.mark.parametrize("hostile", ["", "a b", 'a"}{"x":"', "x" * 129, "é"])
def test_a_hostile_id_is_replaced(client, hostile):
    answer = client.get("/version", headers={"X-Request-ID": hostile})
    assert answer.headers["X-Request-ID"] not in ("", hostile)


def test_the_log_line(client, lines):
    client.get("/version?password=x", headers={"X-Request-ID": "abc", "X-Amzn-Trace-Id": "Root=1"})
    (line,) = lines()
    assert line.pop("duration_ms") >= 0
    assert line.pop("ts").endswith("+00:00")
    assert line == {
        "level": "INFO",
        "logger": "request",
        "msg": "request",
        "request_id": "abc",
        "method": "GET",
        "path": "/version",
        "status": 200,
        "trace_id": "Root=1",
        "remote": "127.0.0.1",
    }


def test_probes_are_quiet_unless_they_fail(world, client, lines):
    client.get("/health")
    world.items.away = True
    client.get("/ready")
    assert [(line["path"], line["level"]) for line in lines()] == [("/health", "DEBUG"), ("/ready", "INFO")]


def test_one_proxy_is_believed(client, lines):
    client.get("/version", headers={"X-Forwarded-For": "6.6.6.6, 203.0.113.9"})
    assert lines()[0]["remote"] == "203.0.113.9"


def test_a_metric_when_asked_for(world, lines):
    world.client(metrics_namespace="shop").get("/api/items")
    (line,) = lines()
    (metric,) = line["_aws"]["CloudWatchMetrics"]
    assert metric["Namespace"] == "shop"
    # The format's rule: each dimension and metric is a member of the same line.
    assert set(metric["Dimensions"][0]) | {m["Name"] for m in metric["Metrics"]} <= set(line)


def test_an_exception_stays_on_one_line():
    try:
        raise ValueError("two\nlines")
    except ValueError as error:
        record = logging.LogRecord("x", logging.ERROR, __file__, 1, "%s", ("a\nb",), (type(error), error, None))
    text = JsonFormatter().format(record)
    assert "\n" not in text
    assert json.loads(text)["exception"].startswith("ValueError: two")


class OneRow:
    """A pool, its connection and what it answers: always the same row."""

    row: ClassVar = {"id": 1, "name": "lamp", "description": "", "created_at": datetime(2026, 1, 2, tzinfo=UTC)}

    def connection(self, **_):
        return nullcontext(self)

    def execute(self, *_):
        return self

    def fetchone(self):
        return self.row


def test_the_log_line_says_what_was_waited_for(world, lines):
    world.items = Items(OneRow())
    client = world.client()
    client.post("/api/items", json={"name": "lamp"})
    for _ in range(2):
        client.get("/api/items/1")
    client.get("/version")
    waits = [{name for name in ("database_ms", "redis_ms") if name in line} for line in lines()]
    assert waits == [{"database_ms"}, {"database_ms", "redis_ms"}, {"redis_ms"}, set()]
    assert lines()[1]["database_ms"] <= lines()[1]["duration_ms"]


def test_waits_of_a_request_add_up(world, monkeypatch):
    times = iter([0.0, 0.25, 1.0, 1.5])
    monkeypatch.setattr("app.spent.time.monotonic", lambda: next(times))
    with world.client().application.test_request_context():
        for _ in range(2):
            with spent_on("redis"):
                pass
        assert spent_ms() == {"redis_ms": 750.0}
