"""Containers for the tests that carry the mark `container`."""

import json
import os
import shutil
import subprocess
import time
import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from http.client import HTTPException
from pathlib import Path
from typing import Any

import pytest
import redis  # noqa: F401 - the library, before pytest takes the folder beside this file for it

SERVICES = Path(__file__).parent
# As the task definitions ask for.
HARDENED = ("--read-only", "--tmpfs", "/tmp:nosuid,nodev,noexec", "--cap-drop", "ALL", "--init")


def docker(*arguments: str, check: bool = True) -> subprocess.CompletedProcess[str]:
    done = subprocess.run(["docker", *arguments], capture_output=True, text=True, check=False, timeout=600)
    if check and done.returncode != 0:
        pytest.fail(f"docker {' '.join(arguments)} ended with {done.returncode}:\n{done.stdout}{done.stderr}")
    return done


@dataclass(frozen=True)
class Container:
    id: str

    @property
    def state(self) -> dict[str, Any]:
        return self.inspect("State")

    def port(self, inside: int) -> int:
        return int(self.inspect("NetworkSettings")["Ports"][f"{inside}/tcp"][0]["HostPort"])

    def inspect(self, part: str) -> Any:
        return json.loads(docker("inspect", "--format", f"{{{{json .{part}}}}}", self.id).stdout)

    def logs(self) -> str:
        done = docker("logs", self.id)
        return done.stdout + done.stderr

    def exec(self, *command: str) -> subprocess.CompletedProcess[str]:
        return docker("exec", self.id, *command, check=False)

    def stop(self) -> None:
        docker("stop", "--time", "30", self.id)

    def start(self) -> None:
        docker("start", self.id)

    def wait_healthy(self) -> None:
        status = poll(lambda: self.state["Health"]["Status"] != "starting" and self.state["Health"]["Status"], 40)
        assert status == "healthy", f"{status}: {self.state['Health']['Log']}\n{self.logs()}"


def poll(ask: Callable[[], Any], seconds: float = 20) -> Any:
    """Asks until the answer is true; a last wrong answer is returned, a last error raised."""
    deadline = time.monotonic() + seconds
    while True:
        late = time.monotonic() > deadline
        try:
            answer = ask()
        except (OSError, HTTPException):
            if late:
                raise
        else:
            if answer or late:
                return answer
        time.sleep(0.1)


@pytest.fixture(scope="session")
def eventually() -> Callable[..., Any]:
    return poll


@pytest.fixture(scope="session")
def engine() -> None:
    if shutil.which("docker") is None:
        pytest.skip("no docker on PATH")
    for command in (["version"], ["buildx", "version"]):
        done = docker(*command, check=False)
        if done.returncode != 0:
            reason = f"docker {' '.join(command)} failed: {done.stderr.strip()}"
            # Somebody set an engine up for us: its absence is a failure, not a reason to skip.
            if os.environ.get("DOCKER_HOST"):
                pytest.fail(reason)
            pytest.skip(reason)


@pytest.fixture(scope="session")
def build(engine: None) -> Iterator[Callable[..., str]]:
    contexts = [line for line in os.environ.get("EVENKEEL_BUILD_CONTEXTS", "").splitlines() if line.strip()]
    built: list[str] = []

    def build(service: str, *arguments: str) -> str:
        tag = f"evenkeel-test-{service}:{uuid.uuid4().hex[:12]}"
        options = [part for context in contexts for part in ("--build-context", context)]
        docker("buildx", "build", "--load", "--tag", tag, *options, *arguments, str(SERVICES / service))
        built.append(tag)
        return tag

    yield build
    # The build cache stays, so the next run is as quick.
    if built:
        docker("image", "rm", "--force", *built, check=False)


@pytest.fixture(scope="session")
def images(build: Callable[..., str]) -> Callable[[str], str]:
    built: dict[str, str] = {}

    def image(service: str) -> str:
        if service not in built:
            built[service] = build(service)
        return built[service]

    return image


@pytest.fixture(scope="module")
def run(network: str) -> Iterator[Callable[..., Container]]:
    started: list[str] = []

    def run(image: str, *options: str, command: tuple[str, ...] = (), hardened: bool = True) -> Container:
        name = f"evenkeel-test-{uuid.uuid4().hex[:12]}"
        started.append(name)
        usual = ("--name", name, "--health-interval", "500ms", *(HARDENED if hardened else ()))
        docker("run", "--detach", *usual, *options, image, *command)
        return Container(name)

    yield run
    if started:
        docker("rm", "--force", "--volumes", *started, check=False)


@pytest.fixture(scope="module")
def network(engine: None) -> Iterator[str]:
    name = f"evenkeel-test-{uuid.uuid4().hex[:12]}"
    docker("network", "create", name)
    yield name
    docker("network", "rm", name, check=False)
