from enum import StrEnum
from typing import Annotated, Any, Literal

import jsonschema
import pytest
from pydantic import BaseModel, Field

from crossexam.evals.model_server import Word
from crossexam.pipeline.llm.schema import strict_schema


class Colour(StrEnum):
    RED = "red"


class Leaf(BaseModel):
    """A leaf."""

    type: Literal["leaf"] = "leaf"
    title: str = Field(description="What it is called.")
    default: int = 7


class Twig(BaseModel):
    type: Literal["twig"] = "twig"
    leaves: list[Leaf] = []
    extra: dict[str, str] = Field(default_factory=dict, deprecated=True)


class Tree(BaseModel):
    colour: Colour | None = None
    first: Leaf = Field(description="The first one.")
    parts: list[Annotated[Leaf | Twig, Field(discriminator="type")]]


class Node(BaseModel):
    below: "Node | None" = Field(default=None, description="What hangs from it.")
    beside: "list[Node]" = Field(default_factory=list)


def objects_in(schema: Any) -> list[dict[str, Any]]:
    if isinstance(schema, list):
        return [found for each in schema for found in objects_in(each)]
    if not isinstance(schema, dict):
        return []
    own = [schema] if "properties" in schema and isinstance(schema["properties"], dict) and "type" in schema else []
    return own + [found for each in schema.values() for found in objects_in(each)]


@pytest.mark.parametrize("model", [Word, Leaf, Twig, Tree, Node])
def test_every_object_is_closed_and_requires_all_it_has(model: type[BaseModel]) -> None:
    found = objects_in(strict_schema(model))
    assert found
    for each in found:
        assert each["additionalProperties"] is False
        assert each["required"] == list(each["properties"])


@pytest.mark.parametrize("model", [Word, Leaf, Twig, Tree, Node])
def test_it_is_a_schema_without_what_strict_servers_refuse(model: type[BaseModel]) -> None:
    schema = strict_schema(model)
    jsonschema.Draft202012Validator.check_schema(schema)
    text = str(schema)
    assert "oneOf" not in text
    assert "discriminator" not in text
    for each in references_in(schema):
        assert list(each) == ["$ref"]


def references_in(schema: Any) -> list[dict[str, Any]]:
    if isinstance(schema, list):
        return [found for each in schema for found in references_in(each)]
    if not isinstance(schema, dict):
        return []
    own = [schema] if "$ref" in schema else []
    return own + [found for each in schema.values() for found in references_in(each)]


def test_properties_keep_names_that_mean_something_in_schemas() -> None:
    schema = strict_schema(Leaf)
    assert list(schema["properties"]) == ["type", "title", "default"]
    assert schema["properties"]["title"] == {"type": "string", "description": "What it is called."}
    assert schema["properties"]["default"] == {"type": "integer"}


def test_a_description_beside_a_reference_is_kept() -> None:
    first = strict_schema(Tree)["properties"]["first"]
    assert first["description"] == "The first one."
    assert list(first["properties"]) == ["type", "title", "default"]


def test_what_fits_the_schema_fits_the_model() -> None:
    held = {
        "colour": "red",
        "first": {"type": "leaf", "title": "a", "default": 1},
        "parts": [{"type": "twig", "leaves": [], "extra": {}}, {"type": "leaf", "title": "b", "default": 2}],
    }
    jsonschema.validate(held, strict_schema(Tree))
    assert Tree.model_validate(held).parts[0].type == "twig"
