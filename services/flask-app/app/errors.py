"""Every error is JSON, and says whose it is."""

import logging

import psycopg
import redis
from flask import Flask, jsonify
from flask.typing import ResponseReturnValue
from psycopg_pool import PoolClosed, PoolTimeout
from werkzeug.exceptions import HTTPException

from app.validation import Invalid

log = logging.getLogger("error")


def install(app: Flask) -> None:
    app.register_error_handler(Invalid, invalid)
    app.register_error_handler(HTTPException, http)
    # A missing table is a database that has only just come back.
    for kind in (psycopg.OperationalError, psycopg.errors.UndefinedTable, PoolTimeout, PoolClosed):
        app.register_error_handler(kind, database_away)
    app.register_error_handler(redis.RedisError, queue_away)
    app.register_error_handler(Exception, unexpected)


def invalid(error: Invalid) -> ResponseReturnValue:
    return jsonify(error=str(error)), 400


def http(error: HTTPException) -> ResponseReturnValue:
    return jsonify(error=error.description), error.code or 500


def database_away(error: Exception) -> ResponseReturnValue:
    log.error("database: %s", error)
    return jsonify(error="the database is not available"), 503, {"Retry-After": "1"}


def queue_away(error: Exception) -> ResponseReturnValue:
    log.error("queue: %s", error)
    return jsonify(error="the queue is not available"), 503, {"Retry-After": "1"}


def unexpected(error: Exception) -> ResponseReturnValue:
    log.error("unexpected: %s", error, exc_info=error)
    return jsonify(error="internal error"), 500
