"""infra/modules/application-role in a real PostgreSQL, whose master user is no superuser, as on RDS."""

import os
from pathlib import Path

import pytest

pytestmark = pytest.mark.container

MODULE = Path(__file__).parents[2] / "infra/modules/application-role"
# A table with a sequence of its own, and what else an application makes.
MADE_BY_MASTER = """
create table items (id bigint generated always as identity primary key, name text not null);
insert into items (name) values ('anchor');
create view names as select name from items;
create materialized view counted as select count(*) from items;
create sequence tickets;
create table days (day date not null) partition by range (day);
create table year partition of days for values from ('2026-01-01') to ('2027-01-01');
create type colour as enum ('red');
create function two() returns int language sql return 2;
"""
PASSWORDS = {"app": "master-password", "application": 'it\'s $1 \\ "quoted"'}


@pytest.fixture(scope="module")
def image():
    image = os.environ.get("EVENKEEL_POSTGRES_IMAGE")
    if not image:
        pytest.skip("EVENKEEL_POSTGRES_IMAGE names no PostgreSQL image")
    return image


@pytest.fixture(scope="module")
def server(run, network, image, eventually):
    options = ("--network", network, "--network-alias", "postgres", "--env", "POSTGRES_USER=rdsadmin")
    server = run(image, *options, "--env", "POSTGRES_PASSWORD=of-aws", hardened=False)
    asked = ("psql", "-h", "127.0.0.1", "-U", "rdsadmin", "-d", "postgres", "-v", "ON_ERROR_STOP=1")
    assert eventually(lambda: server.exec("env", "PGPASSWORD=of-aws", *asked, "-c", "select 1").returncode == 0, 60)
    for statement in (
        f"create role app login createdb createrole password '{PASSWORDS['app']}'",
        "create database items owner app",
    ):
        assert server.exec("env", "PGPASSWORD=of-aws", *asked, "-c", statement).returncode == 0
    return server


@pytest.fixture(scope="module")
def ask(server):
    """The answer of a statement, or what PostgreSQL has against it."""

    def ask(user, statement, password=None, database="items"):
        login = ("-h", "127.0.0.1", "-U", user, "-d", database)
        words = ("psql", "-X", "-q", "-A", "-t", "-v", "ON_ERROR_STOP=1", *login, "-c", statement)
        done = server.exec("env", f"PGPASSWORD={password or PASSWORDS[user]}", *words)
        return (done.stdout if done.returncode == 0 else done.stderr).strip()

    return ask


@pytest.fixture(scope="module")
def make(run, network, image, eventually):
    """The task, as its definition has it."""

    def make(**changes):
        environment = {
            "APPLICATION_PASSWORD": PASSWORDS["application"],
            "APPLICATION_USER": "application",
            "PGDATABASE": "items",
            "PGHOST": "postgres",
            "PGPASSWORD": PASSWORDS["app"],
            "PGSSLMODE": "prefer",
            "PGUSER": "app",
            "SQL": (MODULE / "application-role.sql").read_text(),
        } | changes
        settings = [part for key, value in environment.items() for part in ("--env", f"{key}={value}")]
        options = ("--network", network, "--user", "10001:10001", "--entrypoint", "sh", *settings)
        task = run(image, *options, command=("-c", (MODULE / "make-role.sh").read_text()))
        assert eventually(lambda: task.state["Status"] == "exited", 60)
        return task

    return make


@pytest.fixture(scope="module")
def made(ask, make):
    assert ask("app", MADE_BY_MASTER) == ""
    task = make()
    assert task.state["ExitCode"] == 0, task.logs()
    assert "the role application is there" in task.logs()
    return task


def test_it_works_with_what_the_master_made(made, ask):
    assert ask("application", "insert into items (name) values ('lamp') returning id") == "2"
    assert ask("application", "alter table items add colour text; refresh materialized view counted") == ""
    assert ask("application", "select nextval('tickets'), (select count(*) from names)") == "1|2"
    assert ask("application", "alter type colour add value 'blue'; alter function two() rename to zwei") == ""
    assert ask("application", "alter table year add constraint dry check (day > '2026-02-01')") == ""
    assert ask("application", "create table parts (id int); drop table parts") == ""


@pytest.mark.parametrize(
    ("statement", "denied"),
    [
        ("create role other", "permission denied to create role"),
        ("create database other", "permission denied to create database"),
        ("create schema other", "permission denied for database"),
        ("alter role app password 'x'", "permission denied to alter role"),
        ("set role app", 'permission denied to set role "app"'),
        ("drop database items", "must be owner of database items"),
    ],
)
def test_it_may_no_more_than_that(made, ask, statement, denied):
    assert denied in ask("application", statement)


def test_tasks_of_the_master_work_on(made, ask):
    assert ask("app", "insert into items (name) values ('rope') returning name") == "rope"


def test_again_with_another_password(made, make, ask):
    old, PASSWORDS["application"] = PASSWORDS["application"], "another-password"
    assert make().state["ExitCode"] == 0
    assert ask("application", "select 1") == "1"
    assert "password authentication failed" in ask("application", "select 1", old)


def test_who_has_no_role_of_this_database_stays_out(made, ask):
    assert ask("app", "create role stranger login password 'stranger'") == ""
    assert "permission denied for database" in ask("stranger", "select 1", "stranger")


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"PGPASSWORD": "wrong"}, "password authentication failed"),
        ({"PGSSLMODE": "verify-full", "CA_PEM": "-----BEGIN nothing"}, "server does not support SSL"),
        ({"SQL": "select nonsense"}, 'column "nonsense" does not exist'),
    ],
)
def test_what_fails_is_said(made, make, changes, said):
    task = make(**changes)
    assert task.state["ExitCode"] != 0
    assert said in task.logs()
    assert "is there" not in task.logs()
