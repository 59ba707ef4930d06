"""The entrypoint as a script; instead of Redis it runs `sh`, to see what Redis would be given."""

import hashlib
import stat
import subprocess
from pathlib import Path

import pytest

ENTRYPOINT = Path(__file__).parents[1] / "entrypoint.sh"


@pytest.fixture
def entrypoint(tmp_path):
    def entrypoint(**environment):
        done = subprocess.run(
            ["sh", ENTRYPOINT, "sh", "-c", 'echo "$0 $*"; env', "redis-server"],
            env={"PATH": "/usr/bin:/bin", "ACL_FILE": str(tmp_path / "users.acl")} | environment,
            capture_output=True,
            text=True,
            check=False,
            timeout=20,
        )
        return done, tmp_path / "users.acl"

    return entrypoint


@pytest.mark.parametrize("password", ["plain", "with space", "#>$`'\"\\", "ä", "-n", "%s"])
def test_only_the_hash_is_written(entrypoint, password):
    done, acl = entrypoint(REDIS_PASSWORD=password)
    assert done.returncode == 0
    assert f"user app on #{hashlib.sha256(password.encode()).hexdigest()} " in acl.read_text()
    assert stat.S_IMODE(acl.stat().st_mode) == 0o600


def test_redis_sees_no_password(entrypoint):
    done, _ = entrypoint(REDIS_PASSWORD="canary-7731")
    assert done.stdout.splitlines()[0] == "redis-server --maxmemory 300mb"
    assert "canary-7731" not in done.stdout + done.stderr
    assert "REDIS_PASSWORD" not in done.stdout


def test_the_users(entrypoint):
    _, acl = entrypoint(REDIS_PASSWORD="x")
    users = {line.split()[1]: line.split()[2:] for line in acl.read_text().splitlines()}
    assert users["default"] == ["off"]
    assert users["health"] == ["on", "nopass", "resetkeys", "resetchannels", "-@all", "+ping"]
    assert users["app"][2:] == ["~*", "resetchannels", "+@all", "-@admin", "-@dangerous"]


@pytest.mark.parametrize(
    ("environment", "message"),
    [
        ({}, "REDIS_PASSWORD is not set"),
        ({"REDIS_PASSWORD": ""}, "REDIS_PASSWORD is not set"),
        ({"REDIS_PASSWORD": "x", "REDIS_MAXMEMORY": "1 --save"}, "REDIS_MAXMEMORY is '1 --save', must be like 300mb"),
    ],
)
def test_refusals(entrypoint, environment, message):
    done, acl = entrypoint(**environment)
    assert (done.returncode, done.stderr) == (1, f"cannot start: {message}\n")
    assert not acl.exists()
