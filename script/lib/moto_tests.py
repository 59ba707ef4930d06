"""A plugin of pytest for moto's tests of ECS: the local ECS and the moto behind it are emptied before each, and the tests that are
known to fail, with the reasons in moto-tests.json, must fail."""

import json
import os
import urllib.request
from pathlib import Path

import pytest
from moto.core.models import ServerModeMockAWS

TABLE = json.loads(Path(__file__).with_name("moto-tests.json").read_text())


def reset(_: ServerModeMockAWS) -> None:
    """moto's own reset knows only moto's address."""
    for address in os.environ["EVENKEEL_RESETS"].split():
        request = urllib.request.Request(address, data=b"", method="POST")
        urllib.request.urlopen(request, timeout=60).close()


ServerModeMockAWS.reset = reset


def reasons() -> dict[str, str]:
    """Test by name, and why it fails."""
    return {
        test: f"{kind}: {reason}"
        for kind in ("out by decision", "quirk of moto")
        for reason, tests in TABLE[kind].items()
        for test in tests
    }


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    known = reasons()
    for item in items:
        reason = known.pop(item.nodeid.rpartition("/")[2], None)
        if reason is not None:
            item.add_marker(pytest.mark.xfail(strict=True, reason=reason))
    if known:
        raise pytest.UsageError(f"moto-tests.json names tests that are not there: {', '.join(known)}")
