"""Takes reports from the queue and makes them, one at a time, until SIGTERM: then it ends what it has begun."""

import logging
import logging.config
import os
import signal
import sys
import time
from collections.abc import Callable
from pathlib import Path
from threading import Event
from typing import Any

import psycopg
import redis

import jsonlog
import settings
from jobs import Jobs
from report import make_report

log = logging.getLogger("reports")

# The health check looks at its age.
ALIVE = Path("/tmp/alive")
WAIT_SECONDS = 5


def embedded_metric(namespace: str, waiting: int) -> dict[str, Any]:
    """CloudWatch's embedded metric format: the log line is the metric."""
    metric = {"Namespace": namespace, "Dimensions": [[]], "Metrics": [{"Name": "reports_waiting", "Unit": "Count"}]}
    return {"reports_waiting": waiting, "_aws": {"Timestamp": int(time.time() * 1000), "CloudWatchMetrics": [metric]}}


def work_once(jobs: Jobs, make: Callable[[], dict[str, Any]], seconds: int = WAIT_SECONDS) -> bool:
    """One job, if there is one within so many seconds. A database that is away costs it no try."""
    id = jobs.take(seconds)
    if id is None:
        return False
    began = time.monotonic()
    try:
        result = make()
    except psycopg.OperationalError:
        jobs.put_back(id)
        raise
    except Exception:
        last = jobs.last_try(id)
        log.exception("report failed", extra={"fields": {"id": id, "last_try": last}})
        if last:
            jobs.finish(id, {"status": "failed"})
        else:
            jobs.put_back(id)
        return True
    jobs.finish(id, {"status": "done", "report": result})
    log.info("report", extra={"fields": {"id": id, "duration_ms": round((time.monotonic() - began) * 1000, 1)}})
    return True


def run(jobs: Jobs, make: Callable[[], dict[str, Any]], stopped: Event, namespace: str, alive: Path = ALIVE) -> None:
    recovered = False
    while not stopped.is_set():
        alive.touch()
        try:
            if not recovered:
                log.info("ready", extra={"fields": {"put_back": jobs.recover()}})
                recovered = True
            work_once(jobs, make)
            if namespace:
                log.info("queue", extra={"fields": embedded_metric(namespace, jobs.waiting())})
        except (redis.RedisError, psycopg.OperationalError) as error:
            # After a rotation of the password only a new task has the right one.
            if "authentication failed" in str(error):
                raise
            log.warning("waits %d s: %s", WAIT_SECONDS, error)
            stopped.wait(WAIT_SECONDS)


def main() -> None:
    logging.config.dictConfig(jsonlog.CONFIG)
    stopped = Event()
    for each in (signal.SIGTERM, signal.SIGINT):
        signal.signal(each, lambda *_: stopped.set())
    try:
        settings.check(os.environ)
        arguments = settings.database(os.environ)

        def make() -> dict[str, Any]:
            with psycopg.connect(**arguments) as connection:  # type: ignore[arg-type]
                return make_report(connection)

        jobs = Jobs(redis.Redis(**settings.redis(os.environ)))  # type: ignore[arg-type]
        run(jobs, make, stopped, os.environ.get("METRICS_NAMESPACE", ""))
    except Exception as error:
        log.critical("cannot go on: %s: %s", type(error).__name__, error)
        sys.exit(1)


if __name__ == "__main__":
    main()
