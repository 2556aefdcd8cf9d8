"""Which JSON Schema is a model asked to fill?"""

from functools import lru_cache
from typing import Any

from pydantic import BaseModel

_Schema = dict[str, Any]
_LEFT_OUT = {"title", "default", "discriminator"}
"""Names of classes say nothing; strict schemas know neither defaults nor discriminators."""
_MAPS = {"properties", "$defs"}
_DEFINITION = "#/$defs/"


def strict_schema(answer: type[BaseModel]) -> _Schema:
    """Return the schema of a pydantic model in the form that servers enforce strictly.

    Every object is closed and requires all its properties, alternatives are `anyOf`, and a reference stands alone:
    one with a description beside it is replaced by what it refers to. Descriptions stay, as part of the instruction.
    The same model gives the same dictionary, which is not to be changed.
    """
    return _made(answer)


@lru_cache(maxsize=64)
def _made(answer: type[BaseModel]) -> _Schema:
    schema = answer.model_json_schema()
    return _closed(schema, schema.get("$defs", {}), frozenset())


def _closed(node: _Schema, definitions: _Schema, inside: frozenset[str]) -> _Schema:
    name = str(node.get("$ref", "")).removeprefix(_DEFINITION)
    if name and len(node) > 1:
        beside = {key: value for key, value in node.items() if key != "$ref"}
        if name in inside:
            return {"$ref": node["$ref"]}
        return _closed({**definitions[name], **beside}, definitions, inside | {name})
    closed: _Schema = {}
    for key, value in node.items():
        if key in _MAPS:
            closed[key] = {each: _closed(schema, definitions, inside) for each, schema in value.items()}
        elif key not in _LEFT_OUT:
            closed["anyOf" if key == "oneOf" else key] = _within(value, definitions, inside)
    if "properties" in node:
        closed["additionalProperties"] = False
        closed["required"] = list(node["properties"])
    return closed


def _within(value: Any, definitions: _Schema, inside: frozenset[str]) -> Any:
    if isinstance(value, dict):
        return _closed(value, definitions, inside)
    return [_within(each, definitions, inside) for each in value] if isinstance(value, list) else value
