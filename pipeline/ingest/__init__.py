"""From files to articles."""

from collections.abc import Iterable
from pathlib import Path

from ...schemas import Article
from ..stages import Story


def read_story(folder: Path) -> Story:
    """Read the articles of a folder."""
    files = sorted(p for p in folder.iterdir() if p.suffix == ".txt")
    return story_of([Article(article=p.name, text=p.read_text(encoding="utf-8")) for p in files], folder.name)


def story_of(articles: Iterable[Article], name: str) -> Story:
    """Make a story of articles that are given as objects."""
    return Story(name=name, articles=tuple(sorted(articles, key=lambda a: a.article)))
