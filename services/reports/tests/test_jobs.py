import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from threading import Event

import psycopg
import pytest
import redis

import app.reports
import jobs
from jobs import QUEUE, TAKEN, Jobs
from report import make_report
from settings import REQUIRED, SettingsError, check
from work import run, work_once

REPORTS = Path(__file__).parents[1]


class FakeRedis:
    """As much of Redis as a queue takes; `away` plays one that is down."""

    def __init__(self):
        self.lists = {QUEUE: [], TAKEN: []}
        self.values = {}
        self.away = False

    def lpush(self, name, *values):
        self.lists[name][:0] = values

    def lmove(self, source, target, src, dest):
        if self.away:
            raise redis.ConnectionError("connection refused")
        if not self.lists[source]:
            return None
        value = self.lists[source].pop(0 if src == "LEFT" else -1)
        self.lists[target].insert(0 if dest == "LEFT" else len(self.lists[target]), value)
        return value

    def blmove(self, source, target, timeout, src, dest):
        return self.lmove(source, target, src, dest)

    def lrem(self, name, count, value):
        self.lists[name].remove(value)

    def llen(self, name):
        return len(self.lists[name])

    def set(self, name, value, *, ex):
        self.values[name] = value

    def incr(self, name):
        self.values[name] = self.values.get(name, 0) + 1
        return self.values[name]

    def expire(self, name, time):
        pass

    def state(self, id):
        return json.loads(self.values[f"reports:{id}"])


@pytest.fixture
def server():
    return FakeRedis()


def fails(error):
    def make():
        raise error

    return make


def test_the_first_comes_first_and_is_done(server):
    server.lists[QUEUE] = ["second", "first"]
    assert work_once(Jobs(server), lambda: {"items": 3})
    assert server.state("first") == {"status": "done", "report": {"items": 3}}
    assert server.lists == {QUEUE: ["second"], TAKEN: []}


def test_without_a_job_nothing_happens(server):
    assert not work_once(Jobs(server), fails(AssertionError()))


def test_a_job_that_always_fails_is_given_up(server):
    server.lists[QUEUE] = ["good", "bad"]
    for tries in (1, 2, 3):
        assert server.lists[QUEUE].count("bad") == 1, tries
        while server.lists[QUEUE][-1] != "bad":
            server.lists[QUEUE].insert(0, server.lists[QUEUE].pop())
        work_once(Jobs(server), fails(ValueError("x")))
    assert server.state("bad") == {"status": "failed"}
    assert server.lists == {QUEUE: ["good"], TAKEN: []}


def test_a_database_that_is_away_costs_no_try(server):
    server.lists[QUEUE] = ["job"]
    for _ in range(5):
        with pytest.raises(psycopg.OperationalError):
            work_once(Jobs(server), fails(psycopg.OperationalError("connection refused")))
    assert (server.lists, server.values) == ({QUEUE: ["job"], TAKEN: []}, {})


def test_what_another_left_is_done_before_the_rest(server):
    server.lists = {QUEUE: ["new"], TAKEN: ["left"]}
    jobs = Jobs(server)
    assert jobs.recover() == 1
    work_once(jobs, lambda: {})
    assert server.state("left") == {"status": "done", "report": {}}


def test_it_waits_for_redis_and_goes_on(server, tmp_path, monkeypatch):
    server.lists[TAKEN] = ["job"]
    server.away = True
    stopped = Event()
    waits = []

    def wait(seconds):
        waits.append(seconds)
        server.away = len(waits) < 3

    monkeypatch.setattr(stopped, "wait", wait)
    run(Jobs(server), lambda: stopped.set() or {}, stopped, "", tmp_path / "alive")
    assert (len(waits), server.state("job")["status"]) == (3, "done")
    assert (tmp_path / "alive").exists()


def test_a_refused_login_ends_it(server, tmp_path):
    server.lists[QUEUE] = ["job"]
    error = psycopg.OperationalError('FATAL: password authentication failed for user "app"')
    with pytest.raises(psycopg.OperationalError):
        run(Jobs(server), fails(error), Event(), "", tmp_path / "alive")
    assert server.lists == {QUEUE: ["job"], TAKEN: []}


def test_the_queue_is_a_metric(server, tmp_path, caplog):
    server.lists[QUEUE] = ["c", "b", "a"]
    stopped = Event()
    caplog.set_level("INFO")
    run(Jobs(server), lambda: stopped.set() or {}, stopped, "Shop", tmp_path / "alive")
    fields = caplog.records[-1].fields
    assert fields["reports_waiting"] == 2
    assert fields["_aws"]["CloudWatchMetrics"][0]["Namespace"] == "Shop"


def test_a_report():
    class Connection:
        def execute(self, query):
            return self

        def fetchone(self):
            return (3, 1, 12.345)

    assert make_report(Connection()) == {"items": 3, "items_of_a_day": 1, "average_description": 12.3}


def test_settings_that_are_missing_are_named():
    with pytest.raises(SettingsError, match="not set: DATABASE_NAME, REDIS_HOST"):
        check({name: "x" for name in ("DATABASE_HOST", "DATABASE_USER", "DATABASE_PASSWORD", "REDIS_PASSWORD")})


def test_both_sides_of_the_queue_agree():
    assert (jobs.QUEUE, jobs.KEPT_SECONDS) == (app.reports.QUEUE, app.reports.KEPT_SECONDS)
    assert (REPORTS / "jsonlog.py").read_text() == (REPORTS.parent / "flask-app" / "jsonlog.py").read_text()


def start(**environment):
    return subprocess.Popen(
        [sys.executable, "work.py"],
        cwd=REPORTS,
        env={"PATH": os.environ["PATH"], **environment},
        stdout=subprocess.PIPE,
        text=True,
    )


def test_it_says_why_it_cannot_start():
    started = start(REDIS_HOST="redis")
    out, _ = started.communicate(timeout=20)
    assert started.returncode == 1
    assert json.loads(out.splitlines()[-1])["msg"].startswith("cannot go on: SettingsError: not set: DATABASE_HOST")


def test_sigterm_ends_it_with_0_although_redis_is_away():
    given = dict.fromkeys(set(REQUIRED) - {"REDIS_HOST"}, "x")
    started = start(REDIS_HOST="127.0.0.1", REDIS_PORT="1", **given)
    assert "waits 5 s" in started.stdout.readline()
    time.sleep(0.2)
    started.send_signal(signal.SIGTERM)
    began = time.monotonic()
    assert started.wait(timeout=20) == 0
    assert time.monotonic() - began < 19  # of the 20 s that the test waits
