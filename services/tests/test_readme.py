"""The README's tables of endpoints and settings, against the code."""

import re
from pathlib import Path
from types import SimpleNamespace

import pytest

from app.factory import Parts, create_app
from app.settings import REQUIRED, read_settings
from settings import REQUIRED as OF_REPORTS

SERVICES = Path(__file__).parents[1]
README = (SERVICES / "README.md").read_text()


def table(service, head):
    """The rows of a service's table, each a list of cells."""
    section = README.split(f"\n## {service}\n")[1].split("\n## ")[0]
    lines = section.split(f"| {head} |")[1].splitlines()[2:]
    rows = lines[: next(number for number, line in enumerate([*lines, ""]) if not line.startswith("|"))]
    return [[cell.strip() for cell in row.strip("|").split("|")] for row in rows]


def names_and_defaults(service):
    """`A`, `B` | 1, 2 → {A: 1, B: 2}; one default may stand for several names."""
    found = {}
    for names, defaults, _ in table(service, "setting"):
        each = names.replace("`", "").split(", ")
        values = defaults.replace("`", "").split(" (")[0]
        found |= dict(
            zip(each, values.split(", ") if "," in names and "," in values else [values] * len(each), strict=True)
        )
    return found


@pytest.mark.parametrize("service", ["nginx", "redis"])
def test_settings_of_an_entrypoint(service):
    script = (SERVICES / service / "entrypoint.sh").read_text()
    read = {
        name: default or "required, secret"
        for name, default in re.findall(r"\$\{([A-Z_]+):-([^}]*)\}", script)
        # those of its tests and of the image
        if not name.endswith("_FILE") and name != "APP_VERSION"
    }
    assert names_and_defaults(service) == read


def test_settings_of_flask():
    sources = [SERVICES / "flask-app" / name for name in ("app/settings.py", "gunicorn.conf.py")]
    code = "\n".join(source.read_text() for source in sources)
    pattern = (
        r'environment\.get\("([A-Z_]+)"|environment\["([A-Z_]+)"\]|environment, "([A-Z_]+)"|environ\.get\("([A-Z_]+)"'
    )
    read = {name for names in re.findall(pattern, code) for name in names if name} - {"APP_VERSION", "APP_REVISION"}
    told = names_and_defaults("flask-app")
    assert set(told) == read | set(REQUIRED)
    assert {name for name, default in told.items() if default.startswith("required")} == set(REQUIRED)
    numbers = re.findall(r'(?:environment, |environ\.get\()"([A-Z_]+)", "?(\d+)', code)
    assert len(numbers) == 8
    for name, default in numbers:
        assert told[name] == default, name


def test_settings_of_reports():
    code = "\n".join((SERVICES / "reports" / name).read_text() for name in ("settings.py", "work.py"))
    read = {
        names[0] or names[1]
        for names in re.findall(r'nvironment(?:\.get\("|\[")([A-Z_]+)"|environ\.get\("([A-Z_]+)"', code)
    }
    told = names_and_defaults("reports")
    assert set(told) == read
    assert {name for name, default in told.items() if default.startswith("required")} == set(OF_REPORTS)


def test_endpoints_of_flask():
    settings = read_settings({name: "x" for name in REQUIRED})
    part = SimpleNamespace(check=None, client=None)
    app = create_app(settings, Parts(part, part, part, bool, bool))  # type: ignore[arg-type]
    served = {
        f"{method} {re.sub('<[^>]*>', '<>', rule.rule)}"
        for rule in app.url_map.iter_rules()
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}
    }
    told = {re.sub("<[^>]*>", "<>", row[0].strip("`").split("?")[0]) for row in table("flask-app", "endpoint")}
    assert told == served


def test_endpoints_of_nginx():
    template = (SERVICES / "nginx" / "nginx.conf.template").read_text()
    (own,), (passed,) = re.findall(r"location = (\S+)", template), re.findall(r"location ~ (\S+)", template)
    rows = table("nginx", "endpoint")
    assert rows[0][0] == f"`{own}`"
    told = [path.strip("` ").replace("…", "items") for path in rows[1][0].split(",")]
    assert told == ["/", "/version", "/ready", "/api/items"]
    assert all(re.search(passed, path) for path in told)
    assert not re.search(passed, "/health")


def test_users_of_redis():
    script = (SERVICES / "redis" / "entrypoint.sh").read_text()
    told = " ".join(row[0] for row in table("redis", "endpoint"))
    assert f"port {re.findall(r'^port (.*)$', (SERVICES / 'redis' / 'redis.conf').read_text(), re.M)[0]}" in told
    for user in re.findall(r"^user (\w+)", script, re.M):
        assert user in told
