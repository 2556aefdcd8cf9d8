"""Which prompts does the engine use? Those of a desk where it has its own, else the ones shipped."""

import json
from collections.abc import Sequence
from pathlib import Path

from pydantic import BaseModel

from ...prompts import BadPrompt, Message, Prompt, load
from ..errors import BadDataFile
from .schema import strict_schema
from .usage import estimated_tokens

_FENCE = 30
"""Tokens of the marks around sources."""


def prompt(name: str, folder: Path | None) -> Prompt:
    """Return a prompt.

    Raises:
        BadDataFile: there is none of that name, or it breaks the rules.
    """
    try:
        return load(name, folder)
    except BadPrompt as fault:
        raise BadDataFile(str(fault)) from fault


def rendered(chosen: Prompt, **values: str) -> tuple[Message, ...]:
    """Return a prompt's messages with its variables replaced.

    Raises:
        BadDataFile: the prompt takes other variables than its stage has to give.
    """
    try:
        return chosen.render(**values)
    except BadPrompt as fault:
        raise BadDataFile(str(fault)) from fault


def overhead(chosen: Prompt, answer: type[BaseModel]) -> int:
    """Return about how many tokens a call has that holds nothing yet: the prompt's own text and the schema."""
    schema = estimated_tokens(json.dumps(strict_schema(answer)))
    return schema + sum(estimated_tokens(message.content) for message in chosen.messages) + _FENCE


def length(messages: Sequence[Message], answer: type[BaseModel]) -> int:
    """Return about how many tokens a call sends: its messages and the schema."""
    return sum(estimated_tokens(m.content) for m in messages) + estimated_tokens(json.dumps(strict_schema(answer)))
