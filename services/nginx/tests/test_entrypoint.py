"""The entrypoint with made-up hosts files; instead of nginx it runs `echo`."""

import subprocess
from pathlib import Path

import pytest

SOURCE = Path(__file__).parents[1]
ENTRYPOINT = SOURCE / "entrypoint.sh"


@pytest.fixture
def entrypoint(tmp_path):
    # The name must not be one this machine's DNS knows.
    path = {"PATH": f"{tmp_path}:/usr/sbin:/usr/bin:/sbin:/bin"}
    files = {
        "HOSTS_FILE": str(tmp_path / "hosts"),
        "TEMPLATE_FILE": str(SOURCE / "nginx.conf.template"),
        "RENDERED_FILE": str(tmp_path / "nginx.conf"),
    }
    wait = {"UPSTREAM_WAIT_SECONDS": "0", "UPSTREAM_HOST": "flask-app.invalid"}

    def entrypoint(hosts="", **environment):
        (tmp_path / "hosts").write_text(hosts)
        done = subprocess.run(
            ["sh", ENTRYPOINT, "echo", "became", "nginx"],
            env=path | files | wait | environment,
            capture_output=True,
            text=True,
            check=False,
            timeout=20,
        )
        rendered = tmp_path / "nginx.conf"
        return done, rendered.read_text() if rendered.exists() else ""

    return entrypoint


def upstreams(rendered):
    return [line.split()[1] for line in rendered.splitlines() if line.strip().startswith("server ") and "max" in line]


@pytest.mark.parametrize(
    "hosts",
    [
        "127.255.0.1 flask-app.invalid\n",
        "2600:f0f0:0:0:0:0:0:1 flask-app.invalid\n127.255.0.1 flask-app.invalid\n",
        "127.0.0.1 localhost\n127.255.0.1\tredis flask-app.invalid # Service Connect\n",
        "# 10.0.0.1 flask-app.invalid\n127.255.0.1 flask-app.invalid\n10.0.0.2 flask-app.invalid\n",
        "10.0.0.1 flask-app.invalid.example my-flask-app.invalid\n127.255.0.1 flask-app.invalid",
    ],
)
def test_the_ipv4_address_is_taken_from_hosts(entrypoint, hosts):
    done, rendered = entrypoint(hosts)
    assert (done.returncode, done.stdout) == (0, "became nginx\n")
    assert upstreams(rendered) == ["127.255.0.1:5000"] * 2


@pytest.mark.parametrize("hosts", ["", "2600:f0f0::1 flask-app.invalid\n", "127.255.0.1 redis\n"])
def test_without_one_the_name_is_kept(entrypoint, hosts):
    done, rendered = entrypoint(hosts)
    assert done.returncode == 0
    assert upstreams(rendered) == ["flask-app.invalid:5000"] * 2


def test_it_waits_for_the_address(entrypoint, tmp_path):
    hosts = tmp_path / "hosts"
    sleep = tmp_path / "sleep"
    # Time is a script: the second pause brings the address.
    sleep.write_text(
        f"#!/bin/sh\necho >>{tmp_path}/slept\n"
        f"[ $(wc -l <{tmp_path}/slept) -lt 2 ] || echo 127.255.0.1 flask-app.invalid >{hosts}\n"
    )
    sleep.chmod(0o755)
    done, rendered = entrypoint(UPSTREAM_WAIT_SECONDS="30")
    assert "waiting up to 30s for flask-app.invalid" in done.stderr
    assert upstreams(rendered) == ["127.255.0.1:5000"] * 2


def test_it_waits_no_longer_than_told(entrypoint, tmp_path):
    sleep = tmp_path / "sleep"
    sleep.write_text(f"#!/bin/sh\necho >>{tmp_path}/slept\n")
    sleep.chmod(0o755)
    done, _ = entrypoint(UPSTREAM_WAIT_SECONDS="7")
    assert done.returncode == 0
    assert len((tmp_path / "slept").read_text().splitlines()) == 7


def test_nothing_is_left_to_fill_in(entrypoint):
    _, rendered = entrypoint(TRUSTED_PROXIES="10.0.0.0/16 10.9.0.0/16", RATE_LIMIT="7", APP_VERSION="1.2.3-rc.1")
    for unfilled in ("@UPSTREAM@", "@TRUSTED@", "@RATE@", "@VERSION@"):
        assert unfilled not in rendered
    assert "set_real_ip_from 10.0.0.0/16; set_real_ip_from 10.9.0.0/16;" in rendered
    assert "rate=7r/s" in rendered
    assert '"nginx@1.2.3-rc.1"' in rendered


@pytest.mark.parametrize("name", ["UPSTREAM_HOST", "UPSTREAM_PORT", "TRUSTED_PROXIES", "RATE_LIMIT", "APP_VERSION"])
@pytest.mark.parametrize("value", ["x;}", "a|b", "$host", "\\", '"', "a\nb", "@VERSION@"])
def test_nothing_else_reaches_the_configuration(entrypoint, name, value):
    done, rendered = entrypoint(**{name: value})
    assert done.returncode == 1
    assert done.stderr.startswith(f"cannot start: {name} is ")
    assert rendered == ""
