import subprocess
import sys
from pathlib import Path

import pytest

SERVICES = Path(__file__).parents[1]
MODULES = ("app", "boot.py", "gunicorn.conf.py", "healthcheck.py", "jsonlog.py", "worker.py")
OF_REPORTS = ("healthcheck.py", "jobs.py", "jsonlog.py", "report.py", "settings.py", "work.py")


@pytest.mark.parametrize(
    ("arguments", "folder"),
    [
        (["ruff", "check", "--no-cache", "."], SERVICES),
        (["ruff", "format", "--no-cache", "--check", "."], SERVICES),
        (["mypy", "--config-file", "../pyproject.toml", *MODULES], SERVICES / "flask-app"),
        (["mypy", "--config-file", "../pyproject.toml", *OF_REPORTS], SERVICES / "reports"),
    ],
    ids=["ruff check", "ruff format", "mypy flask-app", "mypy reports"],
)
def test_lint(arguments, folder):
    done = subprocess.run([sys.executable, "-m", *arguments], cwd=folder, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
