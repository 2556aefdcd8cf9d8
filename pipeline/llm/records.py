"""How is an answer kept, in the cache and in recordings?"""

import hashlib
import json
from typing import Any, Literal, NamedTuple

from pydantic import Field, JsonValue, ValidationError

from ...schemas.base import Record
from .calls import KEY_FORMAT, Call, Identity
from .prices import Tokens

RECORD_FORMAT: Literal[1] = 1


class KeptTokens(Record):
    """What the answer took when it was asked."""

    prompt: int = Field(default=0, ge=0)
    completion: int = Field(default=0, ge=0)
    cached: int = Field(default=0, ge=0)


class KeptAnswer(Record):
    """An answer that fitted its schema, with what it answers. The question is there by name and hash, not as text."""

    format: Literal[1] = RECORD_FORMAT
    key_format: int = KEY_FORMAT
    key: str = Field(pattern=r"^[0-9a-f]{64}$")
    """See `calls.key_of`."""
    stage: str
    prompt: str
    item: str
    repeat: int = 0
    model: str
    base_url: str
    parameters: dict[str, str | int | float]
    tokens: KeptTokens = KeptTokens()
    answer: dict[str, JsonValue]

    @classmethod
    def of(
        cls, call: Call[Any], key: str, identity: Identity, answer: dict[str, JsonValue], tokens: Tokens
    ) -> "KeptAnswer":
        """Return the record of an answer that has just come."""
        return cls(
            key=key,
            stage=call.stage,
            prompt=call.prompt,
            item=call.item,
            repeat=call.repeat,
            model=identity.model,
            base_url=identity.base_url,
            parameters=dict(identity.parameters),
            tokens=KeptTokens(prompt=tokens.prompt, completion=tokens.completion, cached=tokens.cached),
            answer=answer,
        )

    @property
    def identity(self) -> Identity:
        """Who answered."""
        return Identity(self.model, self.base_url, self.parameters)

    @property
    def place(self) -> tuple[str, str, int, str]:
        """Where it stands among others, in recordings."""
        return (self.stage, self.item, self.repeat, self.key)


class Broken(NamedTuple):
    """Why bytes are no record."""

    reason: str


def to_bytes(kept: KeptAnswer) -> bytes:
    """Return a record as bytes that tell whether they are whole: the sha256 of a line of JSON, and the line."""
    line = kept.model_dump_json().encode()
    return hashlib.sha256(line).hexdigest().encode() + b"\n" + line


def from_bytes(held: bytes, key: str) -> KeptAnswer | Broken:
    """Return the record that bytes hold, or what is wrong with them: they may be damaged, or moved from another key."""
    digest, _, line = held.partition(b"\n")
    if digest != hashlib.sha256(line).hexdigest().encode():
        return Broken("damaged")
    try:
        kept = KeptAnswer.model_validate_json(line)
    except ValidationError:
        return Broken("of another form")
    return kept if kept.key == key else Broken("the answer to another question")


def to_json(kept: KeptAnswer) -> dict[str, Any]:
    """Return a record as it stands in a recording."""
    held: dict[str, Any] = json.loads(kept.model_dump_json())
    return held
