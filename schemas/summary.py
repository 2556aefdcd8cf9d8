"""What a batch found, in brief: `summary.json`, and the line of each story in it."""

from typing import Literal

from pydantic import Field

from .base import Record
from .finding import Verdict
from .report import Usage


class StorySummary(Record):
    """One story of a batch: what was found, or why nothing could be."""

    story: str
    """The name of the story's folder."""
    folder: str = ""
    """The folder of its result, relative to `summary.json`."""
    title: str | None = None
    articles: int = 0
    findings: int = 0
    verdicts: dict[Verdict, int] = Field(default_factory=dict)
    """How many findings have each verdict; verdicts that none has are left out."""
    major: int = 0
    minor: int = 0
    """Flagged findings by weight."""
    not_judged: int = 0
    """Items that could not be read or judged."""
    error: str | None = None
    """Why the story has no result; None where it has one."""
    usage: Usage = Usage()


class Summary(Record):
    """The stories of a batch in the order of their names. `model_dump_json()` gives `summary.json`."""

    schema_version: Literal[1] = 1
    name: str
    """The name of the folder that holds the stories."""
    version: str
    """Of crossexam."""
    engine: str
    stories: tuple[StorySummary, ...]
