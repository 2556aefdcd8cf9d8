"""An article as it was read: its text, where it comes from and what in it is not the report."""

import hashlib
from datetime import date
from typing import Self

from pydantic import Field, model_validator

from .base import Record


class Skipped(Record):
    """A stretch of an article's text that is no part of the report.

    `start` and `end` count characters of the article's text; `why` names the furniture ("photo credit").
    """

    start: int = Field(ge=0)
    end: int = Field(ge=0)
    why: str


class Article(Record):
    """One article of a story.

    Only `article` (a name that is unique in the story, for files the file's name) and `text` are needed. Every
    offset that crossexam reports counts characters of `text`, which is never changed. `text` is left out when a
    report is written as JSON; the run writes it beside the findings.
    """

    article: str = Field(min_length=1)
    text: str = Field(default="", exclude=True, repr=False)
    sha256: str = ""
    """Of the file's bytes, or of the text as UTF-8 when the article was not a file; in a .jsonl file, of its line."""
    title: str | None = None
    outlet: str | None = None
    published: date | None = None
    url: str | None = None
    language: str | None = None
    """ISO 639-1, or None where it could not be told."""
    encoding: str = "utf-8"
    """What the file was decoded with."""
    primary: bool = False
    """A document that others quote, such as a statement or a ruling."""
    duplicate_of: str | None = None
    """The name of an article of the same story with the same text: both are one origin."""
    skipped: tuple[Skipped, ...] = ()

    @model_validator(mode="after")
    def _hash_the_text(self) -> Self:
        if not self.sha256:
            digest = hashlib.sha256(self.text.encode("utf-8", "surrogatepass")).hexdigest()
            object.__setattr__(self, "sha256", digest)
        return self
