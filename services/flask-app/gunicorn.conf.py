"""Timeouts form a ladder: statement 5 < worker 25 < nginx read 30; nginx's upstream keep-alive 55 < this one's 75."""

import os
import signal
from typing import Any

import jsonlog

bind = "0.0.0.0:5000"
worker_class = "worker.DrainingWorker"
workers = int(os.environ.get("WEB_WORKERS", "2"))
threads = int(os.environ.get("WEB_THREADS", "4"))
timeout = 25
graceful_timeout = 45
keepalive = 75
# What may leak ends with its worker, but seldom: with it go connections and pool.
max_requests = 20_000
max_requests_jitter = 2_000
# Read-only root: heartbeat files go to shared memory, and no control socket in $HOME.
worker_tmp_dir = "/dev/shm"
control_socket_disable = True
# Imported once in the master: a broken application ends the container at once instead of a worker at a time.
preload_app = True
wsgi_app = "boot:app"
logconfig_dict = jsonlog.CONFIG

DRAIN_SECONDS = float(os.environ.get("DRAIN_SECONDS", "0"))


def when_ready(server: Any) -> None:
    """SIGTERM races the removal of the endpoint: keep answering for a moment, then stop gracefully."""
    if DRAIN_SECONDS <= 0:
        return

    def stop(*_: Any) -> None:
        server.SIG_QUEUE.put_nowait(signal.SIGTERM)

    def begin_drain(*_: Any) -> None:
        signal.signal(signal.SIGTERM, stop)
        signal.setitimer(signal.ITIMER_REAL, DRAIN_SECONDS)

    signal.signal(signal.SIGALRM, stop)
    signal.signal(signal.SIGTERM, begin_drain)


def post_worker_init(worker: Any) -> None:
    # Threads do not survive a fork, so the pool opens here and not where it is made.
    from boot import service

    service.start()


def worker_exit(server: Any, worker: Any) -> None:
    from boot import service

    service.stop()
