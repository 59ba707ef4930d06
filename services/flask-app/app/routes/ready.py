"""Readiness: can this task serve? Without the database no; without a store yes, slower or in part."""

import logging
from collections.abc import Callable

import psycopg
import redis
from flask import Blueprint, jsonify
from flask.typing import ResponseReturnValue
from psycopg_pool import PoolClosed, PoolTimeout

log = logging.getLogger("ready")

Check = Callable[[], None]


def state(name: str, check: Check) -> str:
    try:
        check()
    except (psycopg.Error, PoolTimeout, PoolClosed, redis.RedisError) as error:
        log.warning("%s: %s", name, error)
        return "down"
    return "up"


def make_blueprint(database: Check, stores: dict[str, Check], schema_ready: Callable[[], bool]) -> Blueprint:
    blueprint = Blueprint("ready", __name__)

    @blueprint.get("/ready")
    def ready() -> ResponseReturnValue:
        states = {"database": state("database", database)} | {
            name: state(name, check) for name, check in stores.items()
        }
        if states["database"] == "up" and not schema_ready():
            states["database"] = "starting"
        if states["database"] != "up":
            return jsonify(status="unavailable", **states), 503
        return jsonify(status="ok" if set(states.values()) == {"up"} else "degraded", **states), 200

    return blueprint
