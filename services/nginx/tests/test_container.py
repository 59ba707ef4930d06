"""The proxy as ECS runs it: flask-app is an address in /etc/hosts, served from within its own network namespace."""

import json
import time
from concurrent.futures import ThreadPoolExecutor
from http.client import HTTPConnection
from pathlib import Path

import pytest

pytestmark = pytest.mark.container

BACKEND = (Path(__file__).parent / "backend.py").read_text()
SERVICE_CONNECT = ("--add-host", "flask-app:127.255.0.1", "--add-host", "flask-app:[2600:f0f0::1]")
# Requests reach the container from the engine's own address.
TRUSTED = ("--env", "TRUSTED_PROXIES=10.0.0.0/8 172.16.0.0/12 192.168.0.0/16")


@pytest.fixture(scope="module")
def proxy(run, build):
    image = build("nginx", "--build-arg", "VERSION=1.2.3")
    proxy = run(image, *SERVICE_CONNECT, *TRUSTED, "--publish", "127.0.0.1::8080")
    proxy.wait_healthy()
    return proxy


@pytest.fixture(scope="module")
def backend(run, images, proxy):
    options = ("--network", f"container:{proxy.id}", "--stop-signal", "SIGKILL")
    return run(images("flask-app"), *options, command=("python", "-c", BACKEND))


@pytest.fixture
def ask(proxy):
    def ask(path, method="GET", body=None, **headers):
        connection = HTTPConnection("127.0.0.1", proxy.port(8080), timeout=20)
        connection.request(method, path, body, {name.replace("_", "-"): value for name, value in headers.items()})
        answer = connection.getresponse()
        answer.text = answer.read().decode()
        connection.close()
        return answer

    return ask


@pytest.fixture
def served(ask, backend, eventually):
    eventually(lambda: ask("/version").status == 200)
    return ask


def test_health_does_not_ask_flask(ask):
    answer = ask("/nginx-health")
    assert (answer.status, answer.text) == (200, '{"status":"ok"}\n')
    assert answer.headers["X-Served-By"] == "nginx@1.2.3"


def test_without_flask_502_in_json(ask):
    answer = ask("/api/items")
    assert answer.status == 502
    assert json.loads(answer.text) == {"error": "the service is not available"}


@pytest.mark.parametrize("path", ["/", "/version", "/ready", "/api/items", "/api/items/1?x=1"])
def test_what_is_passed_on(served, path):
    answer = served(path)
    assert (answer.status, json.loads(answer.text)["path"]) == (200, path)
    assert answer.headers["X-Served-By"] == "nginx@1.2.3"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize("path", ["/health", "/admin", "/versions", "/api", "/.git/config", "//api/../health"])
def test_what_is_not(served, path):
    answer = served(path)
    assert (answer.status, json.loads(answer.text)) == (404, {"error": "not found"})


def test_the_server_keeps_its_version_to_itself(ask):
    assert ask("/nowhere").headers["Server"] == "nginx"


def seen(answer):
    return {name.lower(): value for name, value in json.loads(answer.text)["headers"].items()}


def test_the_client_is_named_by_the_load_balancer_alone(served):
    headers = seen(served("/api/x", X_Forwarded_For="6.6.6.6, 203.0.113.9"))
    assert headers["x-forwarded-for"] == "203.0.113.9"


@pytest.mark.parametrize(("given", "passed", "hsts"), [("https", "https", "max-age=31536000"), ("http", "http", None)])
def test_https_is_what_the_load_balancer_saw(served, given, passed, hsts):
    answer = served("/api/x", X_Forwarded_Proto=given)
    assert seen(answer)["x-forwarded-proto"] == passed
    assert answer.headers["Strict-Transport-Security"] == hsts


def test_anything_else_is_not_https(served):
    assert seen(served("/api/x", X_Forwarded_Proto="ftp"))["x-forwarded-proto"] == "http"


def test_request_ids(served):
    assert seen(served("/api/x", X_Request_ID="abc-1"))["x-request-id"] == "abc-1"
    for made in (seen(served("/api/x"))["x-request-id"], seen(served("/api/x", X_Request_ID='a"b'))["x-request-id"]):
        assert len(made) == 32


def test_a_large_body_is_refused(served):
    assert served("/api/items", "POST", "x" * 70_000).status == 413


def test_a_lost_request_is_repeated_only_if_it_may_be(served):
    assert served("/api/drop-once/get").status == 200
    assert served("/api/drop-once/post", "POST", "x").status == 502


def test_an_outage_ends_when_flask_is_back(served, backend, proxy):
    """With two addresses of one name nginx would refuse for ten seconds more."""
    backend.stop()
    assert {served("/version").status for _ in range(5)} == {502}
    assert served("/nginx-health").status == 200
    backend.start()
    began = time.monotonic()
    while served("/version").status != 200:
        assert time.monotonic() < began + 5
        time.sleep(0.05)
    assert {served("/version").status for _ in range(20)} == {200}


def test_the_log_is_json(served, proxy, eventually):
    served('/api/"quoted"?password=x', X_Amzn_Trace_Id='Root=1"')

    def lines():
        found = [json.loads(line) for line in proxy.logs().splitlines() if line.startswith("{")]
        return [line for line in found if line["path"] == '/api/"quoted"']

    (line,) = eventually(lines)
    assert (line["method"], line["status"], line["upstream"], line["trace_id"]) == (
        "GET",
        200,
        "127.255.0.1:5000",
        'Root=1"',
    )
    assert "password" not in json.dumps(line)


def test_it_runs_hardened(proxy):
    assert proxy.exec("id", "-u").stdout.strip() == "101"
    assert proxy.exec("touch", "/etc/nginx/x").returncode != 0
    assert proxy.exec("healthcheck").returncode == 0


def test_too_many_requests(run, images):
    limited = run(images("nginx"), *SERVICE_CONNECT, "--env", "RATE_LIMIT=1", "--publish", "127.0.0.1::8080")
    limited.wait_healthy()
    connection = HTTPConnection("127.0.0.1", limited.port(8080), timeout=20)

    def status(path):
        connection.request("GET", path)
        answer = connection.getresponse()
        answer.read()
        return answer.status

    assert {status("/version") for _ in range(10)} == {502, 429}
    # The load balancer's own checks are not counted.
    assert {status("/nginx-health") for _ in range(10)} == {200}


def test_the_configuration_is_valid(run, images, eventually):
    check = run(images("nginx"), *SERVICE_CONNECT, command=("nginx", "-t", "-e", "stderr", "-c", "/tmp/nginx.conf"))
    eventually(lambda: check.state["Status"] == "exited")
    assert check.state["ExitCode"] == 0
    assert "test is successful" in check.logs()
    assert "warn" not in check.logs()


def test_an_unknown_upstream_ends_it_with_the_reason(run, images, eventually):
    lost = run(images("nginx"), "--env", "UPSTREAM_HOST=nowhere.invalid", "--env", "UPSTREAM_WAIT_SECONDS=0")
    eventually(lambda: lost.state["Status"] == "exited")
    assert lost.state["ExitCode"] == 1
    assert "host not found in upstream" in lost.logs().splitlines()[-1]


def test_stopping_finishes_the_requests_under_way(served, proxy, backend):
    with ThreadPoolExecutor() as threads:
        slow = threads.submit(served, "/api/slow")
        time.sleep(0.3)
        proxy.stop()
        assert slow.result().status == 200
    assert proxy.state["ExitCode"] == 0
