"""The real server as a child process, without database and cache."""

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from http.client import HTTPConnection
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from types import SimpleNamespace

import pytest

SOURCE = Path(__file__).parents[1]


@pytest.fixture
def port():
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return free.getsockname()[1]


@pytest.fixture
def start(environment, port):
    started = []

    def start(source=SOURCE, **changes):
        closed = {"DATABASE_HOST": "127.0.0.1", "DATABASE_PORT": "1", "REDIS_HOST": "127.0.0.1", "REDIS_PORT": "1"}
        one = {"WEB_WORKERS": "1", "PATH": os.environ["PATH"], "DATABASE_SSLMODE": "disable"}
        process = subprocess.Popen(
            [sys.executable, "-m", "gunicorn", "--bind", f"127.0.0.1:{port}"],
            cwd=source,
            env=environment | closed | one | changes,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        started.append(process)
        return process

    yield start
    for process in started:
        if process.poll() is None:
            process.kill()
        process.communicate()


def get(port, path="/health"):
    connection = HTTPConnection("127.0.0.1", port, timeout=5)
    connection.request("GET", path)
    answer = connection.getresponse()
    answer.read()
    return answer.status


def serving(port, seconds=15):
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        try:
            return get(port) == 200
        except OSError:
            time.sleep(0.05)
    return False


def refuses(port):
    """At once, that is: a connection nobody answers would raise TimeoutError."""
    try:
        get(port)
    except ConnectionError:
        return True
    return False


def half_a_request(port):
    """A request under way: its header and half of its body."""
    connection = socket.create_connection(("127.0.0.1", port), timeout=10)
    head = b"POST /api/items HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 4\r\n\r\n"
    connection.sendall(head + b"[ ")
    return connection


def test_starts_without_database_and_cache(start, port):
    start()
    assert serving(port)
    assert get(port, "/ready") == 503


def test_sigterm_lets_the_request_under_way_finish(start, port):
    server = start()
    assert serving(port)
    with half_a_request(port) as connection:
        # A second answer shows that the worker has taken the first request up.
        get(port)
        server.send_signal(signal.SIGTERM)
        deadline = time.monotonic() + 5
        while not refuses(port):
            assert time.monotonic() < deadline, "still accepts"
            time.sleep(0.02)
        connection.sendall(b" ]")
        assert connection.recv(4096).startswith(b"HTTP/1.1 400 BAD REQUEST")
    assert server.wait(10) == 0


def test_drain_answers_a_little_longer(start, port):
    server = start(DRAIN_SECONDS="0.6")
    assert serving(port)
    server.send_signal(signal.SIGTERM)
    began = time.monotonic()
    served = 0
    while not refuses(port):
        served += 1
        assert time.monotonic() < began + 10, "never stops"
    assert time.monotonic() - began >= 0.5
    assert served > 1
    assert server.wait(10) == 0


def last_line(process):
    output, _ = process.communicate(timeout=20)
    return json.loads(output.splitlines()[-1])


def test_a_wrong_setting_ends_it_at_once(start):
    server = start(DATABASE_PORT="many")
    line = last_line(server)
    assert server.returncode == 1
    assert line["level"] == "CRITICAL"
    assert line["msg"].startswith("cannot start: SettingsError: DATABASE_PORT is 'many'")


@pytest.mark.parametrize("file", ["app/__init__.py", "app/factory.py", "app/routes/health.py"])
def test_broken_code_ends_it_at_once(start, tmp_path, file):
    broken = tmp_path / "flask-app"
    shutil.copytree(SOURCE, broken, ignore=shutil.ignore_patterns("tests", "__pycache__"))
    with (broken / file).open("a") as source:
        source.write('\nraise RuntimeError("no such table of prices")\n')
    server = start(broken)
    line = last_line(server)
    assert server.returncode == 1
    assert line["msg"] == "cannot start: RuntimeError: no such table of prices"
    assert file in line["exception"]


def healthcheck(source, port):
    script = source.replace("5000", str(port))
    return subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=False, timeout=20)


def test_healthcheck(start, port):
    source = (SOURCE / "healthcheck.py").read_text()
    refused = healthcheck(source, port)
    assert (refused.returncode, "GET /health: " in refused.stderr) == (1, True)
    start()
    assert serving(port)
    assert healthcheck(source, port).returncode == 0
    missing = healthcheck(source.replace('"GET", "/health"', '"GET", "/nowhere"'), port)
    assert missing.returncode == 1
    assert missing.stderr.startswith('GET /health answered 404: {"error":')


@pytest.fixture
def collector():
    """Takes what is exported, and keeps it."""
    taken = []

    class Collector(BaseHTTPRequestHandler):
        def do_POST(self):
            taken.append((self.path, self.rfile.read(int(self.headers["Content-Length"]))))
            self.send_response(200)
            self.end_headers()

        def log_message(self, *_):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Collector)
    Thread(target=server.serve_forever, daemon=True).start()
    yield SimpleNamespace(url=f"http://127.0.0.1:{server.server_port}", taken=taken)
    server.shutdown()


def test_traces_reach_the_collector_before_the_end(start, port, collector):
    server = start(OTEL_EXPORTER_OTLP_ENDPOINT=collector.url, OTEL_SERVICE_NAME="flask-app-of-test")
    assert serving(port)
    get(port, "/version")
    server.send_signal(signal.SIGTERM)
    assert server.wait(10) == 0
    paths, bodies = zip(*collector.taken, strict=True)
    assert set(paths) == {"/v1/traces"}
    assert b"GET /version" in b"".join(bodies)
    assert b"flask-app-of-test" in b"".join(bodies)
    assert b"/health" not in b"".join(bodies)


def test_a_collector_that_is_away_costs_no_request_and_no_end(start, port):
    server = start(OTEL_EXPORTER_OTLP_ENDPOINT="http://127.0.0.1:1")
    assert serving(port)
    began = time.monotonic()
    assert [get(port, "/version") for _ in range(20)] == [200] * 20
    assert time.monotonic() - began < 5
    server.send_signal(signal.SIGTERM)
    assert server.wait(10) == 0
