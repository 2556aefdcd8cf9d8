"""What is asked, what comes back, and when are two questions the same?"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from pydantic import BaseModel

from ...prompts import Message
from ..errors import ItemFailed, RunStopped
from .prices import NO_TOKENS, Tokens
from .schema import strict_schema

NotAnswered = RunStopped | ItemFailed
"""Why a question has no answer."""
KEY_FORMAT = 1
"""Raised when the same key would mean another question."""

A = TypeVar("A", bound=BaseModel)


@dataclass(frozen=True)
class Call(Generic[A]):
    """One thing to ask the model.

    `stage`, `prompt` and `item` name it for people: in usage, errors and recordings. `prompt` may tell its version,
    `item` is a name, such as an article's file name, and never text of an article. `repeat` tells apart questions that
    are asked several times on purpose, to see how the answers vary.
    """

    stage: str
    prompt: str
    item: str
    messages: tuple[Message, ...]
    answer: type[A]
    repeat: int = 0
    max_output_tokens: int | None = None
    """The longest answer, where it differs from the setting."""


@dataclass(frozen=True)
class Answer(Generic[A]):
    """What the model answered, fitting the schema. `tokens` is what this run paid for it: nothing if it was known."""

    value: A
    key: str
    cached: bool
    tokens: Tokens = NO_TOKENS


@dataclass(frozen=True)
class Identity:
    """Who answers: the model, the server and what is sent with every call. Never a key or a header."""

    model: str
    base_url: str
    parameters: Mapping[str, str | int | float]


def key_of(call: Call[Any], identity: Identity) -> str:
    """Return the sha256 of all that the answer depends on: 64 hexadecimal digits.

    That is the stage, the prompt's text with its input in place, the schema, the model, the base URL, the parameters
    and the repeat, as JSON with sorted keys, so that the order in which they were set makes no difference. The longest
    answer allowed is no part of it: an answer that was kept is whole.
    """
    document = {
        "format": KEY_FORMAT,
        "stage": call.stage,
        "messages": [list(message) for message in call.messages],
        "schema": strict_schema(call.answer),
        "model": identity.model,
        "base_url": identity.base_url,
        "parameters": dict(identity.parameters),
        "repeat": call.repeat,
    }
    canonical = json.dumps(document, sort_keys=True, separators=(",", ":"), ensure_ascii=True)
    return hashlib.sha256(canonical.encode("ascii")).hexdigest()
