"""A server that lets nobody in, in PostgreSQL's protocol, and the real driver in front of it."""

import os
import socket
import struct
import threading
from dataclasses import replace

import psycopg
import pytest
from psycopg_pool import PoolTimeout

from app.database import make_pool
from app.login import Login, watched

# (SQLSTATE, message) as PostgreSQL 17 and RDS word them.
REFUSALS = [
    ("28P01", 'password authentication failed for user "app"'),
    ("28000", 'PAM authentication failed for user "app"'),
    ("28000", 'role "app" does not exist'),
    ("28000", 'role "app" is not permitted to log in'),
]
OTHERWISE = [
    ("57P03", "the database system is starting up"),
    ("57P03", "the database system is shutting down"),
    ("53300", "sorry, too many clients already"),
    ("3D000", 'database "items" does not exist'),
    ("28000", 'no pg_hba.conf entry for host "10.0.1.7", user "app", database "items", no encryption'),
]


class Server:
    def __init__(self):
        self.answer = None
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.port = self.listener.getsockname()[1]
        threading.Thread(target=self.serve, daemon=True).start()

    def serve(self):
        while True:
            try:
                connection, _ = self.listener.accept()
            except OSError:
                return
            with connection:
                connection.recv(4096)
                connection.sendall(self.reply())
                connection.recv(4096)

    def reply(self):
        if self.answer is None:
            ready = [(b"R", struct.pack("!i", 0)), (b"Z", b"I")]
            return b"".join(kind + struct.pack("!i", len(body) + 4) + body for kind, body in ready)
        state, message = self.answer
        fields = "".join(f"{part}\0" for part in ("SFATAL", "VFATAL", f"C{state}", f"M{message}")).encode() + b"\0"
        return b"E" + struct.pack("!i", len(fields) + 4) + fields


@pytest.fixture
def server():
    server = Server()
    yield server
    server.listener.shutdown(socket.SHUT_RDWR)
    server.listener.close()


@pytest.fixture
def login():
    return Login()


@pytest.fixture
def connect(server, login):
    def connect(port=server.port):
        where = {"host": "127.0.0.1", "port": port, "user": "app", "dbname": "items", "sslmode": "disable"}
        watched(login).connect(**where, connect_timeout=3).close()

    return connect


@pytest.mark.parametrize("answer", REFUSALS, ids=lambda answer: answer[1][:24])
def test_a_refusal_is_one_until_a_connection_succeeds(server, login, connect, answer):
    server.answer = answer
    with pytest.raises(psycopg.OperationalError, match="FATAL"):
        connect()
    assert login.refused
    server.answer = None
    connect()
    assert not login.refused


@pytest.mark.parametrize("answer", OTHERWISE, ids=lambda answer: answer[1][:24])
def test_a_database_that_is_away_is_no_refusal(server, login, connect, answer):
    server.answer = answer
    with pytest.raises(psycopg.OperationalError, match="FATAL"):
        connect()
    assert not login.refused


def test_nobody_listens(login, connect):
    with pytest.raises(psycopg.OperationalError, match="refused"):
        connect(port=1)
    assert not login.refused


def test_an_outage_does_not_take_a_refusal_back(server, login, connect):
    for answer in (REFUSALS[0], OTHERWISE[0]):
        server.answer = answer
        with pytest.raises(psycopg.OperationalError):
            connect()
    assert login.refused


def test_the_pool_tells_it_too(server, login, settings):
    server.answer = REFUSALS[0]
    where = replace(settings.database, host="127.0.0.1", port=server.port, sslmode="disable")
    with make_pool(where, 1, login) as pool, pytest.raises(PoolTimeout), pool.connection(timeout=0.5):
        pass
    assert login.refused


def test_what_one_worker_met_all_of_them_know(login):
    worker = os.fork()
    if worker == 0:
        login.failed(psycopg.OperationalError(f"FATAL:  {REFUSALS[0][1]}"))
        os._exit(0)
    os.waitpid(worker, 0)
    assert login.refused


def test_it_is_logged_once(login, caplog):
    for _ in range(3):
        login.failed(psycopg.OperationalError(f"FATAL:  {REFUSALS[0][1]}"))
    assert [record.levelname for record in caplog.records] == ["ERROR"]
    assert "password authentication failed" in caplog.text
