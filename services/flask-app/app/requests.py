"""What every request gets: an id, a log line, and the version in its answer."""

import logging
import re
import time
import uuid
from typing import Any

from flask import Flask, Response, g, request

from app import tracing
from app.settings import Settings
from app.spent import spent_ms

log = logging.getLogger("request")

SAFE_ID = re.compile(r"[A-Za-z0-9._:;=/+-]{1,128}")
PROBES = ("/health", "/ready")


def request_id() -> str:
    for header in ("X-Request-ID", "X-Amzn-Trace-Id"):
        value = request.headers.get(header, "")
        if SAFE_ID.fullmatch(value):
            return value
    return uuid.uuid4().hex


def install(app: Flask, settings: Settings) -> None:
    def begin() -> None:
        g.started = time.monotonic()
        g.request_id = request_id()

    def finish(response: Response) -> Response:
        response.headers["X-App-Version"] = settings.version
        response.headers["X-Request-ID"] = g.request_id
        quiet = request.path in PROBES and response.status_code < 500
        log.log(logging.DEBUG if quiet else logging.INFO, "request", extra={"fields": line(response)})
        return response

    def line(response: Response) -> dict[str, Any]:
        fields: dict[str, Any] = {
            "request_id": g.request_id,
            "method": request.method,
            "path": request.path,
            "status": response.status_code,
            "duration_ms": round((time.monotonic() - g.started) * 1000, 1),
            "trace_id": request.headers.get("X-Amzn-Trace-Id"),
            "remote": request.remote_addr,
        } | spent_ms()
        if settings.metrics_namespace:
            fields |= embedded_metric(settings.metrics_namespace, request.endpoint or "unknown")
        return fields

    app.before_request(begin)
    tracing.install(app, PROBES)
    app.after_request(finish)


def embedded_metric(namespace: str, route: str) -> dict[str, Any]:
    """CloudWatch's embedded metric format: the log line is the metric."""
    return {
        "route": route,
        "_aws": {
            "Timestamp": int(time.time() * 1000),
            "CloudWatchMetrics": [
                {
                    "Namespace": namespace,
                    "Dimensions": [["route"]],
                    "Metrics": [{"Name": "duration_ms", "Unit": "Milliseconds"}],
                }
            ],
        },
    }
