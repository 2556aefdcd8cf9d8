"""What could a model answer? What fits the schema, made from the lines of the prompt.

It is plausible in form and size, not in meaning, and always the same for the same request. Nothing here knows the
stages: fields are filled by what they are called and by the type that the schema gives them.
"""

import json
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256
from typing import Any

from ...pipeline.llm.usage import estimated_tokens
from ..model_server import Body, Handler, Step, completion

_PARAGRAPH = re.compile(r"^\[([0-9]+)\] (.+)$", re.MULTILINE)
_ROW = re.compile(r"^([0-9]+) \| (.+)$", re.MULTILINE)
_LETTERED = re.compile(r"^(([0-9]+)[a-z]+) \| (.+)$", re.MULTILINE)
_FIGURE = re.compile(r"\b([0-9][0-9,.]*[0-9]|[0-9]) ([a-z]{3,20})\b")
_QUOTED = re.compile(r"[“\"]([^“”\"]{8,400})[”\"]")
_WORDS, _OPENING = 9, 4
_GROUP = 3


@dataclass(frozen=True)
class Item:
    """What one object of an answer is about: a numbered paragraph or line of the prompt."""

    number: int
    label: str
    text: str

    @property
    def words(self) -> str:
        """A short unbroken stretch of it."""
        return " ".join(self.text.split(" ")[:_WORDS])


@dataclass(frozen=True)
class Prompt:
    """The lines of a prompt."""

    text: str

    @cached_property
    def paragraphs(self) -> list[Item]:
        """The numbered paragraphs of an article."""
        return [Item(int(number), number, text) for number, text in _PARAGRAPH.findall(self.text)]

    @cached_property
    def rows(self) -> list[Item]:
        """The numbered lines."""
        return [Item(int(number), number, text) for number, text in _ROW.findall(self.text)]

    @cached_property
    def lettered(self) -> list[Item]:
        """The lines that belong to a numbered one."""
        return [Item(int(number), label, text) for label, number, text in _LETTERED.findall(self.text)]

    def items(self, properties: Mapping[str, Any]) -> list[Item]:
        """Return what a list of objects with these properties is about."""
        if "line" in properties:
            return self.lettered
        if "opening" in properties:
            return [p for p in self.paragraphs if _QUOTED.search(p.text)]
        if "matter" in properties:
            return []
        if "finding" in properties:
            return self.rows
        return self.paragraphs

    def groups(self) -> Iterator[list[int]]:
        """Yield the numbers of lines of one sort that stand together."""
        sorts: dict[str, list[int]] = {}
        for row in self.rows:
            sorts.setdefault(row.text.split(" | ")[1], []).append(row.number)
        for numbers in sorts.values():
            for first in range(0, len(numbers) - 1, _GROUP):
                yield numbers[first : first + _GROUP]


def answer_to(body: Mapping[str, Any]) -> str:
    """Return an answer to a chat request with a JSON schema, as JSON."""
    schema = body["response_format"]["json_schema"]["schema"]
    prompt = Prompt(next(m["content"] for m in body["messages"] if m["role"] == "user"))
    return json.dumps(_Filling(schema, prompt).value(schema, "", None), ensure_ascii=False)


def answers() -> Step:
    """Reply to a chat request with such an answer. The tokens that it says it took are counted as the engine does."""

    def play(handler: Handler, body: Body) -> None:
        said = answer_to(body)
        asked = "".join([json.dumps(body["response_format"]), *(m["content"] for m in body["messages"])])
        usage = {"prompt_tokens": estimated_tokens(asked), "completion_tokens": estimated_tokens(said)}
        handler.reply(200, json.dumps(completion(body, said) | {"usage": usage}).encode())

    return Step("answers", play, served=True)


class _Filling:
    def __init__(self, schema: Mapping[str, Any], prompt: Prompt) -> None:
        self._definitions = schema.get("$defs", {})
        self._prompt = prompt

    def value(self, schema: Mapping[str, Any], name: str, item: Item | None) -> Any:
        """Return a value of a type."""
        schema = self._resolved(schema)
        if "anyOf" in schema:
            return None
        if "enum" in schema:
            return schema["enum"][_number_of(f"{name}{item}") % len(schema["enum"])]
        kind = schema["type"]
        if kind == "object":
            return {key: self.value(part, key, item) for key, part in schema["properties"].items()}
        if kind == "array":
            return self._array(self._resolved(schema["items"]), name, item)
        if kind == "integer":
            return item.number if item else 1
        return _text(name, item)

    def _array(self, schema: Mapping[str, Any], name: str, item: Item | None) -> list[Any]:
        if schema["type"] == "integer":
            lettered = {line.number for line in self._prompt.lettered}
            return [row.number for row in self._prompt.rows if row.number not in lettered]
        properties = schema["properties"]
        if "lines" in properties:
            return [{"question": f"What of line {numbers[0]}?", "lines": numbers} for numbers in self._prompt.groups()]
        if item is not None:
            return [self.value(schema, name, item)]
        return [self.value(schema, name, each) for each in self._prompt.items(properties)]

    def _resolved(self, schema: Mapping[str, Any]) -> Mapping[str, Any]:
        found: Mapping[str, Any] = self._definitions[schema["$ref"].rpartition("/")[2]] if "$ref" in schema else schema
        return found


def _text(name: str, item: Item | None) -> str:
    if item is None:
        return name
    texts: dict[str, Callable[[Item], str]] = {
        "line": lambda i: i.label,
        "opening": lambda i: " ".join(_QUOTED.findall(i.text)[0].split(" ")[:_OPENING]),
        "value": _value,
        "question": lambda i: f"What is said of {' '.join(i.text.split()[:3])}?",
        "reason": lambda _: "The reports that speak to this differ in what they say.",
    }
    made = texts.get(name)
    return made(item) if made else item.words


def _value(item: Item) -> str:
    figure = _FIGURE.search(item.text)
    return f"={figure[1]} {figure[2]}" if figure else item.words


def _number_of(text: str) -> int:
    return int.from_bytes(sha256(text.encode()).digest()[:4])
