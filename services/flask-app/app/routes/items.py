"""The API: items in the database, single reads through the cache."""

from flask import Blueprint, abort, jsonify, request
from flask.typing import ResponseReturnValue

from app.cache import Cache
from app.items import Items
from app.validation import LARGEST_ID, LARGEST_PAGE, new_item, whole_number


def cache_key(id: int) -> str:
    return f"items:{id}"


def make_blueprint(items: Items, cache: Cache) -> Blueprint:
    blueprint = Blueprint("items", __name__, url_prefix="/api/items")

    @blueprint.post("")
    def create() -> ResponseReturnValue:
        created = items.create(new_item(request.get_json()))
        return jsonify(created.as_json()), 201, {"Location": f"/api/items/{created.id}"}

    @blueprint.get("")
    def page() -> ResponseReturnValue:
        after = whole_number(request.args.get("after", "0"), "after", 0, LARGEST_ID)
        limit = whole_number(request.args.get("limit", "50"), "limit", 1, LARGEST_PAGE)
        found = items.page(after, limit)
        following = found[-1].id if len(found) == limit else None
        return jsonify(items=[item.as_json() for item in found], next=following)

    @blueprint.get("/<id>")
    def read(id: str) -> ResponseReturnValue:
        number = whole_number(id, "id", 1, LARGEST_ID)
        answer, value = cache.read(cache_key(number))
        if answer != "hit":
            item = items.find(number)
            if item is None:
                abort(404, f"no item {number}")
            value = item.as_json()
            if answer == "miss":
                cache.write(cache_key(number), value)
        return jsonify(value), 200, {"X-Cache": answer}

    @blueprint.delete("/<id>")
    def delete(id: str) -> ResponseReturnValue:
        number = whole_number(id, "id", 1, LARGEST_ID)
        deleted = items.delete(number)
        cache.forget(cache_key(number))
        if not deleted:
            abort(404, f"no item {number}")
        return "", 204

    return blueprint
