"""Asynchronous work: a report is ordered here, made by the service `reports`, and fetched here."""

import re

from flask import Blueprint, abort, jsonify
from flask.typing import ResponseReturnValue

from app.reports import QueueFull, Reports

ID = re.compile(r"[0-9a-f]{32}")


def make_blueprint(reports: Reports) -> Blueprint:
    blueprint = Blueprint("reports", __name__, url_prefix="/api/reports")

    @blueprint.post("")
    def order() -> ResponseReturnValue:
        try:
            id = reports.order()
        except QueueFull:
            return jsonify(error="too many reports wait already"), 503, {"Retry-After": "60"}
        return jsonify(id=id, status="queued"), 202, {"Location": f"/api/reports/{id}"}

    @blueprint.get("/<id>")
    def read(id: str) -> ResponseReturnValue:
        found = reports.find(id) if ID.fullmatch(id) else None
        if found is None:
            abort(404, f"no report {id[:64]}")
        return jsonify({"id": id} | found)

    return blueprint
