from flask import Blueprint, jsonify
from flask.typing import ResponseReturnValue

from app.settings import Settings


def make_blueprint(settings: Settings) -> Blueprint:
    blueprint = Blueprint("version", __name__)

    @blueprint.get("/")
    def index() -> ResponseReturnValue:
        return jsonify(service="flask-app", version=settings.version)

    @blueprint.get("/version")
    def version() -> ResponseReturnValue:
        return jsonify(version=settings.version, revision=settings.revision)

    return blueprint
