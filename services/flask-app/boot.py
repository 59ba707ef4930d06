"""Loads the application for gunicorn; one that cannot start says why on its last log line and ends with 1."""

import logging
import sys
import traceback

try:
    from app.wsgi import app, service
except Exception as error:
    trace = "".join(traceback.format_exception(error, limit=-3))
    logging.getLogger("boot").critical(
        "cannot start: %s: %s", type(error).__name__, error, extra={"fields": {"exception": trace}}
    )
    sys.exit(1)

__all__ = ["app", "service"]
