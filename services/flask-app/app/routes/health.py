"""Liveness: the process answers, and a new one would not do better.

It asks nobody else, or a database outage would restart every task. A refused login is no outage: only a new task gets
the password that holds now.
"""

from collections.abc import Callable

from flask import Blueprint, jsonify
from flask.typing import ResponseReturnValue

REFUSED = "the database refuses the login: was the password rotated after this task started?"


def make_blueprint(login_refused: Callable[[], bool]) -> Blueprint:
    blueprint = Blueprint("health", __name__)

    @blueprint.get("/health")
    def health() -> ResponseReturnValue:
        if login_refused():
            return jsonify(status="unavailable", reason=REFUSED), 503
        return jsonify(status="ok"), 200

    return blueprint
