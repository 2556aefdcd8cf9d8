"""`story.yaml`, the optional file beside the articles that says where they come from."""

from datetime import date

from pydantic import Field

from .base import Record


class ArticleNote(Record):
    """What a desk knows about one article's file."""

    title: str | None = None
    outlet: str | None = None
    published: date | None = None
    url: str | None = None
    primary: bool = False


class StoryFile(Record):
    """The whole of a `story.yaml`; every key is optional."""

    title: str | None = None
    articles: dict[str, ArticleNote] = Field(default_factory=dict)
