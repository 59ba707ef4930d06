"""Writes what AWS's models say of the requests that the local ECS serves, as JSON: kinds, required members, enumerations,
lengths, ranges and patterns, of every shape that one of them reaches. Runs in moto's environment, which has botocore.

With --check nothing is written, and what differs is told."""

import difflib
import json
import re
import sys
from pathlib import Path

import botocore.session

KINDS = {
    "integer": "number",
    "long": "number",
    "float": "number",
    "double": "number",
    "timestamp": "number",
    "boolean": "boolean",
    "blob": "string",
    "string": "string",
    "character": "string",
}
RULES = ("enum", "min", "max", "pattern")
# What would keep a backtracking matcher busy for ever, as an expression that means the same.
LINEAR = {
    r"^[ \t]*[\x20-\x7E]+([ \t]+[\x20-\x7E]+)*[ \t]*$": r"^\t*[\x20-\x7E][\t\x20-\x7E]*$",
    r"^[a-z0-9*](?:[._\-/a-z0-9*]?[a-z0-9*]+)*$": r"^[a-z0-9*]+(?:[._\-/][a-z0-9*]+)*$",
}


def main(root: Path, is_check: bool) -> int:
    loader = botocore.session.get_session().get_component("data_loader")
    models = {}
    for source in sorted(root.glob("src/emulator/services/*/service.ts")):
        text = source.read_text()
        name = re.search(r"^  name: '([\w-]+)',$", text, re.M).group(1)
        operations = re.findall(r"^  (\w+): \w+,$", text, re.M)
        operations = [operation for operation in operations if operation[0].isupper()]
        folder = {"elasticloadbalancing": "elbv2"}.get(name, name)
        models[name] = extract(loader.load_service_model(folder, "service-2"), operations)
    path, text = root / "src/emulator/input-model.json", written(models)
    if not is_check:
        path.write_text(text)
        return 0
    found = path.read_text()
    if found == text:
        return 0
    lines = difflib.unified_diff(found.splitlines(), text.splitlines(), str(path), "AWS's models", lineterm="", n=0)
    print("\n".join(line[:200] for line in lines))
    print("input-model.json is not what AWS's models say: run script/input-model.")
    return 1


def extract(model: dict, operations: list[str]) -> dict:
    shapes: dict[str, dict] = {}

    def named(name: str) -> str:
        """The kind itself where the shape adds nothing to it."""
        shape = model["shapes"][name]
        kind = KINDS.get(shape["type"])
        # A blob travels as base64: its lengths are not those of the text.
        rules = {rule: shape[rule] for rule in RULES if rule in shape and shape["type"] != "blob"}
        if "pattern" in rules:
            rules["pattern"] = LINEAR.get(rules["pattern"], rules["pattern"])
        if kind is not None and not rules:
            return kind
        if name not in shapes:
            shapes[name] = {"kind": kind or shape["type"], **rules}
            if shape["type"] == "structure":
                shapes[name]["members"] = {key: named(of["shape"]) for key, of in shape["members"].items()}
                if shape.get("required"):
                    shapes[name]["required"] = shape["required"]
            if shape["type"] == "list":
                shapes[name]["of"] = named(shape["member"]["shape"])
            if shape["type"] == "map":
                shapes[name]["key"] = named(shape["key"]["shape"])
                shapes[name]["of"] = named(shape["value"]["shape"])
        return name

    inputs = {}
    for operation in sorted(operations):
        given = model["operations"][operation].get("input")
        if given is not None:
            inputs[operation] = named(given["shape"])
    return {"inputs": inputs, "shapes": dict(sorted(shapes.items()))}


def written(models: dict) -> str:
    """A shape a line."""
    services = []
    for name, model in models.items():
        parts = []
        for part, entries in model.items():
            lines = [f"      {json.dumps(key)}: {json.dumps(value)}" for key, value in entries.items()]
            parts.append(f'    "{part}": {{\n' + ",\n".join(lines) + "\n    }")
        services.append(f'  "{name}": {{\n' + ",\n".join(parts) + "\n  }")
    return "{\n" + ",\n".join(services) + "\n}\n"


sys.exit(main(Path(sys.argv[1]), "--check" in sys.argv[2:]))
