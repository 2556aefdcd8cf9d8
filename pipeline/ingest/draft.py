"""An article as its file gives it, before its text is read for what else it says."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple


@dataclass(frozen=True)
class Draft:
    """The text of an article and what its format states beside it."""

    text: str
    encoding: str
    sha256: str
    title: str | None = None
    outlet: str | None = None
    published: date | None = None
    url: str | None = None
    language: str | None = None
    """As the format declares it; counts where the text does not tell."""
    remarks: tuple[str, ...] = ()
    """What in the file was not understood, though the article can be read."""


class Part(NamedTuple):
    """An article in a file: its name in the story, and what reads it or raises an `InputError` without its name."""

    name: str
    read: Callable[[], Draft]
