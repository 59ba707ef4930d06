"""The session of whoever asks: a name, kept in the store; the browser holds a cookie and nothing else."""

import logging

import redis
from flask import Blueprint, Response, abort, jsonify, request
from flask.typing import ResponseReturnValue

from app.sessions import Sessions
from app.validation import visitor

log = logging.getLogger("error")

COOKIE = "session"


def make_blueprint(sessions: Sessions) -> Blueprint:
    blueprint = Blueprint("session", __name__, url_prefix="/api/session")

    def keep(answer: Response, id: str) -> None:
        answer.set_cookie(COOKIE, id, max_age=sessions.seconds, httponly=True, samesite="Lax", secure=request.is_secure)

    @blueprint.put("")
    def begin() -> ResponseReturnValue:
        values = {"name": visitor(request.get_json())}
        # Never the id that came with the request: somebody else may have set it.
        id = sessions.begin(values)
        if COOKIE in request.cookies:
            sessions.end(request.cookies[COOKIE])
        answer = jsonify(values)
        keep(answer, id)
        return answer

    @blueprint.get("")
    def read() -> ResponseReturnValue:
        id = request.cookies.get(COOKIE, "")
        values = sessions.find(id) if id else None
        if values is None:
            abort(404, "no session")
        answer = jsonify(values)
        keep(answer, id)
        return answer

    @blueprint.delete("")
    def end() -> ResponseReturnValue:
        if COOKIE in request.cookies:
            sessions.end(request.cookies[COOKIE])
        answer = Response(status=204)
        answer.delete_cookie(COOKIE)
        return answer

    @blueprint.errorhandler(redis.RedisError)
    def store_away(error: redis.RedisError) -> ResponseReturnValue:
        log.error("sessions: %s", error)
        return jsonify(error="the session store is not available"), 503, {"Retry-After": "1"}

    return blueprint
