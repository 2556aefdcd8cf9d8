"""Which prompts does the engine use? Those of a desk where it has its own, else the ones shipped."""

from pathlib import Path

from ...prompts import BadPrompt, Message, Prompt, load
from ..errors import BadDataFile


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
