"""What a client may send; the message of a refusal is for the client."""

from dataclasses import dataclass

LONGEST_NAME = 200
LONGEST_DESCRIPTION = 2000
LARGEST_ID = 2**63 - 1
LARGEST_PAGE = 100


class Invalid(ValueError):
    pass


@dataclass(frozen=True)
class NewItem:
    name: str
    description: str


def new_item(body: object) -> NewItem:
    if not isinstance(body, dict):
        raise Invalid("the body must be a JSON object")
    unknown = sorted(set(body) - {"name", "description"})
    if unknown:
        raise Invalid(f"unknown field: {', '.join(unknown)}")
    name = text(body, "name", LONGEST_NAME).strip()
    if not name:
        raise Invalid("name must not be empty")
    return NewItem(name=name, description=text(body, "description", LONGEST_DESCRIPTION, default=""))


def visitor(body: object) -> str:
    """The name in a session."""
    if not isinstance(body, dict) or set(body) != {"name"}:
        raise Invalid("the body must be a JSON object with a name")
    name = text(body, "name", LONGEST_NAME).strip()
    if not name:
        raise Invalid("name must not be empty")
    return name


def text(body: dict[str, object], field: str, longest: int, default: str | None = None) -> str:
    value = body.get(field, default)
    if not isinstance(value, str):
        raise Invalid(f"{field} must be a string")
    if len(value) > longest:
        raise Invalid(f"{field} must have at most {longest} characters")
    # PostgreSQL's text holds neither of the two.
    if "\0" in value or any("\ud800" <= character <= "\udfff" for character in value):
        raise Invalid(f"{field} must be valid text")
    return value


def whole_number(value: str, name: str, least: int, most: int) -> int:
    if not (value.isascii() and value.isdecimal() and len(value) <= 19 and least <= int(value) <= most):
        raise Invalid(f"{name} must be a whole number from {least} to {most}")
    return int(value)
