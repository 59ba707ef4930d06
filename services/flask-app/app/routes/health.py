"""Liveness: the process answers. It asks nobody else, or a database outage would restart every task."""

from flask import Blueprint, jsonify
from flask.typing import ResponseReturnValue

blueprint = Blueprint("health", __name__)


@blueprint.get("/health")
def health() -> ResponseReturnValue:
    return jsonify(status="ok"), 200
