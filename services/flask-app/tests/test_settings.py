import stat
from pathlib import Path

import pytest

from app.database import connection_arguments
from app.settings import REQUIRED, SettingsError, read_settings


@pytest.mark.parametrize("name", REQUIRED)
@pytest.mark.parametrize("value", [None, ""])
def test_what_must_be_set(environment, name, value):
    if value is None:
        del environment[name]
    else:
        environment[name] = value
    with pytest.raises(SettingsError, match=f"^not set: {name}$"):
        read_settings(environment)


def test_all_that_is_missing_is_named_at_once():
    with pytest.raises(SettingsError, match=", ".join(REQUIRED)):
        read_settings({})


@pytest.mark.parametrize("value", ["0", "-1", "65536", "x", "1.5", "٣", " 1"])
def test_refused_ports(environment, value):
    with pytest.raises(SettingsError, match=r"DATABASE_PORT is .* must be a whole number from 1 to 65535"):
        read_settings(environment | {"DATABASE_PORT": value})


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({}, "require"),
        ({"DATABASE_SSLROOTCERT": "/ca.pem"}, "verify-full"),
        ({"DATABASE_SSLMODE": "disable"}, "disable"),
        ({"DATABASE_SSLMODE": "verify-ca", "DATABASE_SSLROOTCERT": "/ca.pem"}, "verify-ca"),
    ],
)
def test_sslmode(environment, changes, expected):
    assert read_settings(environment | changes).database.sslmode == expected


def test_verification_needs_a_certificate(environment):
    with pytest.raises(SettingsError, match="verify-full needs DATABASE_SSLROOTCERT"):
        read_settings(environment | {"DATABASE_SSLMODE": "verify-full"})


@pytest.mark.parametrize("mode", ["prefer", "allow", "off"])
def test_modes_that_may_fall_back_to_plain_text_are_refused(environment, mode):
    with pytest.raises(SettingsError, match="DATABASE_SSLMODE"):
        read_settings(environment | {"DATABASE_SSLMODE": mode})


def test_a_certificate_in_the_environment_becomes_a_file(environment, tmp_path, monkeypatch):
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    pem = "-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n"
    settings = read_settings(environment | {"DATABASE_SSLROOTCERT": pem})
    path = Path(str(connection_arguments(settings.database)["sslrootcert"]))
    assert path.read_text() == pem
    assert stat.S_ISREG(path.stat().st_mode)


def test_database_waits_are_bounded(settings):
    arguments = connection_arguments(settings.database)
    assert arguments["connect_timeout"] == 3
    assert arguments["options"] == "-c statement_timeout=5000"


def test_one_statement_goes_there_and_back_once(settings):
    assert connection_arguments(settings.database)["autocommit"] is True


def test_passwords_stay_out_of_what_is_printed(settings):
    assert "password'" not in repr(settings)
    assert "database-password" not in repr(settings)
    assert "redis-password" not in repr(settings)
