import re
from pathlib import Path

import pytest

SERVICES = Path(__file__).parents[1]
PINNED = re.compile(r"[a-z0-9./-]+:[\w.-]*\d+\.\d+\.\d+[\w.-]*@sha256:[0-9a-f]{64}")


@pytest.fixture(params=["flask-app", "nginx", "redis", "reports"])
def instructions(request):
    text = (SERVICES / request.param / "Dockerfile").read_text()
    joined = re.sub(r"\\\n\s*", "", text)
    lines = [line for line in joined.splitlines() if line and not line.startswith("#")]
    return [tuple(line.split(None, 1)) for line in lines]


def test_every_base_is_an_exact_version_and_a_digest(instructions):
    bases = [rest for word, rest in instructions if word == "FROM"]
    assert bases
    for base in bases:
        assert PINNED.fullmatch(base.split()[0]), base


def test_it_runs_as_an_ordinary_user(instructions):
    users = [rest for word, rest in instructions if word == "USER"]
    assert users
    assert re.fullmatch(r"[1-9]\d*:[1-9]\d*", users[-1])


def test_it_is_started_without_a_shell(instructions):
    started = [rest for word, rest in instructions if word in ("CMD", "ENTRYPOINT")]
    assert started
    assert all(rest.startswith("[") for rest in started)


def test_it_has_a_health_check(instructions):
    assert [word for word, _ in instructions].count("HEALTHCHECK") == 1


def test_nothing_of_a_network_or_a_secret_is_baked_in(instructions):
    text = "\n".join(" ".join(line) for line in instructions).lower()
    for word in ("proxy=", "http_proxy", "https_proxy", ".crt", "password", "secret", "add http"):
        assert word not in text


def test_the_version_comes_last(instructions):
    """What changes with each release must not spoil the layers of what does not."""
    words = [word for word, _ in instructions]
    if "ARG" in words:
        assert set(words[words.index("ARG") :]) <= {"ARG", "ENV", "LABEL"}
